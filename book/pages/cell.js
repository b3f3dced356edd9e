// A code cell of the chapter that runs in the page. Its output takes the place of the one that the
// book was built with, which can be brought back. The code of a bug clinic can be changed, too.

import { answers, chapter, draftOf } from "./chapter.js";
import { Code, NO_EDITOR } from "./code.js";
import { Draft } from "./draft.js";
import { element } from "./element.js";
import { Place } from "./place.js";
import { python } from "./python.js";
import { choose, wake } from "./toolbar.js";

export class Cell {
  constructor(root) {
    this.root = root;
    this.id = root.dataset.cell;
    this.still = root.querySelector(":scope > .cell_output");
    const toolbar = root.querySelector(".toolbar");
    this.result = element("div", "your-run");
    this.result.hidden = true;
    const status = element("p", "cell-status");
    status.setAttribute("role", "status");
    this.place = new Place({
      root, label: "another cell", toolbar, status,
      progress: element("div", "cell-progress"), output: element("div", "your-output"),
    });
    this.place.progress.hidden = true;
    this.#lay(toolbar);
    if ("edit" in root.dataset) this.#makeEditable();
    wake(toolbar, {
      run: () => this.run(), stop: () => this.place.stop(), reset: () => this.reset(),
    });
  }

  async run() {
    const result = await this.place.work(async (onOutput) => {
      this.#showRun(true);
      const now = await chapter();
      const source = this.code?.source ?? now.cells.find((cell) => cell.id === this.id).source;
      return python.run({ chapter: now, cell: this.id, source, answers: answers(), onOutput });
    });
    if (!result) return;
    this.place.output.replaceChildren();
    this.place.print(result.output);
    this.place.print(result.error);
    this.place.output.classList.toggle("failed", Boolean(result.error));
    if (!result.output && !result.error) this.place.say("Done; it printed nothing.");
  }

  /** Bring back the code of the book, and its output. */
  reset() {
    this.code.source = this.stub;
    this.draft.save(this.stub);
    this.#showRun(false);
  }

  #lay(toolbar) {
    const title = element("p", "your-run-title", "Your run");
    const back = element("button", "", this.still ? "Show the book’s output" : "Clear");
    back.type = "button";
    back.addEventListener("click", () => {
      this.#showRun(false);
      toolbar.querySelector("[data-do=run]").focus();
    });
    title.append(" ", back);
    this.result.append(title, this.place.output);
    toolbar.after(this.place.progress, this.place.status, this.result);
  }

  #showRun(own) {
    this.result.hidden = !own;
    if (this.still) this.still.hidden = own;
  }

  #makeEditable() {
    const box = this.root.querySelector(".cell_input");
    this.stub = box.querySelector("pre").textContent.replace(/\n$/, "");
    box.addEventListener("focusin", () => choose(this.place.toolbar.querySelector("button")));
    this.draft = new Draft(draftOf(this.id), () => this.stub, (text) => {
      this.code.source = text;
    });
    this.code = new Code(box, {
      label: "The code of this cell, to be changed",
      stub: this.stub,
      text: this.draft.text,
      onChange: (source) => this.draft.write(source),
      onRun: () => this.run(),
      onCheck: () => this.run(),
      onMissing: () => this.place.say(python.reason || NO_EDITOR),
    });
  }
}
