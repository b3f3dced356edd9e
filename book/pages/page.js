// What wakes up a page: each exercise, cell, prediction and quiz in it gets its script.

import { Card } from "./card.js";
import { Cell } from "./cell.js";
import { addHelp } from "./code.js";
import { notice } from "./notice.js";
import { Prediction, revealTarget } from "./prediction.js";
import "./progress.js";
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

/** The buttons and folds of all code that is in no card. */
function codeControls() {
  const all = document.querySelectorAll(".cell .toolbar button, .cell summary");
  return inRows([...all].filter((control) => !control.closest(".exercise")), ".cell");
}

store.addEventListener("problem", tellProblem);
tellProblem();
const article = document.querySelector("article"); // the page of the search has none
if (article) addHelp(article);
wakeAll("[data-exercise]", Card);
wakeAll("[data-cell][data-runs]", Cell);
wakeAll("[data-prediction]", Prediction);
wakeAll("[data-quiz]", Quiz);
wakeAll("[data-do=work]", Work);
if (article) new Controls(article, codeControls).followView();
revealTarget();
addEventListener("hashchange", revealTarget);
document.documentElement.dataset.ready = ""; // from here on, style hides what still waits
document.getElementById("waiting")?.remove();
