// What the reader has done, kept in this browser under one key. Every change reads what is kept,
// alters it and writes it back, so that two tabs lose nothing of each other's. Where the browser
// keeps nothing, the page works on from memory, and `problem` says so in words.

import { isObject } from "./records.js";

const KEY = "nncourse";
const VERSION = 1;
const PARTS = ["records", "drafts", "quizzes", "predictions"];
const NOT_KEPT =
  "This browser keeps nothing of your work on this page: its storage is full or switched off. " +
  "Export your work before you leave (“Your work”, at the top).";
const SET_ASIDE =
  "What this browser had kept of your work could not be read. It was set aside in the browser's " +
  "storage under the name ";

function nothing() {
  return { version: VERSION, records: {}, drafts: {}, quizzes: {}, predictions: {} };
}

class Store extends EventTarget {
  #state = nothing();
  problem = "";

  constructor() {
    super();
    this.#read();
    addEventListener("storage", (event) => {
      if (event.key === KEY || event.key === null) this.#changed();
    });
  }

  /** All that is known: `{version, records, drafts, quizzes, predictions}`. Not to be altered. */
  get state() {
    return this.#state;
  }

  /** Keep what belongs to one id in one of the parts; `undefined` forgets it. */
  set(part, id, value) {
    this.change((state) => {
      if (value === undefined) delete state[part][id];
      else state[part][id] = value;
    });
  }

  /** Alter what is kept. */
  change(alter) {
    this.#read();
    alter(this.#state);
    this.#write();
    this.dispatchEvent(new Event("change"));
  }

  /** Forget everything. */
  erase() {
    this.change((state) => Object.assign(state, nothing()));
  }

  #changed() {
    this.#read();
    this.dispatchEvent(new Event("change"));
  }

  #read() {
    if (this.problem === NOT_KEPT) return; // what is in memory is newer
    let text = null;
    try {
      text = localStorage.getItem(KEY);
    } catch {
      this.#tell(NOT_KEPT);
      return;
    }
    this.#state = stateIn(text) ?? this.#setAside(text);
  }

  #write() {
    try {
      localStorage.setItem(KEY, JSON.stringify(this.#state));
      if (this.problem === NOT_KEPT) this.problem = "";
    } catch {
      this.#tell(NOT_KEPT);
    }
  }

  /** Keep what cannot be read under a name that is free, and begin anew. */
  #setAside(text) {
    let name = `${KEY}-unreadable`;
    try {
      for (let n = 2; localStorage.getItem(name) !== null; n++) name = `${KEY}-unreadable-${n}`;
      localStorage.setItem(name, text);
      localStorage.removeItem(KEY);
      this.#tell(`${SET_ASIDE}${name}.`);
    } catch {
      this.#tell(NOT_KEPT);
    }
    return nothing();
  }

  #tell(problem) {
    if (this.problem === problem) return;
    this.problem = problem;
    this.dispatchEvent(new Event("problem"));
  }
}

/** The state that a text holds, or undefined where it holds none. */
function stateIn(text) {
  if (text === null) return nothing();
  try {
    const state = JSON.parse(text);
    const whole = isObject(state) && state.version === VERSION &&
      PARTS.every((part) => isObject(state[part])) && Object.values(state.records).every(isObject);
    return whole ? state : undefined;
  } catch {
    return undefined;
  }
}

export const store = new Store();
