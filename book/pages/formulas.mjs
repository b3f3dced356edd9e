// Renders formulas: reads a JSON list of {tex, display} and writes one of {html} or {error}.
// `book/extensions/formulas.py` runs it once for all formulas of the book.

import katex from "katex";
import { readFileSync } from "node:fs";

const EMPTY = / columnspacing=""/g; // of tables with one column: Firefox calls it an error

function rendered({ tex, display }) {
  try {
    const html = katex.renderToString(tex, { displayMode: display, strict: "error" });
    return { html: html.replace(EMPTY, "") };
  } catch (error) {
    return { error: error.message };
  }
}

const formulas = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(formulas.map(rendered)));
