// Many controls, one stop for the Tab key: the arrow keys go from one to the next. A card is such a
// group, and all other code of the page with its buttons is one.

/** Make a toolbar's buttons live: `actions` has a function for each `data-do`. */
export function wake(toolbar, actions) {
  toolbar.addEventListener("click", ({ target }) => {
    actions[target.closest("button")?.dataset.do]?.();
  });
  for (const button of toolbar.querySelectorAll("button")) button.disabled = false;
}

/** Let Tab lead to this control, of all those in its group. */
export function choose(control) {
  control.dispatchEvent(new Event("choose", { bubbles: true }));
}

export class Controls {
  #rows;

  /** `rows()` has all the controls in `root`, those that stand together in one row. */
  constructor(root, rows) {
    this.#rows = rows;
    root.addEventListener("choose", ({ target }) => this.#choose(target));
    root.addEventListener("focusin", ({ target }) => this.#choose(target));
    root.addEventListener("keydown", (event) => this.#move(event));
    this.#choose(this.#shown().flat()[0]);
  }

  /** When the reader has gone elsewhere in the page, Tab leads to what is in view there. */
  followView() {
    document.addEventListener("scrollend", () => {
      const inView = this.#shown().flat().filter(isInView);
      if (inView.length && !inView.some(({ tabIndex }) => tabIndex === 0)) this.#choose(inView[0]);
    });
  }

  #choose(chosen) {
    const controls = this.#rows().flat();
    if (!controls.includes(chosen)) return;
    for (const control of controls) control.tabIndex = control === chosen ? 0 : -1;
  }

  #move(event) {
    const rows = this.#shown();
    const row = rows.findIndex((controls) => controls.includes(event.target));
    if (row < 0) return;
    const all = rows.flat();
    const here = all.indexOf(event.target);
    const goals = {
      ArrowRight: all[here + 1], ArrowLeft: all[here - 1],
      ArrowDown: rows[row + 1]?.[0], ArrowUp: rows[row - 1]?.[0],
      Home: rows[row][0], End: rows[row].at(-1),
    };
    if (!goals[event.key]) return;
    event.preventDefault();
    goals[event.key].focus();
  }

  #shown() {
    return this.#rows()
      .map((row) => row.filter((control) => control.checkVisibility()))
      .filter((row) => row.length);
  }
}

/** The controls that match, in rows: those that stand in the same `home` share one. */
export function inRows(controls, home) {
  const rows = new Map();
  for (const control of controls) {
    const place = control.closest(home) ?? control;
    rows.set(place, [...(rows.get(place) ?? []), control]);
  }
  return [...rows.values()];
}

function isInView(control) {
  const { top, bottom } = control.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}
