// Scores into shares, twice: by the formula as it stands, and with the largest score shifted to
// zero, as `nncourse.activations.softmax` does. Each step is rounded to the dtype, so that numbers
// overflow where NumPy's do.

const ROUNDING = { float64: (x) => x, float32: (x) => Math.fround(x) };

function sharesOf(exponents, rounded) {
  const powers = exponents.map((z) => rounded(Math.exp(z)));
  const sum = powers.reduce((total, power) => rounded(total + power), 0);
  return { powers, sum, shares: powers.map((power) => rounded(power / sum)) };
}

export function plainShares(scores, dtype = "float64") {
  const rounded = ROUNDING[dtype];
  return sharesOf(scores.map(rounded), rounded);
}

export function shiftedShares(scores, dtype = "float64") {
  const rounded = ROUNDING[dtype];
  const exact = scores.map(rounded);
  const largest = Math.max(...exact);
  return sharesOf(exact.map((z) => rounded(z - largest)), rounded);
}
