// The activations of `nncourse.activations`: what each makes of a score z, and its slope, which is
// read off the output a, as the package does. At z = 0 the slope of ReLU is 0 there and here.

const LEAK = 0.01;

export const BENDS = {
  relu: {
    title: "ReLU",
    value: (z) => Math.max(z, 0),
    slope: (a) => (a > 0 ? 1 : 0),
  },
  leaky_relu: {
    title: "leaky ReLU",
    value: (z) => (z > 0 ? z : LEAK * z),
    slope: (a) => (a > 0 ? 1 : LEAK),
  },
  sigmoid: {
    title: "sigmoid",
    value: (z) => {
      const small = Math.exp(-Math.abs(z)); // never more than one, so nothing overflows
      return (z >= 0 ? 1 : small) / (1 + small);
    },
    slope: (a) => a * (1 - a),
  },
  tanh: {
    title: "tanh",
    value: Math.tanh,
    slope: (a) => 1 - a * a,
  },
};

export function bendAt(name, z) {
  const { title, value, slope } = BENDS[name];
  const a = value(z);
  return { title, a, slope: slope(a) };
}
