// From numbers to places in a drawing, and back.

/** A function from [low, high] to [from, to]; its `back` is the inverse. */
export function linear([low, high], [from, to]) {
  const place = (value) => from + ((value - low) / (high - low)) * (to - from);
  place.back = (at) => low + ((at - from) / (to - from)) * (high - low);
  place.ends = [low, high];
  return place;
}

/** The same by powers of ten: equal factors are equal distances. */
export function logarithmic([low, high], range) {
  const place = linear([Math.log10(low), Math.log10(high)], range);
  const placed = (value) => place(Math.log10(value));
  placed.ends = [low, high];
  return placed;
}

/** Round numbers between two ends, about so many. */
export function ticks([low, high], count = 5) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
