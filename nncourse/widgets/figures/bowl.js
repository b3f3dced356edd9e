// A line through data on the left, the loss of all lines as a bowl on the right:
// `nncourse/widgets/bowl.py`. Moving the one moves the other; a button takes steps of descent.

import { buttonRow, dragged, numbersLine, slider } from "./shared/controls.js";
import { fixed, html, svg } from "./shared/elements.js";
import { change, follow } from "./shared/model.js";
import { Panel } from "./shared/panel.js";
import { clamp } from "./shared/scales.js";

const W_ENDS = [-1, 4];
const B_ENDS = [-2, 3];
const HANDLE = 1.5; // where on the x axis the slope's handle is

export default { render: ({ model, el }) => new BowlFigure(model, el).remove };

/** The mean squared error of a line, and its slopes along w and b. */
export function lossAndSlopes(points, w, b) {
  let [loss, dw, db] = [0, 0, 0];
  for (const [x, y] of points) {
    const error = w * x + b - y;
    loss += error ** 2 / points.length;
    dw += (2 * error * x) / points.length;
    db += (2 * error) / points.length;
  }
  return { loss, dw, db };
}

/** Where one step of gradient descent leads. */
export function stepped(points, { w, b }, rate) {
  const { dw, db } = lossAndSlopes(points, w, b);
  return { w: w - rate * dw, b: b - rate * db };
}

/** Lines of equal loss: ellipses, since the loss is quadratic in w and b. */
export function contours(points, levels) {
  const mean = (f) => points.reduce((sum, [x, y]) => sum + f(x, y), 0) / points.length;
  const [x, y] = [mean((x) => x), mean((_, y) => y)];
  const [xx, xy] = [mean((x) => x * x), mean((x, y) => x * y)];
  const best = { w: (xy - x * y) / (xx - x * x) };
  best.b = y - best.w * x;
  const { loss: least } = lossAndSlopes(points, best.w, best.b);
  const spread = Math.sqrt(xx - x * x);
  const ring = (level) => Array.from({ length: 73 }, (_, i) => {
    const [angle, size] = [(i / 36) * Math.PI, Math.sqrt(level)];
    const w = best.w + (size * Math.cos(angle)) / spread;
    return [w, best.b + size * Math.sin(angle) - x * (w - best.w)];
  });
  return { best, least, rings: levels.map(ring) };
}

class BowlFigure {
  constructor(model, el) {
    Object.assign(this, { model, trail: [] });
    this.points = model.get("points");
    this.start = { w: model.get("w"), b: model.get("b") };
    this.map = contours(this.points, [0.05, 0.25, 0.7, 1.5, 2.7, 4.5, 7, 10, 14, 19]);
    this.makePanels();
    this.makeControls();
    const panels = html("div", { class: "nn-panels" }, this.data.node, this.bowl.node);
    const controls = html("div", { class: "nn-controls" },
      this.sliders.w.node, this.sliders.b.node, this.buttons.node);
    el.append(html("div", { class: "nn-figure" }, panels, controls, this.numbers));
    const end = follow(model, ["w", "b"], () => this.show());
    this.remove = () => {
      end();
      this.data.remove();
      this.bowl.remove();
    };
    this.show();
  }

  makePanels() {
    this.left = svg("circle", { r: 12 });
    this.right = svg("circle", { r: 12 });
    this.dot = svg("circle", { r: 12 });
    this.data = new Panel({
      label: "The examples and the line", xLabel: "x", yLabel: "y",
      xEnds: [-2.2, 2.2], yEnds: [-5, 7], handles: [this.left, this.right],
      draw: (panel) => this.drawData(panel),
    });
    this.bowl = new Panel({
      label: "The loss of each line, seen from above", xLabel: "slope w", yLabel: "intercept b",
      xEnds: W_ENDS, yEnds: B_ENDS, handles: [this.dot], draw: (panel) => this.drawBowl(panel),
    });
    dragged(this.left, this.data, (_, y) => this.move({ b: y }));
    dragged(this.right, this.data, (_, y) => this.move({ w: (y - this.model.get("b")) / HANDLE }));
    dragged(this.dot, this.bowl, (w, b) => this.move({ w, b }));
  }

  makeControls() {
    const text = (value) => fixed(value);
    const both = { step: 0.01, text };
    const [w, b] = [W_ENDS, B_ENDS].map(([min, max]) => ({ ...both, min, max }));
    this.sliders = {
      w: slider({ ...w, label: "slope w", move: (value) => this.move({ w: value }) }),
      b: slider({ ...b, label: "intercept b", move: (value) => this.move({ b: value }) }),
    };
    this.buttons = buttonRow("Descent", {
      "One step": () => this.take(1),
      "Ten steps": () => this.take(10),
      "Start again": () => this.move(this.start),
    });
    this.numbers = numbersLine();
  }

  /** The reader moves the line: what the descent has left behind goes. */
  move({ w = this.model.get("w"), b = this.model.get("b") }) {
    this.trail = [];
    change(this.model, { w: clamp(w, ...W_ENDS), b: clamp(b, ...B_ENDS) });
    this.show();
  }

  take(steps) {
    let here = { w: this.model.get("w"), b: this.model.get("b") };
    const trail = this.trail.length ? this.trail : [here];
    for (let i = 0; i < steps; i += 1) {
      here = stepped(this.points, here, this.model.get("rate"));
      trail.push(here);
    }
    this.trail = trail;
    change(this.model, here);
  }

  show() {
    const [w, b] = [this.model.get("w"), this.model.get("b")];
    this.sliders.w.show(w);
    this.sliders.b.show(b);
    this.data.redraw();
    this.bowl.redraw();
    const { loss, dw, db } = lossAndSlopes(this.points, w, b);
    this.numbers.textContent = `Loss ${fixed(loss, 3)} at w = ${fixed(w)}, b = ${fixed(b)}. `
      + `Its slope is ${fixed(dw)} along w and ${fixed(db)} along b.`;
  }

  drawData({ x, y, marks }) {
    const [w, b] = [this.model.get("w"), this.model.get("b")];
    const line = (at) => w * at + b;
    const place = (at) => ({ cx: x(at), cy: y(line(at)) });
    const errors = this.points.map(([at, truth]) => svg("line", {
      class: "nn-error", x1: x(at), x2: x(at), y1: y(truth), y2: y(line(at)),
    }));
    const dots = this.points.map(([at, truth]) => svg("circle", {
      class: "nn-point", cx: x(at), cy: y(truth), r: 2.5,
    }));
    const [from, to] = x.ends;
    marks.append(...errors, ...dots, svg("line", {
      class: "nn-line nn-2", x1: x(from), x2: x(to), y1: y(line(from)), y2: y(line(to)),
    }));
    put(this.left, place(0));
    put(this.right, place(HANDLE));
  }

  drawBowl({ x, y, marks }) {
    const [w, b] = [this.model.get("w"), this.model.get("b")];
    const path = (places) => places.map(([w, b]) => `${x(w)},${y(b)}`).join(" ");
    const trail = this.trail.map((each) => [each.w, each.b]);
    const ring = (places) => svg("polygon", { class: "nn-ring", points: path(places) });
    const stop = ([w, b]) => svg("circle", { class: "nn-stop", cx: x(w), cy: y(b), r: 3 });
    const { best, rings } = this.map;
    marks.append(...rings.map(ring),
      svg("text", { class: "nn-best", x: x(best.w), y: y(best.b) + 6 }, "✶"),
      svg("polyline", { class: "nn-line nn-2", points: path(trail) }), ...trail.map(stop));
    put(this.dot, { cx: x(w), cy: y(b) });
  }
}

function put(mark, place) {
  for (const [name, value] of Object.entries(place)) mark.setAttribute(name, value);
}
