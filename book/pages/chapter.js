// The chapter on this page, as Python gets it: its cells and exercises, from the file beside the
// page, with what the reader has made of them. It is fetched when it is first needed.

import { store } from "./store.js";

const article = document.querySelector("[data-cells]");
let loading = null;

/** The name of the chapter on this page; undefined where there is none. */
export const name = article?.dataset.chapter;

/** The chapter, the reader's changes in it. Throws where its file cannot be had. */
export async function chapter() {
  loading ??= fetched(new URL(article.dataset.cells, location.href));
  const original = await loading.catch((error) => {
    loading = null;
    throw error;
  });
  const cells = original.cells.map((cell) => {
    const draft = cell.kind === "code" && store.state.drafts[draftOf(cell.id)];
    return draft ? { ...cell, source: draft } : cell;
  });
  return { ...original, cells };
}

/** The name under which the store has what the reader made of a code cell. */
export function draftOf(cell) {
  return `${name}.${cell}`;
}

/** The reader's answers that passed: `{id: source}`. */
export function answers() {
  const passed = Object.entries(store.state.records).filter(
    ([, record]) => record.passed && record.answer !== undefined,
  );
  return Object.fromEntries(passed.map(([id, record]) => [id, record.answer]));
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the chapter's file ${address.pathname} is missing`);
  return response.json();
}
