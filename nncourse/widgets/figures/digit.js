// A sheet to draw a digit on, and a network that reads it while the pen moves: `widgets/digit.py`.
// Ink, frame and network are those of the package: shared/pen.js, frame.js and network.js.

import { cellGrid } from "./shared/cells.js";
import { buttonRow, numbersLine } from "./shared/controls.js";
import { fixed, html, svg } from "./shared/elements.js";
import { framed } from "./shared/frame.js";
import { change, follow } from "./shared/model.js";
import { outputs, readNetwork, sharesOf } from "./shared/network.js";
import { inkOfPen } from "./shared/pen.js";

const HIDDEN = { rows: 8, columns: 16 }; // the neurons of the hidden layer
const SECONDS = 1.2; // to write an example

export default { render: ({ model, el }) => new DigitFigure(model, el).remove };

/** What a network makes of strokes: the picture it sees, its hidden layer, and its shares. */
export function readStrokes(network, strokes, pen) {
  const picture = framed(inkOfPen(strokes, pen));
  const layers = outputs(network, Float64Array.from(picture, (byte) => byte / 255));
  return { picture, hidden: layers.at(-2), shares: sharesOf(layers.at(-1)) };
}

/** The file of the network: Python sends it along, and a page fetches it when it is needed. */
async function networkOf(model) {
  const sent = model.get("_network");
  if (sent) {
    const { buffer, byteOffset, byteLength } = sent;
    return readNetwork(buffer.slice(byteOffset, byteOffset + byteLength));
  }
  const answer = await fetch(new URL(`digit.safetensors?${model.get("version")}`, import.meta.url));
  if (!answer.ok) throw new Error(`digit.safetensors: ${answer.status}`);
  return readNetwork(await answer.arrayBuffer());
}

class DigitFigure {
  constructor(model, el) {
    Object.assign(this, { model, strokes: model.get("strokes"), stroke: null, frame: 0 });
    this.isExample = true; // the pen begins on a clean sheet
    this.makeSheet();
    this.makeParts();
    this.makeControls();
    el.append(this.arranged());
    const ends = [
      follow(model, ["strokes", "pen"], () => this.take()),
      follow(model, ["visible"], () => this.finish()),
    ];
    this.remove = () => {
      cancelAnimationFrame(this.frame);
      for (const end of ends) end();
    };
    this.show();
    networkOf(model).then(
      (network) => this.begin(network),
      () => this.answer.replaceChildren("The network could not be loaded. Try again later."),
    );
  }

  makeSheet() {
    this.line = svg("path", { class: "nn-ink" });
    this.sheet = svg("svg", {
      class: "nn-sheet", viewBox: "0 0 1 1", role: "img",
      "aria-label": "A sheet to draw on with mouse, finger or pen",
    }, this.line);
    this.sheet.addEventListener("pointerdown", (event) => this.press(event));
    this.sheet.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) {
      this.sheet.addEventListener(end, () => this.lift());
    }
  }

  makeParts() {
    this.seen = cellGrid({ label: "The picture that the network sees", rows: 28, columns: 28 });
    this.hidden = cellGrid({ label: "The hidden layer's 128 neurons", ...HIDDEN });
    this.bars = Array.from({ length: 10 }, (_, digit) => {
      const [bar, share] = [html("span", { class: "nn-bar" }), html("span", { class: "nn-share" })];
      const track = html("span", { class: "nn-track" }, bar);
      return { bar, share, node: html("li", {}, html("span", {}, `${digit}`), track, share) };
    });
    this.answer = html("p", { class: "nn-answer" });
    this.numbers = numbersLine();
  }

  makeControls() {
    const orders = this.model.get("examples").map((strokes, digit) => {
      return [digit, () => this.write(strokes)];
    });
    this.examples = buttonRow("Digits to have written", Object.fromEntries(orders));
    this.buttons = buttonRow("The sheet", {
      "Undo": () => this.set(this.strokes.slice(0, -1)),
      "Clear": () => this.set([]),
    });
  }

  arranged() {
    const part = (name, text, ...nodes) => {
      return html("div", { class: `nn-${name}` }, html("p", { class: "nn-title" }, text), ...nodes);
    };
    const bars = this.bars.map(({ node }) => node);
    const shares = html("ol", { class: "nn-shares", "aria-label": "Shares" }, ...bars);
    const or = html("span", {}, "Or have one written:");
    const examples = html("div", { class: "nn-row" }, or, this.examples.node);
    return html("div", { class: "nn-figure nn-digit" },
      html("div", { class: "nn-drawing" },
        part("paper", "Draw a digit from 0 to 9", this.sheet, this.buttons.node),
        part("seen", "What it sees", this.seen.node),
        part("hidden", "Its hidden layer", this.hidden.node),
        part("out", "What it answers", this.answer, shares)),
      examples, this.numbers);
  }

  begin(network) {
    this.network = network;
    this.show();
    this.say();
    // What there is to do here is seen at once.
    if (this.model.get("visible") && this.isExample) this.write(this.strokes);
  }

  /** The strokes were changed from outside. */
  take() {
    if (this.strokes === this.model.get("strokes")) return this.show();
    cancelAnimationFrame(this.frame);
    Object.assign(this, { strokes: this.model.get("strokes"), stroke: null, target: null });
    this.isExample = false;
    this.show();
    this.say();
  }

  /** The strokes are these from now on, and Python hears of it. */
  set(strokes, isExample = false) {
    cancelAnimationFrame(this.frame);
    Object.assign(this, { strokes, isExample, target: null });
    change(this.model, { strokes });
    this.show();
    this.say();
  }

  press(event) {
    if (!event.isPrimary || event.button) return;
    event.preventDefault();
    cancelAnimationFrame(this.frame);
    this.sheet.setPointerCapture(event.pointerId);
    this.stroke = [this.place(event)];
    this.strokes = [...(this.isExample ? [] : this.strokes), this.stroke];
    Object.assign(this, { isExample: false, target: null });
    this.showSoon();
  }

  /** A fast pen has been in more places than the browser has told of one by one. */
  drag(event) {
    if (!this.stroke) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length ? between : [event]) this.stroke.push(this.place(each));
    this.showSoon();
  }

  lift() {
    if (!this.stroke) return;
    this.stroke = null;
    this.set(this.strokes);
  }

  place({ clientX, clientY }) {
    const box = this.sheet.getBoundingClientRect();
    return [(clientX - box.left) / box.width, (clientY - box.top) / box.height]
      .map((part) => Number(part.toFixed(4)));
  }

  /** Write an example as a hand would, point after point, unless motion is not wanted. */
  write(strokes) {
    cancelAnimationFrame(this.frame);
    this.target = strokes;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.finish();
    const started = performance.now();
    const step = () => {
      const share = (performance.now() - started) / 1000 / SECONDS;
      if (share >= 1) return this.finish();
      this.strokes = begun(strokes, share);
      this.show();
      this.frame = requestAnimationFrame(step);
    };
    step();
  }

  /** What is being written is finished at once; nothing moves out of view. */
  finish() {
    if (this.target) this.set(this.target, true);
  }

  showSoon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.show());
  }

  show() {
    const pen = this.model.get("pen");
    this.line.setAttribute("stroke-width", pen);
    this.line.setAttribute("d", this.strokes.map(pathOf).join(""));
    if (!this.network) return;
    const { picture, hidden, shares } = readStrokes(this.network, this.strokes, pen);
    const empty = !picture.some(Boolean);
    const loudest = Math.max(...hidden);
    this.seen.show(Array.from(picture, (byte) => byte / 255));
    this.hidden.show(Array.from(hidden, (value) => (empty ? 0 : value / loudest)));
    this.read = empty ? null : { hidden, shares, order: orderOf(shares) };
    this.showShares();
  }

  showShares() {
    const { shares, order } = this.read ?? { shares: Array(10).fill(0), order: [] };
    this.bars.forEach(({ bar, share, node }, digit) => {
      bar.style.width = `${100 * shares[digit]}%`;
      share.textContent = this.read ? percent(shares[digit]) : "";
      node.classList.toggle("nn-first", digit === order[0]);
    });
    const text = this.read ? `Read as ${order[0]}` : "Nothing to read";
    this.answer.textContent = this.isUnsure() ? `Unsure: ${order[0]} or ${order[1]}?` : text;
  }

  isUnsure() {
    if (!this.read) return false;
    const { shares, order } = this.read;
    return shares[order[0]] < this.network.notes.sure_from;
  }

  /** The numbers in words, once the pen rests. */
  say() {
    if (!this.network) return;
    if (!this.read) {
      this.numbers.textContent = "The sheet is empty: draw a digit, or have one written.";
      return;
    }
    const { hidden, shares, order } = this.read;
    const active = hidden.filter((value) => value > 0).length;
    const [first, second] = order.map((digit) => `${digit} gets ${percent(shares[digit])}`);
    this.numbers.textContent = `${active} of ${hidden.length} hidden neurons are active. `
      + `${first} and ${second}${this.isUnsure() ? ", too little to be sure." : "."}`;
  }
}

/** The beginning of strokes: so large a part of their points. */
function begun(strokes, share) {
  let left = Math.ceil(share * strokes.flat().length);
  return strokes.map((stroke) => {
    const part = stroke.slice(0, Math.max(left, 0));
    left -= stroke.length;
    return part;
  }).filter((stroke) => stroke.length);
}

/** A stroke as SVG has it; a dot is a line to where it began. */
function pathOf(stroke) {
  const [start, ...rest] = stroke.map(([x, y]) => `${x} ${y}`);
  return `M${[start, ...(rest.length ? rest : [start])].join("L")}`;
}

/** The digits, that with the largest share first. */
function orderOf(shares) {
  return shares.map((_, digit) => digit).sort((a, b) => shares[b] - shares[a]);
}

function percent(share) {
  return `${fixed(100 * share, 1)} %`;
}
