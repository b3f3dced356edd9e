// Renders formulas: reads a JSON list of {tex, display} and writes one of {html} or {error}.
// `book/extensions/formulas.py` runs it once for all formulas of the book.

import katex from "katex";
import { readFileSync } from "node:fs";

function rendered({ tex, display }) {
  try {
    return { html: katex.renderToString(tex, { displayMode: display, strict: "error" }) };
  } catch (error) {
    return { error: error.message };
  }
}

const formulas = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(formulas.map(rendered)));
