// A quiz: each option, when it is chosen, tells what is to be said about it. The last choices are
// kept. Style shows the reply beside the choice; here it is also said to screen readers.

import { store } from "./store.js";

export class Quiz {
  constructor(box) {
    this.box = box;
    this.id = box.dataset.quiz;
    this.voice = document.createElement("p");
    this.voice.className = "visually-hidden";
    this.voice.setAttribute("role", "status");
    box.append(this.voice);
    box.addEventListener("change", ({ target }) => this.#choose(target));
    store.addEventListener("change", () => this.#show());
    this.#show();
  }

  #choose(radio) {
    const question = radio.closest("[data-question]").dataset.question;
    const choices = { ...store.state.quizzes[this.id], [question]: radio.value };
    this.voice.textContent = radio.closest("label").nextElementSibling.textContent;
    store.set("quizzes", this.id, choices);
  }

  #show() {
    const choices = store.state.quizzes[this.id] ?? {};
    for (const question of this.box.querySelectorAll("[data-question]")) {
      for (const radio of question.querySelectorAll("input")) {
        radio.checked = radio.value === choices[question.dataset.question];
      }
    }
  }
}
