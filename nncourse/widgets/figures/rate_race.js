// Learning rates race in one valley: `nncourse/widgets/rate_race.py`. On the left the valley
// with a mark for each, on the right their losses, below a table of what each of them does.

import { Clock, lessMotion } from "./shared/clock.js";
import { buttonRow, numbersLine, slider } from "./shared/controls.js";
import { fixed, html, short, svg } from "./shared/elements.js";
import { marker, markerSign } from "./shared/markers.js";
import { change, follow } from "./shared/model.js";
import { Panel } from "./shared/panel.js";
import { clamp, logarithmic } from "./shared/scales.js";

const STEPS_A_SECOND = 5;
const W_ENDS = [-1, 5];
const LOSS_ENDS = [0.005, 500];

export default { render: ({ model, el }) => new RaceFigure(model, el).remove };

/** The loss of a slope, from the means of the examples; the intercept is held at `b`. */
export function lossAt({ x, y, xx, xy, yy }, w, b) {
  return w * w * xx + 2 * w * (b * x - xy) + b * b - 2 * b * y + yy;
}

/** The slopes that gradient descent comes by: the start, then one after each step. */
export function way({ x, xx, xy }, { b, start, steps }, rate) {
  const slopes = [start];
  for (let i = 0; i < steps; i += 1) {
    const w = slopes[i];
    slopes.push(w - rate * 2 * (w * xx + b * x - xy));
  }
  return slopes;
}

/** By what each step multiplies the distance to the best slope. */
export const factorOf = ({ xx }, rate) => 1 - 2 * rate * xx;

function manner(factor) {
  if (Math.abs(factor) > 1) return "climbs";
  if (factor < 0) return "jumps across";
  return factor > 0.95 ? "creeps" : "rolls down";
}

class RaceFigure {
  constructor(model, el) {
    this.model = model;
    this.means = model.get("means");
    this.clock = new Clock(model, STEPS_A_SECOND, () => this.go(model.get("step") + 1));
    this.makePanels();
    this.makeControls();
    const panels = html("div", { class: "nn-panels" }, this.valley.node, this.curves.node);
    const controls = html("div", { class: "nn-controls" },
      this.own.node, this.steps.node, this.buttons.node);
    const table = this.makeTable();
    el.append(html("div", { class: "nn-figure" }, panels, controls, table, this.numbers));
    const end = follow(model, ["step", "rate", "rates"], () => this.show());
    this.remove = () => {
      end();
      for (const part of [this.clock, this.valley, this.curves]) part.remove();
    };
    this.show();
  }

  makePanels() {
    this.valley = new Panel({
      label: "The loss against the slope, and where each rate stands",
      xLabel: "slope w", yLabel: "loss", xEnds: W_ENDS, yEnds: [-0.5, 12], height: 230,
      draw: (panel) => this.drawValley(panel),
    });
    this.curves = new Panel({
      label: "The loss of each rate against the steps", xLabel: "step", yLabel: "loss",
      xEnds: [0, this.model.get("steps")], yEnds: LOSS_ENDS, yScale: logarithmic,
      yTicks: [0.01, 0.1, 1, 10, 100], height: 230, draw: (panel) => this.drawCurves(panel),
    });
  }

  makeControls() {
    this.own = slider({
      label: "your rate", min: 0.01, max: 0.9, step: 0.01, text: (value) => fixed(value),
      move: (rate) => change(this.model, { rate }),
    });
    this.steps = slider({
      label: "step", min: 0, max: this.model.get("steps"), step: 1, text: String,
      move: (step) => this.go(step),
    });
    this.buttons = buttonRow("Race", {
      Play: () => this.toggle(),
      "One step": () => this.go(this.model.get("step") + 1),
      "Start again": () => this.go(0),
    });
    this.numbers = numbersLine();
  }

  makeTable() {
    this.table = html("tbody");
    const heads = ["rate", "slope", "loss", "what it does"];
    const head = html("tr", {}, ...heads.map((text) => html("th", { scope: "col" }, text)));
    return html("table", { class: "nn-table" }, html("thead", {}, head), this.table);
  }

  /** Play, from the start if all is over; or pause. Who wants less motion is shown the end. */
  toggle() {
    const [step, steps] = [this.model.get("step"), this.model.get("steps")];
    if (lessMotion()) {
      this.go(steps);
    } else if (this.clock.playing) {
      this.clock.pause();
    } else {
      if (step === steps) this.go(0);
      this.clock.play();
    }
    this.show();
  }

  go(step) {
    const last = this.model.get("steps");
    if (step >= last) this.clock.pause();
    change(this.model, { step: clamp(step, 0, last) });
  }

  /** All contenders, the reader's own the last. */
  contenders() {
    const [b, start, step] = ["b", "start", "step"].map((name) => this.model.get(name));
    return [...this.model.get("rates"), this.model.get("rate")].map((rate) => {
      const slopes = way(this.means, { b, start, steps: step }, rate);
      const losses = slopes.map((w) => lossAt(this.means, w, b));
      return { rate, slopes, losses, w: slopes[step], loss: losses[step] };
    });
  }

  show() {
    this.field = this.contenders();
    this.own.show(this.model.get("rate"));
    this.steps.show(this.model.get("step"));
    this.buttons.buttons[0].textContent = this.clock.playing ? "Pause" : "Play";
    this.valley.redraw();
    this.curves.redraw();
    this.table.replaceChildren(...this.field.map((each, i) => this.row(each, i)));
    if (!this.clock.playing) this.numbers.textContent = this.sentence();
  }

  row({ rate, w, loss }, i) {
    const own = i === this.field.length - 1 ? " (yours)" : "";
    const name = html("th", { scope: "row" }, markerSign(i), ` ${rate}${own}`);
    const cells = [short(w), short(loss), manner(factorOf(this.means, rate))];
    return html("tr", {}, name, ...cells.map((text) => html("td", {}, text)));
  }

  sentence() {
    const best = this.field.reduce((best, each) => (each.loss < best.loss ? each : best));
    const step = this.model.get("step");
    const standing = step
      ? `After ${step === 1 ? "1 step" : `${step} steps`} rate ${best.rate} has the smallest loss, `
      : "All stand at the start, with a loss of ";
    const climbing = this.field.filter(({ rate }) => Math.abs(factorOf(this.means, rate)) > 1);
    const rates = climbing.map(({ rate }) => rate).join(" and ");
    const tooLarge = rates ? `Too large: ${rates}.` : "None is too large.";
    return `${standing}${short(best.loss)}. ${tooLarge}`;
  }

  drawValley({ x, y, marks }) {
    const b = this.model.get("b");
    const [from, to] = W_ENDS;
    const places = Array.from({ length: 61 }, (_, i) => from + ((to - from) * i) / 60);
    const ground = places.map((w) => `${x(w)},${y(lossAt(this.means, w, b))}`).join(" ");
    marks.append(svg("polyline", { class: "nn-line nn-7", points: ground }));
    for (const [i, { w, loss }] of this.field.entries()) {
      const [at, height] = [clamp(w, ...W_ENDS), Math.min(loss, 12)];
      const mark = marker(i, x(at), y(height));
      if (at !== w || height !== loss) mark.classList.add("nn-outside");
      marks.append(mark);
    }
  }

  drawCurves({ x, y, marks }) {
    for (const [i, { losses }] of this.field.entries()) {
      const points = losses.map((loss, step) => `${x(step)},${y(Math.min(loss, 1e9))}`).join(" ");
      const last = losses.length - 1;
      marks.append(svg("polyline", { class: `nn-line nn-${i % 5 + 1}`, points }));
      marks.append(marker(i, x(last), y(clamp(losses[last], ...LOSS_ENDS))));
    }
  }
}
