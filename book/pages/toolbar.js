// A toolbar is one stop for the Tab key; the arrow keys go from button to button.

/** Make a toolbar's buttons live: `actions` has a function for each `data-do`. */
export function wake(toolbar, actions) {
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && button.ariaDisabled !== "true") actions[button.dataset.do]?.(button);
  });
  toolbar.addEventListener("keydown", (event) => move(toolbar, event));
  toolbar.addEventListener("focusin", (event) => choose(toolbar, event.target));
  for (const button of toolbar.querySelectorAll("button")) button.disabled = false;
  choose(toolbar, shown(toolbar)[0]);
}

/** Let Tab reach this button of the toolbar, and no other one. */
export function choose(toolbar, chosen) {
  for (const button of toolbar.querySelectorAll("button")) {
    button.tabIndex = button === chosen ? 0 : -1;
  }
}

function move(toolbar, event) {
  const buttons = shown(toolbar);
  const here = buttons.indexOf(document.activeElement);
  const last = buttons.length - 1;
  const goals = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: last };
  if (!(event.key in goals)) return;
  event.preventDefault();
  buttons.at(goals[event.key] > last ? 0 : goals[event.key]).focus();
}

function shown(toolbar) {
  return [...toolbar.querySelectorAll("button")].filter((button) => !button.hidden);
}
