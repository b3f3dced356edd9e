// Makes elements of HTML and SVG, and numbers as people write them.

const SVG = "http://www.w3.org/2000/svg";

/** An element of SVG: `svg("circle", { r: 3 })`. */
export function svg(name, attributes = {}, ...children) {
  return withParts(document.createElementNS(SVG, name), attributes, children);
}

/** An element of HTML: `html("p", { class: "note" }, "a text")`. */
export function html(name, attributes = {}, ...children) {
  return withParts(document.createElement(name), attributes, children);
}

function withParts(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** A number with so many digits after the point, and a real minus sign. */
export function fixed(value, digits = 2) {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** A number in three digits, however large or small. */
export function short(value) {
  const size = Math.abs(value);
  const text = size >= 1e4 ? value.toExponential(1).replace("e+", "e") : `${+value.toPrecision(3)}`;
  return text.replace("-", "−");
}
