// An activation's curve on the left, its slope on the right, at a score z that the reader moves:
// `widgets/activation.py`.

import { BENDS, bendAt } from "./shared/bends.js";
import { choice } from "./shared/choice.js";
import { dragged, numbersLine, slider } from "./shared/controls.js";
import { fixed, html, svg } from "./shared/elements.js";
import { change, follow } from "./shared/model.js";
import { Panel } from "./shared/panel.js";
import { clamp } from "./shared/scales.js";

const Z_ENDS = [-6, 6];
const UNBOUNDED = [-1, 6.5];
const SQUEEZED = [-1.3, 1.3];
const A_ENDS = { relu: UNBOUNDED, leaky_relu: UNBOUNDED, sigmoid: SQUEEZED, tanh: SQUEEZED };
const HEIGHT = 220;
const SCORES = Array.from({ length: 241 }, (_, i) => Z_ENDS[0] + i / 20);

export default { render: ({ model, el }) => new ActivationFigure(model, el).remove };

class ActivationFigure {
  constructor(model, el) {
    this.model = model;
    this.makePanels();
    this.makeControls();
    const panels = html("div", { class: "nn-panels" }, this.values.node, this.slopes.node);
    const controls = html("div", { class: "nn-controls" }, this.choice.node, this.slider.node);
    el.append(html("div", { class: "nn-figure" }, controls, panels, this.numbers));
    const end = follow(model, ["bend", "z"], () => this.show());
    this.remove = () => {
      end();
      this.values.remove();
      this.slopes.remove();
    };
    this.show();
  }

  makePanels() {
    const [point, below] = [svg("circle", { r: 11 }), svg("circle", { r: 11 })];
    this.values = new Panel({
      label: "The value against the score", xLabel: "score z", yLabel: "value a",
      xEnds: Z_ENDS, yEnds: UNBOUNDED, height: HEIGHT, handles: [point],
      draw: (panel) => this.drawValues(panel, point),
    });
    this.slopes = new Panel({
      label: "The slope against the score", xLabel: "score z", yLabel: "slope",
      xEnds: Z_ENDS, yEnds: [-0.15, 1.15], yTicks: [0, 0.25, 0.5, 0.75, 1], height: HEIGHT,
      handles: [below], draw: (panel) => this.drawSlopes(panel, below),
    });
    dragged(point, this.values, (z) => this.move(z));
    dragged(below, this.slopes, (z) => this.move(z));
  }

  makeControls() {
    const names = Object.entries(BENDS).map(([bend, { title }]) => [bend, title]);
    this.choice = choice({
      label: "Activation", options: Object.fromEntries(names),
      move: (bend) => change(this.model, { bend }),
    });
    this.slider = slider({
      label: "score z", min: Z_ENDS[0], max: Z_ENDS[1], step: 0.05, text: (z) => fixed(z),
      move: (z) => this.move(z),
    });
    this.numbers = numbersLine();
  }

  move(z) {
    change(this.model, { z: clamp(Math.round(z * 20) / 20, ...Z_ENDS) });
  }

  show() {
    [this.bend, this.z] = [this.model.get("bend"), this.model.get("z")];
    this.choice.show(this.bend);
    this.slider.show(this.z);
    this.values.stretch(A_ENDS[this.bend]);
    this.values.redraw();
    this.slopes.redraw();
    const { title, a, slope } = bendAt(this.bend, this.z);
    this.numbers.textContent = `${title} at z = ${fixed(this.z)}: value ${fixed(a, 3)}, slope `
      + `${fixed(slope, 3)}. A score higher by 0.1 moves the value by about ${fixed(slope / 10, 3)}.`;
  }

  drawValues(panel, point) {
    const { a, slope } = bendAt(this.bend, this.z);
    const tangent = [-2, 2].map((step) => [this.z + step, a + step * slope]);
    panel.marks.append(
      curve(panel, (z) => bendAt(this.bend, z).a, "nn-1"),
      line(panel, tangent, "nn-2 nn-dashed"), this.scoreLine(panel),
    );
    place(point, panel, this.z, a);
  }

  drawSlopes(panel, point) {
    const slope = (z) => bendAt(this.bend, z).slope;
    panel.marks.append(curve(panel, slope, "nn-2"), this.scoreLine(panel));
    place(point, panel, this.z, slope(this.z));
  }

  scoreLine({ x, y }) {
    const [low, high] = y.ends;
    return svg("line", { class: "nn-here", x1: x(this.z), x2: x(this.z), y1: y(low), y2: y(high) });
  }
}

function curve(panel, f, series) {
  return line(panel, SCORES.map((z) => [z, f(z)]), series);
}

function line({ x, y }, places, series) {
  const points = places.map(([z, a]) => `${x(z).toFixed(1)},${y(a).toFixed(1)}`).join(" ");
  return svg("polyline", { class: `nn-line ${series}`, points });
}

function place(point, { x, y }, z, a) {
  point.setAttribute("cx", x(z));
  point.setAttribute("cy", y(a));
}
