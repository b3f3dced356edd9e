// Shares of three scores by the formula as it stands, and with the largest score shifted to zero.
// The reader moves one score, up to where numbers overflow: `widgets/softmax.py`.

import { choice } from "./shared/choice.js";
import { numbersLine, slider } from "./shared/controls.js";
import { fixed, html } from "./shared/elements.js";
import { change, follow } from "./shared/model.js";
import { plainShares, shiftedShares } from "./shared/shares.js";

// Small steps where shares change, large ones on the long way to where numbers overflow.
const SCORES = [...steps(-50, 99, 0.1), ...steps(10, 99, 1), ...steps(10, 80, 10)];

export default { render: ({ model, el }) => new SoftmaxFigure(model, el).remove };

function steps(from, to, size) {
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * size).toFixed(1)));
}

class SoftmaxFigure {
  constructor(model, el) {
    this.model = model;
    this.names = model.get("names");
    this.makeControls();
    this.plain = new ShareTable("plain: exp(z) / sum", this.names);
    this.shifted = new ShareTable("shifted: exp(z − largest) / sum", this.names);
    const panels = html("div", { class: "nn-panels" }, this.plain.node, this.shifted.node);
    const controls = html("div", { class: "nn-controls" }, this.choice.node, this.slider.node);
    el.append(html("div", { class: "nn-figure" }, controls, panels, this.numbers));
    this.remove = follow(model, ["score", "others", "dtype"], () => this.show());
    this.show();
  }

  makeControls() {
    this.choice = choice({
      label: "Numbers", options: { float64: "float64", float32: "float32" },
      move: (dtype) => change(this.model, { dtype }),
    });
    const at = slider({
      label: `${this.names[0]}’s score`, min: 0, max: SCORES.length - 1, step: 1,
      text: (i) => fixed(SCORES[i], 1),
      move: (i) => change(this.model, { score: SCORES[i] }),
    });
    this.slider = { node: at.node, show: (score) => at.show(nearest(score)) };
    this.numbers = numbersLine();
  }

  show() {
    const [score, dtype] = [this.model.get("score"), this.model.get("dtype")];
    const scores = [score, ...this.model.get("others")];
    const largest = Math.max(...scores);
    const [plain, shifted] = [plainShares(scores, dtype), shiftedShares(scores, dtype)];
    this.choice.show(dtype);
    this.slider.show(score);
    this.plain.show(scores, plain);
    this.shifted.show(scores.map((z) => z - largest), shifted);
    this.numbers.textContent = inWords(this.names, dtype, plain, shifted);
  }
}

function nearest(score) {
  const gaps = SCORES.map((each) => Math.abs(each - score));
  return gaps.indexOf(Math.min(...gaps));
}

function inWords(names, dtype, plain, shifted) {
  const listed = ({ shares }) =>
    names.map((name, i) => `${name} ${shareText(shares[i])}`).join(", ");
  if (Number.isFinite(plain.sum)) return `In ${dtype} both ways agree: ${listed(shifted)}.`;
  return `In ${dtype} the plain sum is too large and becomes inf. Plain: ${listed(plain)}. `
    + `Shifted: ${listed(shifted)}.`;
}

// Two rows a class: its name, exponential and share, and below them the share as a bar.
class ShareTable {
  constructor(title, names) {
    this.classes = names.map((name, i) => makeRows(name, `nn-${i + 1}`));
    this.sum = html("td");
    const last = html("tr", {}, html("th", { scope: "row" }, "sum"), this.sum, html("td"));
    this.node = html("table", { class: "nn-shares" }, html("caption", {}, title),
      html("tbody", {}, ...this.classes.flatMap(({ rows }) => rows), last));
  }

  show(scores, { powers, sum, shares }) {
    this.classes.forEach((each, i) => each.show(scores[i], powers[i], shares[i]));
    this.sum.textContent = powerText(sum);
  }
}

// A share that is no number has no bar: a dashed frame stands in its place.
function makeRows(name, series) {
  const [power, share, bar] = [html("td"), html("td"), html("div", { class: `nn-bar ${series}` })];
  const rows = [
    html("tr", {}, html("th", { scope: "row" }, name), power, share),
    html("tr", { "aria-hidden": "true" }, html("td", { colspan: 3 }, bar)),
  ];
  const show = (score, value, part) => {
    power.textContent = `exp(${fixed(score, 1)}) = ${powerText(value)}`;
    share.textContent = shareText(part);
    bar.classList.toggle("nn-lost", Number.isNaN(part));
    bar.style.width = Number.isNaN(part) ? "100%" : `${100 * part}%`;
  };
  return { rows, show };
}

const shareText = (share) => (Number.isNaN(share) ? "nan" : fixed(share, 3));

/** As NumPy says it: inf, ordinary numbers, and powers of ten for very large and very small ones. */
function powerText(number) {
  if (number === Infinity) return "inf";
  const isOrdinary = number === 0 || (number >= 0.01 && number < 1e5);
  return isOrdinary ? fixed(number) : number.toExponential(1).replace("-", "−").replace("+", "");
}
