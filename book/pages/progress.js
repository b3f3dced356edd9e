// How far the reader is, as squares in the lists of chapters, and where they were: the last section
// that they read is kept in this browser, and offered on the front page and in the contents.

import { store } from "./store.js";

const KEY = "nncourse-place";
const ROOT = new URL(document.documentElement.dataset.content_root, location.href);
const HERE = location.pathname.slice(ROOT.pathname.length);

/** Fill, of each row of squares, as many as the chapter has exercises that are passed. */
function showProgress() {
  const { records } = store.state;
  for (const row of document.querySelectorAll(".progress-squares")) {
    const prefix = `${row.dataset.chapter}.`;
    const done = Object.keys(records).filter((id) => id.startsWith(prefix) && records[id].passed).length;
    const whole = row.closest(".chapter-head, .chapter-cards li") ?? row;
    whole.style.setProperty("--done", done);
    whole.style.setProperty("--part", `${(100 * done) / row.dataset.of}%`);
    row.role = "img";
    row.ariaLabel = `${done} of ${row.dataset.of} exercises passed`;
  }
}

/** The place that is kept: `{page, title, id, section}`, or null. */
function lastPlace() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

/** Forget where the reader was. */
export function forgetPlace() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing is kept here.
  }
}

function keepPlace(heading) {
  const words = (node) => node.firstChild && [...node.childNodes]
    .filter((part) => !part.matches?.(".headerlink")).map((part) => part.textContent).join("").trim();
  const id = heading.closest("section").id;
  const place = { page: HERE, title: words(document.querySelector("h1")), id, section: words(heading) };
  try {
    localStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // The browser forbids it: the reader finds the place again alone.
  }
}

/** Keep the section whose heading was passed last, once the reader has scrolled. */
function followReader() {
  const headings = [...document.querySelectorAll("article h2")];
  let kept;
  addEventListener("scroll", () => {
    const passed = headings.filter((one) => one.getBoundingClientRect().top < innerHeight / 2).at(-1);
    if (passed && passed !== kept) keepPlace(kept = passed);
  }, { passive: true });
}

/** Say in the lists, and on the front page, where the reader was. */
function showPlace({ page, title, id, section }) {
  const address = new URL(`${page}#${id}`, ROOT);
  const start = document.querySelector(".start a");
  if (start) {
    start.href = address;
    start.textContent = `Go on where you were: ${title}, “${section}”`;
  }
  const links = [...document.querySelectorAll(".bd-sidebar a")];
  const same = links.filter((link) => link.href === address.href);
  const entries = same.length ? same : links.filter((link) => link.href === `${ROOT}${page}`);
  for (const link of entries) {
    link.classList.add("was-here");
    link.insertAdjacentHTML("beforeend", ' <span class="was-here-words">you were here</span>');
  }
}

showProgress();
store.addEventListener("change", showProgress);
const place = lastPlace();
if (place?.page) showPlace(place);
if (/^book\/\d\d_/.test(HERE)) followReader();
