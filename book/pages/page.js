// What wakes up a page: each exercise, cell, prediction and quiz in it gets its script.

import { Card } from "./card.js";
import { Cell } from "./cell.js";
import { addHelp } from "./code.js";
import { notice } from "./notice.js";
import { Prediction, revealTarget } from "./prediction.js";
import { Quiz } from "./quiz.js";
import { store } from "./store.js";
import { Controls, inRows } from "./toolbar.js";
import { Work } from "./work.js";

function wakeAll(selector, Kind) {
  for (const element of document.querySelectorAll(selector)) new Kind(element);
}

function tellProblem() {
  if (store.problem) notice(store.problem);
}

/** The copy button of code that has a toolbar goes into it. */
function moveCopyButtons() {
  for (const toolbar of document.querySelectorAll(".toolbar")) {
    const button = toolbar.parentElement.querySelector(".cell_input .copybtn");
    if (!button) continue;
    button.tabIndex = -1;
    toolbar.append(button);
  }
}

/** The buttons and folds of all code that is in no card. */
function codeControls() {
  const controls = ".toolbar button, .cell summary, .copybtn";
  const all = document.querySelectorAll(`article :is(${controls})`);
  return inRows([...all].filter((control) => !control.closest(".exercise")), ".cell");
}

function groupControls() {
  moveCopyButtons();
  new Controls(document.querySelector("article"), codeControls).followView();
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
addEventListener("DOMContentLoaded", groupControls); // the theme has made its buttons then
document.documentElement.dataset.ready = "";
