// What the reader writes in one place. It is kept when the keys have rested for a moment and when
// the reader leaves the page, and only while it differs from what would stand there without it.

import { store } from "./store.js";

const REST = 400; // milliseconds
const unsaved = new Set();

export class Draft {
  #last;
  #timer;

  /** `original()`: what stands there without a draft; `adopt(text)` hears of news from elsewhere. */
  constructor(id, original, adopt) {
    this.id = id;
    this.original = original;
    this.#last = this.text;
    store.addEventListener("change", () => {
      if (this.text === this.#last || unsaved.has(this)) return;
      this.#last = this.text;
      adopt(this.text);
    });
  }

  get text() {
    return store.state.drafts[this.id] ?? this.original();
  }

  /** Keep a text soon. */
  write(text) {
    clearTimeout(this.#timer);
    this.#last = text;
    unsaved.add(this);
    this.#timer = setTimeout(() => this.save(), REST);
  }

  /** Keep a text now: the one given, or the last one written. */
  save(text = this.#last) {
    clearTimeout(this.#timer);
    unsaved.delete(this);
    this.#last = text;
    const draft = text === this.original() ? undefined : text;
    if (draft !== store.state.drafts[this.id]) store.set("drafts", this.id, draft);
  }
}

function saveAll() {
  for (const draft of [...unsaved]) draft.save();
}

addEventListener("pagehide", saveAll);
document.addEventListener("visibilitychange", saveAll);
