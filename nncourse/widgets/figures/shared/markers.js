// Marks that differ in shape as well as in colour, in the order of the book's figures.

import { svg } from "./elements.js";

const SHAPES = [
  "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0z", // a circle
  "M-4.5,-4.5h9v9h-9z", // a square
  "M0,-5.5l5.5,9.5h-11z", // a triangle
  "M0,-6l6,6l-6,6l-6,-6z", // a diamond
  "M0,5.5l5.5,-9.5h-11z", // a triangle on its tip
];

/** Mark number `i` at a place. */
export function marker(i, x, y) {
  const kind = i % SHAPES.length;
  const transform = `translate(${x} ${y})`;
  return svg("path", { class: `nn-marker nn-${kind + 1}`, d: SHAPES[kind], transform });
}

/** The same in a line of text. */
export function markerSign(i) {
  const size = { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" };
  return svg("svg", size, marker(i, 0, 0));
}
