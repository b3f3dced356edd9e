// Scores into shares, twice: by the formula as it stands, and with the largest score shifted to
// zero, as `nncourse.activations.softmax` does. Each step is rounded to the dtype, so that numbers
// overflow where NumPy's do.

const ROUNDING = { float64: (x) => x, float32: Math.fround };

function sharesOf(exponents, rounded) {
  const powers = exponents.map((z) => rounded(Math.exp(rounded(z))));
  const sum = powers.reduce((total, power) => rounded(total + power), 0);
  return { powers, sum, shares: powers.map((power) => rounded(power / sum)) };
}

export function plainShares(scores, dtype = "float64") {
  return sharesOf(scores, ROUNDING[dtype]);
}

export function shiftedShares(scores, dtype = "float64") {
  const largest = Math.max(...scores);
  return sharesOf(scores.map((z) => z - largest), ROUNDING[dtype]);
}
