// The card of an exercise: the reader writes an answer in it, runs it, has it checked, and sees how
// it stands. What is written and how it was judged is kept in the store.

import { answers, chapter } from "./chapter.js";
import { Code, NO_EDITOR } from "./code.js";
import { Draft } from "./draft.js";
import { Place } from "./place.js";
import { python } from "./python.js";
import { standing } from "./records.js";
import { store } from "./store.js";
import { Controls, inRows, wake } from "./toolbar.js";

export class Card {
  #undo = null; // what the reader had written before a reset

  constructor(section) {
    this.section = section;
    this.id = section.dataset.exercise;
    const part = (name) => section.querySelector(`.exercise-${name}`);
    const toolbar = section.querySelector(".toolbar");
    this.verdict = part("verdict");
    this.place = new Place({
      root: section, label: section.dataset.name, toolbar, progress: part("progress"),
      output: part("output"), status: this.verdict,
    });
    this.stub = section.querySelector(".exercise-code pre").textContent.replace(/\n$/, "");
    const original = () => store.state.records[this.id]?.answer ?? this.stub;
    this.draft = new Draft(this.id, original, (text) => { this.code.source = text; });
    this.code = new Code(part("code"), {
      label: `Your code for ${section.dataset.name}`,
      stub: this.stub,
      text: this.draft.text,
      onChange: (source) => this.#written(source),
      onRun: () => this.run(),
      onCheck: () => this.check(),
      onMissing: () => this.place.say(python.reason || NO_EDITOR),
    });
    this.resetButton = toolbar.querySelector("[data-do=reset]");
    wake(toolbar, {
      run: () => this.run(), check: () => this.check(),
      stop: () => this.place.stop(), reset: () => this.reset(),
    });
    const controls = section.querySelectorAll(".toolbar button, summary");
    new Controls(section, () => inRows(controls, ".toolbar"));
    this.#uncoverHints();
    this.#show();
    store.addEventListener("change", () => this.#show());
  }

  async run() {
    const source = this.code.source;
    this.#clear();
    const result = await this.place.work(async (onOutput) => python.run({
      chapter: await chapter(), cell: await this.#cell(), source, answers: answers(), onOutput,
    }));
    if (!result) return;
    this.#print(result.output, result.error);
    if (!result.output && !result.error) this.place.say("It ran and printed nothing. Check it?");
  }

  async check() {
    const source = this.code.source;
    this.draft.save(source);
    this.#clear();
    const result = await this.place.work(async () => python.check({
      chapter: await chapter(), exercise: this.id, source, answers: answers(),
      record: store.state.records[this.id] ?? {},
    }));
    if (!result) return;
    this.#print(result.printed, result.error);
    if (result.html) this.#judge(result, source);
  }

  /** Back to the stub; the same button brings back what was written. */
  reset() {
    const before = this.code.source;
    const after = this.#undo ?? this.stub;
    this.#undo = this.#undo === null && before !== this.stub ? before : null;
    this.code.source = after;
    this.draft.save(after);
    this.#clear();
    this.#show();
  }

  #judge(result, source) {
    this.verdict.innerHTML = result.html;
    this.verdict.classList.add(result.passed ? "passed" : "failed");
    if (!result.record?.tries) return; // nothing was attempted
    const answer = result.passed && result.record.passed ? { answer: source } : {};
    const known = store.state.records[this.id] ?? {};
    store.set("records", this.id, { ...known, ...result.record, ...answer });
    this.draft.save(); // none is needed beside an answer that passed
  }

  #clear() {
    this.verdict.classList.remove("passed", "failed");
    this.place.say("");
    this.place.output.replaceChildren();
  }

  #print(output, error) {
    this.place.output.replaceChildren();
    this.place.print(output);
    this.place.print(error);
    this.place.output.classList.toggle("failed", Boolean(error));
  }

  async #cell() {
    return (await chapter()).cells.find((cell) => cell.exercise === this.id).id;
  }

  #written(source) {
    this.#undo = null;
    this.#show();
    this.draft.write(source);
  }

  #show() {
    const { state, sign, words } = standing(store.state.records[this.id]);
    this.section.dataset.state = state;
    this.section.querySelector(".exercise-state").textContent = `${sign} ${words}`;
    this.resetButton.textContent = this.#undo === null ? "Reset" : "Undo reset";
    const solution = this.section.querySelector(".exercise-solution > summary");
    if (!solution) return;
    solution.dataset.words ??= solution.textContent;
    solution.textContent =
      solution.dataset.words + (state === "new" ? " (you have not tried yet)" : "");
  }

  /** Each hint appears when the one before it was opened. */
  #uncoverHints() {
    for (const hint of this.section.querySelectorAll(".exercise-hint")) {
      hint.addEventListener("toggle", () => hint.nextElementSibling?.classList.add("reached"));
    }
  }
}
