// The reader's answers in a chapter as a notebook, which runs where the course is installed.

const LANGUAGE = {
  kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
  language_info: { name: "python" },
};
// An answer may be half written: what comes after it runs all the same.
const UNFINISHED = { tags: ["raises-exception"] };

/** The notebook's text. `texts` has what the reader wrote: `{exercise id: source}`. */
export function asNotebook(chapter, texts) {
  const cells = [
    markdown("title", `# ${chapter.title}\n\nYour answers. Run all cells: each check tells.`),
    code("imports", chapter.imports),
    ...used(chapter).flatMap((cell) => (
      cell.kind === "exercise" ? answered(cell, texts[cell.exercise]) : [code(cell.id, cell.source)]
    )),
  ];
  return JSON.stringify({ cells, metadata: LANGUAGE, nbformat: 4, nbformat_minor: 5 }, null, 1);
}

/** The exercises, and the cells that they need, in the chapter's order. */
function used({ cells }) {
  const exercises = cells.filter((cell) => cell.kind === "exercise");
  const ids = new Set(exercises.flatMap((cell) => [...cell.needs, cell.id]));
  return cells.filter((cell) => ids.has(cell.id));
}

function answered({ id, exercise, name, source }, text = source) {
  return [
    markdown(`${id}-title`, `## ${name}`),
    code(id, text, UNFINISHED),
    code(`${id}-check`, `${name} = check("${exercise}", ${name})`, UNFINISHED),
  ];
}

function markdown(id, source) {
  return { cell_type: "markdown", id, metadata: {}, source };
}

function code(id, source, metadata = {}) {
  return { cell_type: "code", id, metadata, source, execution_count: null, outputs: [] };
}
