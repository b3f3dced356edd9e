// Shows one slide at a time: arrow keys, Space, Home and End move, N opens the notes. A slide with
// more on it than fits is set smaller. Without this script the slides stand below one another.

const WIDTH = 1280;
const HEIGHT = 720;
const SMALLEST = 60; // per cent

const slides = [...document.querySelectorAll("main > section > section")];
const place = document.getElementById("place");
const notes = document.getElementById("notes");
let current = 0;

function show(number) {
  current = Math.min(Math.max(number, 0), slides.length - 1);
  slides.forEach((slide, i) => {
    slide.classList.toggle("is-shown", i === current);
    slide.setAttribute("aria-hidden", String(i !== current));
  });
  place.textContent = `${current + 1} of ${slides.length}`;
  history.replaceState(null, "", `#${current + 1}`);
}

function isTooFull(slide) {
  return slide.scrollHeight > HEIGHT || slide.scrollWidth > WIDTH;
}

function fit(slide) {
  for (let size = 100; size >= SMALLEST && isTooFull(slide); size -= 5) {
    slide.style.setProperty("--fit", size / 100);
  }
}

function scale() {
  const factor = Math.min(innerWidth / WIDTH, innerHeight / HEIGHT);
  const style = document.documentElement.style;
  style.setProperty("--scale", factor);
  style.setProperty("--x", `${(innerWidth - factor * WIDTH) / 2}px`);
  style.setProperty("--y", `${(innerHeight - factor * HEIGHT) / 2}px`);
}

function toggleNotes() {
  const open = document.body.classList.toggle("has-notes");
  notes.setAttribute("aria-pressed", String(open));
}

const KEYS = {
  ArrowRight: () => show(current + 1),
  ArrowDown: () => show(current + 1),
  PageDown: () => show(current + 1),
  " ": () => show(current + 1),
  ArrowLeft: () => show(current - 1),
  ArrowUp: () => show(current - 1),
  PageUp: () => show(current - 1),
  Home: () => show(0),
  End: () => show(slides.length - 1),
  n: toggleNotes,
  N: toggleNotes,
};

function onKey(event) {
  const isPress = event.target.tagName === "BUTTON" && [" ", "Enter"].includes(event.key);
  const act = KEYS[event.key];
  if (act && !isPress && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    act();
  }
}

document.documentElement.classList.add("is-live");
slides.forEach(fit);
scale();
show(Number(location.hash.slice(1)) - 1 || 0);
addEventListener("keydown", onKey);
addEventListener("resize", scale);
addEventListener("hashchange", () => show(Number(location.hash.slice(1)) - 1));
document.getElementById("previous").addEventListener("click", () => show(current - 1));
document.getElementById("next").addEventListener("click", () => show(current + 1));
notes.addEventListener("click", toggleNotes);
