// Live figures in the page: each has its still picture until the reader comes near; then its module
// is loaded, `live/NAME.js`, made of `nncourse/widgets/figures/NAME.js`, and takes the picture's
// place.
//
// A module is the one that a notebook shows as a widget: `render({ model, el })`. Here its model is
// the class below. Out of view the model's value `visible` is false, and true in view: a figure
// that moves by itself listens to `change:visible` and rests. In a notebook it is undefined.

const NEAR = "600px";

/** The values of a figure, with the ways of anywidget's model that a figure may use. */
export class Model {
  constructor(values) {
    this.values = { ...values, visible: true };
    this.heard = new Map();
  }

  get(name) {
    return this.values[name];
  }

  set(name, value) {
    if (Object.is(this.values[name], value)) return;
    this.values[name] = value;
    for (const hear of [...this.listeners(`change:${name}`)]) hear();
  }

  on(event, hear) {
    this.listeners(event).add(hear);
  }

  off(event, hear) {
    this.listeners(event).delete(hear);
  }

  save_changes() {} // there is no Python to tell

  listeners(event) {
    if (!this.heard.has(event)) this.heard.set(event, new Set());
    return this.heard.get(event);
  }
}

/** Make all figures of the page live, each when it comes near. */
export function liveFigures() {
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      show(target).catch(() => target.classList.add("live-failed")); // the still picture stays
    }
  }, { rootMargin: NEAR });
  for (const figure of document.querySelectorAll("[data-live]")) near.observe(figure);
}

async function show(figure) {
  const address = new URL(`live/${figure.dataset.live}.js`, import.meta.url);
  const module = await import(address.href);
  const model = new Model(JSON.parse(figure.querySelector(".live-state").textContent));
  const el = Object.assign(document.createElement("div"), { className: "live-view" });
  figure.querySelector(".live-box").append(el);
  module.default.render({ model, el });
  figure.model = model; // for whoever looks into the page: figure.model.set("w", 2)
  restOutOfView(figure, model);
}

function restOutOfView(figure, model) {
  const tell = ([{ isIntersecting }]) => model.set("visible", isIntersecting);
  new IntersectionObserver(tell).observe(figure);
}
