// A piece of code in the page that the reader can change. It stands there as the highlighted text
// of the book, and turns into an editor, of the same size, when the reader goes to it.

const HELP = "editor-help";
const HELP_TEXT =
  "Tab sets a line in while you write; Escape, then Tab, leaves the editor. " +
  "Ctrl+Enter (⌘ Enter) runs, Shift+Enter checks.";

export const NO_EDITOR = "The editor could not be loaded. Is the network there?";

export class Code {
  #box;
  #pre;
  #text; // holds the text and, later, the editor
  #stub;
  #highlighted;
  #editor = null;
  #opening = null;
  #source;
  #handlers;
  #attributes;

  /** `box` holds the highlighted text, which is `stub`; `text` is what shall stand there. */
  constructor(box, { label, stub, text, ...handlers }) {
    this.#box = box;
    this.#pre = box.querySelector("pre");
    this.#text = this.#pre.parentElement;
    this.#stub = stub;
    this.#highlighted = [...this.#pre.childNodes];
    this.#handlers = { label, help: HELP, ...handlers };
    this.#source = stub;
    this.#await();
    if (text !== stub) this.source = text;
  }

  get source() {
    return this.#source;
  }

  set source(text) {
    this.#show(text);
    if (this.#editor) this.#editor.source = text;
    else if (text !== this.#stub) this.#openWhenSeen();
  }

  /** The text behind the editor follows it: it is what the copy button copies. */
  #show(text) {
    this.#source = text;
    this.#pre.replaceChildren(...(text === this.#stub ? this.#highlighted : lines(text)));
  }

  /** Become an editor. Throws where its script cannot be had. */
  async open() {
    this.#opening ??= import("./editor.js").then(({ edit }) => this.#become(edit));
    return this.#opening;
  }

  #become(edit) {
    const onChange = (text) => {
      this.#show(text);
      this.#handlers.onChange(text);
    };
    const source = this.#source;
    this.#editor = edit({ parent: this.#text, source, ...this.#handlers, onChange });
    this.#pre.hidden = true;
    for (const name of Object.keys(this.#attributes)) this.#text.removeAttribute(name);
  }

  /** The text is a place to write from the beginning, for the keyboard and for screen readers. */
  #await() {
    this.#attributes = {
      tabindex: "0", role: "textbox", "aria-multiline": "true",
      "aria-label": this.#handlers.label, "aria-describedby": HELP,
    };
    for (const [name, value] of Object.entries(this.#attributes)) {
      this.#text.setAttribute(name, value);
    }
    let point = null;
    this.#text.addEventListener("pointerdown", ({ clientX, clientY }) => {
      point = { x: clientX, y: clientY };
    });
    this.#text.addEventListener("focus", async () => {
      await this.open().catch(() => this.#cannotOpen());
      if (this.#editor && [this.#text, document.body].includes(document.activeElement)) {
        this.#editor.focus(point);
        showHelp(this.#box);
      }
    });
  }

  #cannotOpen() {
    this.#opening = null;
    this.#handlers.onMissing();
  }

  /** What the reader wrote before gets its colours when it comes into view. */
  #openWhenSeen() {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      this.open().catch(() => { this.#opening = null; }); // it can be read without them
    });
    seen.observe(this.#box);
  }
}

/** Lines of plain text, in the form that the book's highlighted lines have. */
function lines(text) {
  return text.split("\n").map((line) => {
    const element = document.createElement("span");
    element.className = "code-line";
    element.style.setProperty("--indent", `${line.search(/\S|$/)}ch`);
    element.textContent = `${line}\n`;
    return element;
  });
}

/** The way out of an editor, for all editors of the page; it is shown below the first one. */
function showHelp(box) {
  const help = document.getElementById(HELP);
  if (!help.classList.contains("visually-hidden")) return;
  help.classList.remove("visually-hidden");
  box.after(help);
}

export function addHelp(article) {
  const help = document.createElement("p");
  Object.assign(help, { id: HELP, className: "editor-help visually-hidden", textContent: HELP_TEXT });
  article.append(help);
}
