// What a reader moves a figure with: sliders, buttons in a row, and points that can be dragged.

import { html } from "./elements.js";

/** A slider with name and value; `show(value)` sets it, `move(value)` hears of the reader. */
export function slider({ label, min, max, step, text, move }) {
  const value = html("span", { class: "nn-value", "aria-hidden": "true" }); // the slider says it
  const input = html("input", { type: "range", min, max, step, "aria-label": label });
  const node = html("label", { class: "nn-slider" }, html("span", {}, label), input, value);
  input.addEventListener("input", () => move(input.valueAsNumber));
  const show = (number) => {
    input.value = number;
    value.textContent = text(number);
    input.setAttribute("aria-valuetext", text(number));
  };
  return { node, input, show };
}

/** Buttons in a row, `{ "One step": press }`, that are one stop of the Tab key: arrows move on. */
export function buttonRow(label, orders) {
  const buttons = Object.entries(orders).map(([text, press], i) => {
    const button = html("button", { type: "button", tabindex: i ? -1 : 0 }, text);
    button.addEventListener("click", press);
    return button;
  });
  const kind = { class: "nn-buttons", role: "toolbar", "aria-label": label };
  const node = html("div", kind, ...buttons);
  node.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by) moveFocus(buttons, by);
  });
  return { node, buttons };
}

function moveFocus(buttons, by) {
  const now = buttons.indexOf(document.activeElement);
  const next = buttons[(now + by + buttons.length) % buttons.length];
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}

/** The line that says the figure's numbers, also to who does not see it. */
export function numbersLine() {
  return html("p", { class: "nn-numbers", role: "status", "aria-live": "polite" });
}

/**
 * Let a mark in a panel be dragged by mouse, finger or pen: `move(x, y)` hears of the place, in the
 * panel's numbers. Who uses the keyboard has the sliders.
 */
export function dragged(mark, panel, move) {
  mark.classList.add("nn-handle");
  const stay = (event) => event.preventDefault(); // the page does not move along with a finger
  mark.addEventListener("touchstart", stay, { passive: false });
  mark.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const follow = (each) => move(...numbersAt(each, panel));
    const stop = () => {
      removeEventListener("pointermove", follow);
      removeEventListener("pointerup", stop);
      removeEventListener("pointercancel", stop);
    };
    addEventListener("pointermove", follow);
    addEventListener("pointerup", stop);
    addEventListener("pointercancel", stop);
  });
}

function numbersAt(event, panel) {
  const box = panel.node.getBoundingClientRect();
  return [panel.x.back(event.clientX - box.left), panel.y.back(event.clientY - box.top)];
}
