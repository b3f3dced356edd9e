// A prediction: the reader chooses, commits, and then sees what comes of it. What was chosen is
// kept; an empty choice means that the reader had it shown without one.

import { store } from "./store.js";

const all = new Map();

export class Prediction {
  #forced = false; // shown because a link leads into it

  constructor(box) {
    this.box = box;
    this.id = box.dataset.prediction;
    this.radios = [...box.querySelectorAll("input[type=radio]")];
    this.actions = box.querySelector(".prediction-actions");
    this.reply = box.querySelector(".prediction-reply");
    this.reply.tabIndex = -1;
    const button = (name) => this.actions.querySelector(`[data-do=${name}]`);
    button("show").disabled = false;
    button("show").addEventListener("click", () => this.#commit(""));
    button("commit").addEventListener("click", () => this.#commit(this.#chosen()));
    const ready = () => { button("commit").disabled = !this.#chosen(); };
    this.radios.forEach((radio) => radio.addEventListener("change", ready));
    ready();
    store.addEventListener("change", () => this.#show());
    this.#show();
    all.set(this.id, this);
  }

  /** Show what belongs to it without a choice, for this visit. */
  reveal() {
    this.#forced = true;
    this.#show();
  }

  #chosen() {
    return this.radios.find((radio) => radio.checked)?.value;
  }

  #commit(choice) {
    store.set("predictions", this.id, choice);
    this.reply.focus({ preventScroll: true }); // the button that had the focus is gone
  }

  #show() {
    const choice = store.state.predictions[this.id];
    const done = choice !== undefined;
    for (const hidden of document.querySelectorAll(`[data-reveals="${CSS.escape(this.id)}"]`)) {
      hidden.classList.toggle("revealed", done || this.#forced);
    }
    this.actions.hidden = done;
    this.reply.textContent = done ? words(choice, this.box.dataset.right) : "";
    for (const radio of this.radios) {
      radio.disabled = done;
      if (done) radio.checked = radio.value === choice;
      radio.closest("label").classList.toggle("right", done && radio.value === this.box.dataset.right);
    }
  }
}

/** A link may lead to a place that waits for a prediction: then show it. */
export function revealTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const hidden = target?.closest("[data-reveals]:not(.revealed)");
  if (!hidden) return;
  all.get(hidden.dataset.reveals)?.reveal();
  target.scrollIntoView();
}

function words(choice, right) {
  if (!right) return choice ? `You said (${choice}).` : "";
  if (!choice) return `It is (${right}).`;
  return choice === right
    ? `You said (${choice}), and so it is.`
    : `You said (${choice}); it is (${right}).`;
}
