// A network that the package saved (nncourse.saving.serialization.save), read and asked. The file
// is safetensors: the header's length, the header in JSON, then the arrays.

/** The network in the bytes of a file: its layers in order, and the notes that go with it. */
export function readNetwork(buffer) {
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const { architecture, notes } = JSON.parse(header.__metadata__.nncourse);
  const array = (name) => {
    const [begin, end] = header[name].data_offsets;
    return halves(new DataView(buffer, 8 + length + begin, end - begin));
  };
  const layers = architecture.layers.map(({ layer, n_out: size }, i) => {
    return layer === "Dense" ? denseLayer(array(`${i}.W`), array(`${i}.b`), size) : reluLayer;
  });
  return { layers, notes };
}

/** What each layer of the network makes of an input, the scores last. */
export function outputs(network, input) {
  let values = input;
  return network.layers.map((layer) => (values = layer(values)));
}

/** Scores as shares of one: softmax. */
export function sharesOf(scores) {
  const largest = Math.max(...scores);
  const powers = Array.from(scores, (score) => Math.exp(score - largest));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/** A dense layer: X @ W + b for one row X; W is (n_in, n_out), row after row. */
function denseLayer(W, b, size) {
  return (input) => {
    const scores = Float64Array.from(b);
    input.forEach((value, i) => {
      if (!value) return; // most of a digit's pixels are empty
      for (let j = 0; j < size; j++) scores[j] += value * W[i * size + j];
    });
    return scores;
  };
}

function reluLayer(scores) {
  return scores.map((score) => Math.max(score, 0));
}

/** Numbers of two bytes each (float16): a sign, five bits of exponent, ten of fraction. */
function halves(view) {
  return Float64Array.from({ length: view.byteLength / 2 }, (_, i) => {
    const bits = view.getUint16(2 * i, true);
    const [exponent, fraction] = [(bits >> 10) & 31, (bits & 1023) / 1024];
    const size = exponent ? (1 + fraction) * 2 ** (exponent - 15) : fraction * 2 ** -14;
    return bits >> 15 ? -size : size;
  });
}
