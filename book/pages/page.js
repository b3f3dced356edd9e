// What wakes up a page: each exercise, cell, prediction and quiz in it gets its script.

import { Card } from "./card.js";
import { Cell } from "./cell.js";
import { addHelp } from "./code.js";
import { notice } from "./notice.js";
import { Prediction, revealTarget } from "./prediction.js";
import { Quiz } from "./quiz.js";
import { store } from "./store.js";
import { Work } from "./work.js";

function wakeAll(selector, Kind) {
  for (const element of document.querySelectorAll(selector)) new Kind(element);
}

function tellProblem() {
  if (store.problem) notice(store.problem);
}

/** The copy button of code that has a toolbar goes into it: one stop less for the Tab key. */
function moveCopyButtons() {
  for (const toolbar of document.querySelectorAll(".toolbar")) {
    const button = toolbar.parentElement.querySelector(".cell_input .copybtn");
    if (!button) continue;
    button.tabIndex = -1;
    toolbar.append(button);
  }
}

store.addEventListener("problem", tellProblem);
tellProblem();
addHelp();
wakeAll("[data-exercise]", Card);
wakeAll("[data-cell][data-runs]", Cell);
wakeAll("[data-prediction]", Prediction);
wakeAll("[data-quiz]", Quiz);
wakeAll("[data-do=work]", Work);
revealTarget();
addEventListener("hashchange", revealTarget);
addEventListener("load", moveCopyButtons);
document.documentElement.dataset.ready = "";
