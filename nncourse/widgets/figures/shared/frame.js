// The digit in its frame: from ink to the 28 by 28 bytes that the network is shown. The
// specification is nncourse/datasets/handwriting/frame.py, and tests/handwriting_vectors.json
// holds for both. A picture is { height, width, values }, its values row after row.

const FRAME = 28;
const BOX = 20; // the digit's longer side
const FAINT = 0.15; // of the darkest ink
const [NARROWEST, WIDEST] = [1.6, 3.3]; // of a stroke, in twentieths of the digit's longer side

/** The digit as MNIST would hold it: 784 bytes, all of them 0 if there is no ink. */
export function framed(ink) {
  if (!most(ink)) return new Uint8Array(FRAME * FRAME);
  const digit = cutOut(withUsualPen(ink), FAINT);
  const scale = Math.min(BOX / digit.height, BOX / digit.width);
  const [height, width] = [digit.height, digit.width].map((n) => Math.max(1, rint(scale * n)));
  return centred(resized(digit, height, width));
}

/** The largest value of a picture. */
function most({ values }) {
  return values.reduce((a, b) => Math.max(a, b), 0);
}

/** All that there is of it, added up. */
function total({ values }) {
  return values.reduce((a, b) => a + b, 0);
}

/** The nearest whole number, of two the even one, as NumPy has it. */
function rint(x) {
  return Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x);
}

/** A picture whose value in row y and column x is `value(y, x)`. */
function picture(height, width, value) {
  const values = new Float64Array(height * width);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) values[i++] = value(y, x);
  }
  return { height, width, values };
}

/** The smallest rectangle with all ink that is more than faint. */
function cutOut(ink, faint) {
  const least = faint * most(ink);
  const box = { top: ink.height, left: ink.width, bottom: 0, right: 0 };
  ink.values.forEach((value, i) => {
    if (value <= least) return;
    const [y, x] = [Math.floor(i / ink.width), i % ink.width];
    box.top = Math.min(box.top, y);
    box.left = Math.min(box.left, x);
    box.bottom = Math.max(box.bottom, y + 1);
    box.right = Math.max(box.right, x + 1);
  });
  return picture(box.bottom - box.top, box.right - box.left, (y, x) => {
    const value = ink.values[(y + box.top) * ink.width + x + box.left];
    return value > least ? value : 0;
  });
}

/** The same digit, written with a pen of the usual width. */
function withUsualPen(ink) {
  const half = 0.5 * most(ink);
  const stroke = cutOut({ ...ink, values: ink.values.map((value) => +(value > half)) }, 0);
  const twentieth = Math.max(stroke.height, stroke.width) / 20;
  const edge = total(stroke) - total(chosen(padded(stroke), 1, Math.min));
  const width = (2 * total(stroke)) / edge / twentieth;
  const usual = Math.min(Math.max(width, NARROWEST), WIDEST);
  const reach = rint(((width - usual) / 2) * twentieth);
  if (reach <= 0) return chosen(ink, -reach, Math.max);
  const thinner = chosen(ink, reach, Math.min);
  return most(thinner) ? thinner : ink; // a dot has no stroke
}

/** A picture with one pixel of nothing round it. */
function padded({ height, width, values }) {
  return picture(height + 2, width + 2, (y, x) => {
    const inside = y > 0 && x > 0 && y <= height && x <= width;
    return inside ? values[(y - 1) * width + x - 1] : 0;
  });
}

/** The smallest or the largest value within so many pixels of each pixel, down and across. */
function chosen(ink, reach, choose) {
  if (!reach) return ink;
  const { height, width, values } = ink;
  const across = picture(height, width, (y, x) => {
    let value = values[y * width + x];
    const end = Math.min(x + reach, width - 1);
    for (let i = Math.max(x - reach, 0); i <= end; i++) value = choose(value, values[y * width + i]);
    return value;
  });
  return picture(height, width, (y, x) => {
    let value = across.values[y * width + x];
    const end = Math.min(y + reach, height - 1);
    for (let i = Math.max(y - reach, 0); i <= end; i++) {
      value = choose(value, across.values[i * width + x]);
    }
    return value;
  });
}

/** With which weights each of m pixels in a row is the mean of what it covers of n: m lists. */
function means(n, m) {
  return Array.from({ length: m }, (_, i) => {
    const [from, to] = [(i * n) / m, ((i + 1) * n) / m];
    return Array.from({ length: n }, (_, j) => {
      return (Math.max(Math.min(to, j + 1) - Math.max(from, j), 0) * m) / n;
    });
  });
}

/** A picture in another size, each pixel the mean of what it covers. */
function resized(ink, height, width) {
  if (height === ink.height && width === ink.width) return ink;
  const [rows, columns] = [means(ink.height, height), means(ink.width, width)];
  const low = picture(height, ink.width, (y, x) => {
    return rows[y].reduce((sum, weight, i) => sum + weight * ink.values[i * ink.width + x], 0);
  });
  return picture(height, width, (y, x) => {
    return columns[x].reduce((sum, weight, i) => sum + weight * low.values[y * ink.width + i], 0);
  });
}

/** The bytes of the frame, the digit's centre of mass in the middle as far as there is room. */
function centred(digit) {
  const { height, width } = digit;
  const darkest = most(digit);
  const inked = digit.values.map((value) => rint((255 * value) / darkest));
  const sum = total({ values: inked });
  const start = (length, at) => {
    const centre = inked.reduce((mass, value, i) => mass + value * at(i), 0) / sum;
    return Math.min(Math.max(rint(FRAME / 2 - centre), 0), FRAME - length);
  };
  const top = start(height, (i) => Math.floor(i / width));
  const left = start(width, (i) => i % width);
  const bytes = new Uint8Array(FRAME * FRAME);
  inked.forEach((value, i) => {
    bytes[(top + Math.floor(i / width)) * FRAME + left + (i % width)] = value;
  });
  return bytes;
}
