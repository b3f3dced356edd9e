// A histogram of probabilities and a threshold that parts them; precision and recall at each:
// `widgets/threshold.py`.

import { dragged, numbersLine, slider } from "./shared/controls.js";
import { binned, countsAt, ratesOf } from "./shared/door.js";
import { fixed, html, svg } from "./shared/elements.js";
import { change, follow } from "./shared/model.js";
import { Panel } from "./shared/panel.js";
import { clamp } from "./shared/scales.js";

const BINS = 20;
const UNIT = [0, 1];
const THRESHOLDS = Array.from({ length: 101 }, (_, i) => i / 100);
const RATES = { precision: "nn-3", recall: "nn-5 nn-dashed" };

export default { render: ({ model, el }) => new ThresholdFigure(model, el).remove };

class ThresholdFigure {
  constructor(model, el) {
    this.model = model;
    this.makePanels();
    this.slider = slider({
      label: "threshold", min: 0, max: 1, step: 0.01, text: (at) => fixed(at),
      move: (at) => this.move(at),
    });
    this.numbers = numbersLine();
    const panels = html("div", { class: "nn-panels" }, this.heap.node, this.rates.node);
    const controls = html("div", { class: "nn-controls" }, this.slider.node);
    el.append(html("div", { class: "nn-figure" }, controls, panels, this.numbers));
    const end = follow(model, ["threshold", "probabilities", "labels"], () => this.show());
    this.remove = () => {
      end();
      this.heap.remove();
      this.rates.remove();
    };
    this.show();
  }

  makePanels() {
    const [left, right] = [grip(), grip()];
    const [, wanted] = this.model.get("classes");
    this.heap = new Panel({
      label: `How many have which probability: ${wanted} above, all others below`,
      xLabel: "probability", yLabel: "how many", xEnds: UNIT, yEnds: [-1, 1],
      yText: (count) => `${Math.abs(count)}`, handles: [left],
      draw: (panel) => this.drawHeap(panel, left),
    });
    this.rates = new Panel({
      label: "Precision and recall at each threshold", xLabel: "threshold", yLabel: "rate",
      xEnds: UNIT, yEnds: [0, 1.05], yTicks: [0, 0.25, 0.5, 0.75, 1], handles: [right],
      draw: (panel) => this.drawRates(panel, right),
    });
    dragged(left, this.heap, (at) => this.move(at));
    dragged(right, this.rates, (at) => this.move(at));
  }

  move(at) {
    change(this.model, { threshold: clamp(Math.round(at * 100) / 100, ...UNIT) });
  }

  show() {
    [this.at, this.probabilities, this.labels] =
      ["threshold", "probabilities", "labels"].map((name) => this.model.get(name));
    this.counts = countsAt(this.at, this.probabilities, this.labels);
    this.heaps = [0, 1].map((label) => binned(this.probabilities, this.labels, label, BINS));
    this.heap.stretch(this.heapEnds());
    this.slider.show(this.at);
    this.heap.redraw();
    this.rates.redraw();
    this.numbers.textContent = this.inWords();
  }

  /** Room for the highest bar and, above it, for two of the four counts. */
  heapEnds() {
    const most = 1.3 * Math.max(1, ...this.heaps.flat());
    return this.heap.yEnds[1] === most ? this.heap.yEnds : [-most, most];
  }

  inWords() {
    const [others, wanted] = this.model.get("classes");
    const { hits, falseAlarms, misses, refusals } = this.counts;
    const { precision, recall, accuracy } = ratesOf(this.counts);
    return `Threshold ${fixed(this.at)}: ${hits} ${wanted} let in, ${misses} left out; `
      + `${falseAlarms} ${others} let in, ${refusals} left out. Precision ${percent(precision)}, `
      + `recall ${percent(recall)}, accuracy ${percent(accuracy)}.`;
  }

  drawHeap(panel, handle) {
    const bars = (looks) => this.heaps.flatMap((heap, label) => barsOf(panel, heap, label, looks));
    panel.marks.append(
      cut(panel, [0, this.at], bars("nn-pale")), cut(panel, [this.at, 1], bars("")),
      this.line(panel), ...this.corners(panel),
    );
    put(handle, panel, this.at, 0);
  }

  line({ x, y }) {
    const [bottom, top] = y.ends.map(y);
    return svg("line", { class: "nn-edge", x1: x(this.at), x2: x(this.at), y1: bottom, y2: top });
  }

  /** The four counts, each in the corner where its bars are. */
  corners({ x, y }) {
    const [others, wanted] = this.model.get("classes");
    const { hits, falseAlarms, misses, refusals } = this.counts;
    const [bottom, top] = y.ends.map(y);
    const left = { x: x(0) + 6, class: "nn-start nn-clear" };
    const right = { x: x(1) - 6, class: "nn-end nn-clear" };
    return [
      svg("text", { ...left, y: top + 15 }, `${misses} ${wanted} out`),
      svg("text", { ...right, y: top + 15 }, `${hits} ${wanted} in`),
      svg("text", { ...left, y: bottom - 7 }, `${refusals} ${others} out`),
      svg("text", { ...right, y: bottom - 7 }, `${falseAlarms} ${others} in`),
    ];
  }

  drawRates(panel, handle) {
    const countsOf = (at) => countsAt(at, this.probabilities, this.labels);
    const everywhere = THRESHOLDS.map((at) => ratesOf(countsOf(at)));
    const here = ratesOf(this.counts);
    panel.marks.append(this.line(panel));
    Object.entries(RATES).forEach(([rate, looks], i) => {
      panel.marks.append(
        curve(panel, everywhere.map((rates) => rates[rate]), looks),
        svg("circle", {
          class: `nn-spot ${looks}`, cx: panel.x(this.at), cy: panel.y(here[rate]), r: 6,
        }),
        ...legend(panel, i, `${rate} ${percent(here[rate])}`, looks),
      );
    });
    put(handle, panel, this.at, 0.5);
  }
}

const percent = (rate) => `${fixed(100 * rate, 1)} %`;

function barsOf({ x, y }, heap, label, looks) {
  const series = label ? "nn-1" : "nn-2";
  return heap.map((count, bin) => {
    const [start, end] = [x(bin / BINS) + 1, x((bin + 1) / BINS) - 1];
    const [top, bottom] = label ? [y(count), y(0)] : [y(0), y(-count)];
    return svg("rect", {
      class: `nn-bin ${series} ${looks}`,
      x: start, y: top, width: end - start, height: bottom - top,
    });
  });
}

/** What lies between two probabilities, and nothing beyond. */
function cut({ x, y }, [from, to], children) {
  const [bottom, top] = y.ends.map(y);
  const view = { x: x(from), y: top, width: x(to) - x(from), height: bottom - top };
  return svg("svg", { ...view, viewBox: Object.values(view).join(" ") }, ...children);
}

function curve({ x, y }, rates, looks) {
  const points = rates.map((rate, i) => `${x(THRESHOLDS[i]).toFixed(1)},${y(rate).toFixed(1)}`);
  return svg("polyline", { class: `nn-line ${looks}`, points: points.join(" ") });
}

function legend({ x, y }, i, text, looks) {
  const [left, top] = [x(0) + 8, y(0.07) - 18 * (1 - i)];
  return [
    svg("line", { class: `nn-line ${looks}`, x1: left, x2: left + 22, y1: top, y2: top }),
    svg("text", { class: "nn-start nn-clear", x: left + 27, y: top + 4 }, text),
  ];
}

/** A grip for the threshold's line, wide enough for a finger; `put` says where it is. */
function grip() {
  return svg("g", {},
    svg("rect", { x: -12, y: -18, width: 24, height: 36, rx: 6 }),
    svg("path", { d: "M-3 -7v14M3 -7v14" }));
}

function put(handle, { x, y }, at, height) {
  handle.setAttribute("transform", `translate(${x(at)} ${y(height)})`);
}
