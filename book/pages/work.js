// The dialog “Your work”: how far the reader is, what to try again, and the reader's work as files.

import { chapter, name as chapterName } from "./chapter.js";
import { element } from "./element.js";
import { addTo, asFile, fromFile } from "./exchange.js";
import { asNotebook } from "./notebook.js";
import { forgetPlace } from "./progress.js";
import { store } from "./store.js";

const ROOT = new URL(document.documentElement.dataset.content_root, location.href);
const FRAME = `
  <header><h2 id="work-title">Your work</h2><button type="button" data-do="close">Close</button></header>
  <p class="work-kept">It is kept in this browser, on this device, and nowhere else.</p>
  <div class="work-progress"></div>
  <div class="work-actions">
    <button type="button" data-do="save">Export to a file</button>
    <button type="button" data-do="load">Import a file</button>
    <button type="button" data-do="notebook">Export this chapter as a notebook</button>
    <button type="button" data-do="erase">Erase everything</button>
  </div>
  <input type="file" accept=".json,application/json" aria-label="The file to import" hidden>
  <p class="work-status" role="status"></p>`;

export class Work {
  constructor(button) {
    this.dialog = document.createElement("dialog");
    this.dialog.className = "work";
    this.dialog.setAttribute("aria-labelledby", "work-title");
    this.dialog.innerHTML = FRAME;
    document.body.append(this.dialog);
    this.file = this.dialog.querySelector("input");
    this.file.addEventListener("change", () => this.load());
    const actions = {
      close: () => this.dialog.close(), save: () => this.save(),
      load: () => this.file.click(), notebook: () => this.notebook(), erase: () => this.erase(),
    };
    this.dialog.addEventListener("click", ({ target }) => {
      if (target.closest("a")) this.dialog.close(); // the link may lead to this very page
      else actions[target.dataset.do]?.();
    });
    this.dialog.querySelector("[data-do=notebook]").hidden = !chapterName;
    button.addEventListener("click", () => this.open());
    store.addEventListener("change", () => this.dialog.open && this.show());
    button.disabled = false;
  }

  async open() {
    this.say(store.problem);
    this.dialog.showModal();
    await this.show();
  }

  async show() {
    try {
      this.chapters ??= await (await fetch(new URL("_static/exercises.json", ROOT))).json();
    } catch {
      return this.say("The list of the exercises could not be loaded.");
    }
    const { records } = store.state;
    const box = this.dialog.querySelector(".work-progress");
    return box.replaceChildren(...this.chapters.map((one) => row(one, records)), again(this.chapters, records));
  }

  save() {
    download("nncourse-work.json", "application/json", asFile(store.state));
    this.say("Written to a file. Import it in another browser, or take it to the local course.");
  }

  async load() {
    const [file] = this.file.files;
    this.file.value = "";
    try {
      const work = fromFile(await file.text());
      store.change((state) => addTo(state, work));
      this.say(`Imported ${file.name}: what you had here is still here.`);
    } catch (error) {
      this.say(`${file.name} was not imported. ${error.message}`);
    }
  }

  async notebook() {
    try {
      const { records, drafts } = store.state;
      const texts = Object.fromEntries(Object.entries(records).map(([id, { answer }]) => [id, answer]));
      const text = asNotebook(await chapter(), { ...texts, ...drafts });
      download(`${chapterName}-answers.ipynb`, "application/x-ipynb+json", text);
      this.say("Written as a notebook.");
    } catch (error) {
      this.say(`The notebook could not be written: ${error.message}.`);
    }
  }

  erase() {
    const question = "Erase all answers, drafts, predictions and quiz choices from this browser?";
    if (!confirm(question)) return;
    store.erase();
    forgetPlace();
    this.say("Everything is erased.");
  }

  say(text) {
    this.dialog.querySelector(".work-status").textContent = text;
  }
}

/** How far the reader is in a chapter, in words and as a bar. */
function row({ title, page, exercises }, records) {
  const passed = exercises.filter(({ id }) => records[id]?.passed);
  const points = (list) => list.reduce((sum, exercise) => sum + exercise.points, 0);
  const line = element("p", "work-chapter");
  const words = `${passed.length} of ${exercises.length} passed, ` +
    `${points(passed)} of ${points(exercises)} points`;
  const bar = element("progress", "");
  Object.assign(bar, { max: exercises.length, value: passed.length, ariaHidden: "true" });
  line.append(link(title, page), element("span", "", words), bar);
  return line;
}

/** The exercises that were tried and not passed. */
function again(chapters, records) {
  const tried = chapters.flatMap(({ page, exercises }) => exercises
    .filter(({ id }) => records[id]?.tries && !records[id].passed)
    .map(({ id, title }) => link(title, `${page}#exercise-${id}`)));
  const box = element("div", "work-again");
  if (!tried.length) return box;
  const list = element("ul", "");
  list.append(...tried.map((one) => {
    const entry = element("li", "");
    entry.append(one);
    return entry;
  }));
  box.append(element("p", "", "Worth another try:"), list);
  return box;
}

function link(text, page) {
  return Object.assign(element("a", "", text), { href: new URL(page, ROOT) });
}

function download(name, type, text) {
  const href = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
