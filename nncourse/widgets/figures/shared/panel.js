// A drawing with two axes, which is drawn anew to the width that it has.

import { svg } from "./elements.js";
import { linear, ticks } from "./scales.js";

const MARGIN = { top: 8, right: 10, bottom: 42, left: 48 };

/**
 * A panel of a figure. `draw({ x, y, marks, width, height })` fills `marks` by the scales; it is
 * called for each width, and by `panel.redraw()`. `handles` are elements that stay, since a finger
 * may hold one while the rest is drawn anew; `draw` puts them in their places.
 */
export class Panel {
  constructor({ label, xLabel, yLabel, xEnds, yEnds, height = 250, yScale = linear, yTicks,
    yText = tickText, handles = [], draw }) {
    Object.assign(this, { xLabel, yLabel, xEnds, yEnds, height, yScale, yTicks, yText, handles, draw });
    this.node = svg("svg", { class: "nn-panel", role: "img", "aria-label": label, height });
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.node);
  }

  resize() {
    const width = this.node.clientWidth;
    if (!width || width === this.width) return;
    this.width = width;
    this.node.setAttribute("viewBox", `0 0 ${width} ${this.height}`);
    this.x = linear(this.xEnds, [MARGIN.left, width - MARGIN.right]);
    this.y = this.yScale(this.yEnds, [this.height - MARGIN.bottom, MARGIN.top]);
    this.marks = svg("svg", this.inside());
    this.node.replaceChildren(this.axes(), this.marks, ...this.handles);
    this.redraw();
  }

  /** Let the y axis have other ends. */
  stretch(yEnds) {
    if (yEnds === this.yEnds) return;
    Object.assign(this, { yEnds, width: 0 });
    this.resize();
  }

  /** The rectangle between the axes; it cuts off what lies beyond, and keeps all coordinates. */
  inside() {
    const [x, y] = [MARGIN.left, MARGIN.top];
    const width = this.width - x - MARGIN.right;
    const height = this.height - y - MARGIN.bottom;
    return { x, y, width, height, viewBox: `${x} ${y} ${width} ${height}` };
  }

  redraw() {
    if (!this.width) return;
    this.marks.replaceChildren();
    this.draw(this);
  }

  axes() {
    const bottom = this.height - MARGIN.bottom;
    const middle = (MARGIN.top + bottom) / 2;
    const centre = (MARGIN.left + this.width - MARGIN.right) / 2;
    const lines = [...this.xAxis(bottom), ...this.yAxis()];
    return svg("g", { class: "nn-axes", "aria-hidden": "true" }, ...lines,
      svg("text", { x: centre, y: this.height - 6 }, this.xLabel),
      svg("text", { transform: `translate(13 ${middle}) rotate(-90)` }, this.yLabel));
  }

  xAxis(bottom) {
    return ticks(this.xEnds, this.width / 80).flatMap((value) => {
      const at = this.x(value);
      return [
        svg("line", { x1: at, x2: at, y1: MARGIN.top, y2: bottom }),
        svg("text", { x: at, y: bottom + 17 }, tickText(value)),
      ];
    });
  }

  yAxis() {
    const right = this.width - MARGIN.right;
    return (this.yTicks ?? ticks(this.yEnds)).flatMap((value) => {
      const at = this.y(value);
      return [
        svg("line", { x1: MARGIN.left, x2: right, y1: at, y2: at }),
        svg("text", { x: MARGIN.left - 6, y: at + 4, class: "nn-end" }, this.yText(value)),
      ];
    });
  }

  remove() {
    this.observer.disconnect();
  }
}

/** A number at an axis, as short as it can be. */
function tickText(value) {
  const size = Math.abs(value);
  const isPlain = !size || (size >= 1e-3 && size < 1e5);
  const text = isPlain ? `${+value.toFixed(6)}` : value.toExponential(0);
  return text.replace(/-/g, "−").replace("+", "");
}
