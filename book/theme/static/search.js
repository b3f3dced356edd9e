// What this course's search knows beyond Sphinx's own: the chapters come first, signs are read as
// their names, and a word that is nowhere is taken apart, or for the nearest one there is.

const SIGNS = {
  σ: "sigmoid", ς: "sigmoid", "∇": "gradient", "∂": "derivative", "∑": "sum", Σ: "sum", η: "learning rate",
  α: "learning rate", λ: "weight decay", δ: "delta", Δ: "delta", ε: "epsilon", θ: "parameter",
  μ: "mean", β: "momentum", "⊙": "element", "×": "shape", "@": "matrix product", "ᵀ": "transpose",
};
const stemmer = new Stemmer();
const words = () => ({ ...Search._index.terms, ...Search._index.titleterms });

Scorer.score = ([page, , , , score]) =>
  score + (/^book\/\d\d_/.test(page) ? 200 : page.includes("/api") ? 0 : 100);

/** How many letters must change to make one word of the other: added, left out or replaced. */
function distance(one, other) {
  let row = [...Array(other.length + 1).keys()];
  [...one].forEach((letter, i) => {
    const next = [i + 1];
    [...other].forEach((its, j) =>
      next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + (letter === its ? 0 : 1))),
    );
    row = next;
  });
  return row.at(-1);
}

/** `word` as two words that the course has: `onehot` as `one hot`. */
function takenApart(word, known) {
  for (let i = 3; i <= word.length - 3; i++) {
    const parts = [word.slice(0, i), word.slice(i)];
    if (parts.every((part) => Object.hasOwn(known, stemmer.stemWord(part)))) return parts.join(" ");
  }
}

/** The word of the course that is spelt most alike, if one is near. */
function nearest(word, known) {
  const reach = word.length > 6 ? 2 : 1;
  let best, least = reach + 1;
  for (const term of Object.keys(known)) {
    if (Math.abs(term.length - word.length) > reach) continue;
    const apart = distance(term, word);
    if (apart < least) [best, least] = [term, apart];
  }
  return best;
}

/** A word as the index may know it. */
function understood(word) {
  const known = words();
  const stem = stemmer.stemWord(word.toLowerCase());
  if (word.length < 4 || Object.keys(known).some((term) => term.includes(stem))) return word;
  return takenApart(word.toLowerCase(), known) ?? nearest(stem, known) ?? word;
}

const query = Search.query;
Search.query = (asked) => {
  let named = asked;
  for (const [sign, name] of Object.entries(SIGNS)) named = named.replaceAll(sign, ` ${name} `);
  const meant = splitQuery(named).map(understood).join(" ").trim();
  if (meant !== splitQuery(asked).join(" ").trim()) {
    const note = document.createElement("p");
    note.textContent = `These are the results for “${meant}”.`;
    Search.title.after(note);
  }
  query(meant);
};

// The lines of text beside a result are from the text itself, and have one form of a formula.
const BESIDE =
  ".katex-html, annotation, .toolbar, .bd-header-article, .onlyprint, .bd-sidebar-secondary, footer";
const htmlToText = Search.htmlToText;
Search.htmlToText = (html, anchor) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of page.querySelectorAll(BESIDE)) part.remove();
  return htmlToText(page.documentElement.outerHTML, anchor);
};

// The words that were found are marked in the results. Sphinx's script for that is left out: it also
// keeps them for the next page, in a storage that the browser may forbid.
const parseQuery = Search._parseQuery;
Search._parseQuery = (asked) => {
  globalThis.SPHINX_HIGHLIGHT_ENABLED = false; // while the words would be kept
  const parsed = parseQuery(asked);
  globalThis.SPHINX_HIGHLIGHT_ENABLED = true;
  return parsed;
};

globalThis._highlightText = (part, word) => {
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const at = text.data.toLowerCase().indexOf(word);
    if (at < 0 || text.parentNode.matches("mark")) continue;
    const mark = document.createElement("mark");
    const found = text.splitText(at);
    found.splitText(word.length);
    found.replaceWith(mark);
    mark.append(found);
    texts.currentNode = found;
  }
};
