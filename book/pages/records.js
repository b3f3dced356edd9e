// The record of an exercise, in the form of the local course's progress file: how often it was
// tried, whether it was passed, the last known mistake, and the answer that passed.

/** What is wrong with a record that comes from a file, in words; "" if nothing is. */
export function flawIn(record) {
  if (!isObject(record)) return "it is no record";
  if (typeof record.passed !== "boolean") return "“passed” is neither true nor false";
  if (!Number.isInteger(record.tries) || record.tries < 0) return "“tries” is no count";
  if (typeof (record.mistake ?? "") !== "string") return "“mistake” is no name";
  if (typeof (record.shown ?? true) !== "boolean") return "“shown” is neither true nor false";
  if (typeof (record.answer ?? "") !== "string") return "“answer” is no text";
  return "";
}

/** Two records of one exercise as one: a pass is never lost, nor the reader's own answer. */
export function merged(mine, theirs) {
  if (!mine) return theirs;
  const [older, newer] = theirs.tries > mine.tries ? [mine, theirs] : [theirs, mine];
  const both = { ...older, ...newer, passed: mine.passed || theirs.passed };
  const answer = mine.answer ?? theirs.answer;
  return answer === undefined ? both : { ...both, answer };
}

/** How an exercise stands: a sign and words. */
export function standing(record) {
  if (record?.passed) return { state: "passed", sign: "✓", words: "passed" };
  if (record?.shown) return { state: "tried", sign: "✗", words: "shown, not solved" };
  if (record?.tries) return { state: "tried", sign: "✗", words: "tried, not yet" };
  return { state: "new", sign: "○", words: "not tried" };
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
