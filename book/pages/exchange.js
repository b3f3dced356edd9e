// The file that carries the reader's work from browser to browser and to the local course, which
// reads it as its progress file: a record an exercise, and beside them what only a page knows.

import { flawIn, isObject, merged } from "./records.js";

const EXERCISE = /^[a-z_0-9]+\.\w+$/i;
const PLACE = /^[a-z0-9][\w.-]*$/i; // also keeps out names that mean something to JavaScript

/** The text of the file that holds a state. */
export function asFile({ version, records, drafts, quizzes, predictions }) {
  const sorted = Object.keys(records).sort().map((id) => [id, records[id]]);
  const page = { version, quizzes, predictions, drafts };
  return JSON.stringify({ ...Object.fromEntries(sorted), page }, null, 1);
}

/** What a file holds: `{records, drafts, quizzes, predictions}`. Throws an Error in plain words. */
export function fromFile(text) {
  const { page = {}, ...records } = parsed(text);
  for (const [id, record] of Object.entries(records)) {
    if (!EXERCISE.test(id)) throw new Error(`“${id}” in it is no name of an exercise.`);
    const flaw = flawIn(record);
    if (flaw) throw new Error(`Its record of ${id} cannot be used: ${flaw}.`);
  }
  if (!isObject(page) || (page.version ?? 1) !== 1) {
    throw new Error("It comes from a version of the course that this page does not know.");
  }
  const texts = (part) => only(page, part, (value) => typeof value === "string");
  const quizzes = only(page, "quizzes", isObject);
  return { records, drafts: texts("drafts"), quizzes, predictions: texts("predictions") };
}

/** Add what a file held to a state: what the reader has here is kept. */
export function addTo(state, { records, ...rest }) {
  for (const [id, record] of Object.entries(records)) {
    state.records[id] = merged(state.records[id], record);
  }
  for (const [part, values] of Object.entries(rest)) {
    state[part] = { ...values, ...state[part] };
  }
}

function parsed(text) {
  let content;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Error("It is no JSON, so it does not come from this course.");
  }
  if (!isObject(content)) throw new Error("It holds no records of exercises.");
  return content;
}

/** One part of what only a page knows, each value tested. */
function only(page, part, good) {
  const values = page[part] ?? {};
  const whole = isObject(values) &&
    Object.entries(values).every(([id, value]) => PLACE.test(id) && good(value));
  if (!whole) throw new Error(`Its list of ${part} cannot be used.`);
  return values;
}
