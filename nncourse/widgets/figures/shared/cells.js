// Numbers as a grid of small squares: the darker, the larger.

import { svg } from "./elements.js";

/** A grid of so many rows and columns; `show(values)` takes its values, 0 to 1, row after row. */
export function cellGrid({ label, rows, columns }) {
  const cells = Array.from({ length: rows * columns }, (_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    return svg("rect", { x, y, width: 1, height: 1, "fill-opacity": 0 });
  });
  const viewBox = `0 0 ${columns} ${rows}`;
  const node = svg("svg", { class: "nn-cells", role: "img", "aria-label": label, viewBox }, ...cells);
  const shown = cells.map(() => "0");
  const show = (values) => {
    cells.forEach((cell, i) => {
      const opacity = values[i].toFixed(2);
      if (opacity === shown[i]) return; // most stay as they are
      cell.setAttribute("fill-opacity", opacity);
      shown[i] = opacity;
    });
  };
  return { node, show };
}
