// A choice of one of a few, as radio buttons: one stop of the Tab key, and arrows move on.

import { html } from "./elements.js";

/**
 * `options` are `{ value: "what it is called" }`; `show(value)` sets the choice, `move(value)` hears
 * of the reader. Radio buttons are a group within their form, so that figures keep apart.
 */
export function choice({ label, options, move }) {
  const form = html("form");
  const group = html("fieldset", { class: "nn-choice" }, html("legend", {}, label));
  for (const [value, title] of Object.entries(options)) {
    const input = html("input", { type: "radio", name: "choice", value });
    input.addEventListener("change", () => move(value));
    group.append(html("label", {}, input, title));
  }
  form.append(group);
  const show = (value) => { form.elements.choice.value = value; };
  return { node: form, show };
}
