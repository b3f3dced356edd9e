// A threshold on probabilities, and what comes of it: the four counts, and precision and recall
// from them as in `nncourse.metrics`, where a share of nothing is 0.

const part = (some, all) => (all ? some / all : 0);

export function countsAt(threshold, probabilities, labels) {
  const counts = { hits: 0, falseAlarms: 0, misses: 0, refusals: 0 };
  probabilities.forEach((probability, i) => {
    if (probability > threshold) counts[labels[i] ? "hits" : "falseAlarms"] += 1;
    else counts[labels[i] ? "misses" : "refusals"] += 1;
  });
  return counts;
}

export function ratesOf({ hits, falseAlarms, misses, refusals }) {
  return {
    precision: part(hits, hits + falseAlarms),
    recall: part(hits, hits + misses),
    accuracy: part(hits + refusals, hits + falseAlarms + misses + refusals),
  };
}

export function binned(probabilities, labels, label, bins) {
  const counts = Array(bins).fill(0);
  probabilities.forEach((probability, i) => {
    if (labels[i] === label) counts[Math.min(bins - 1, Math.floor(probability * bins))] += 1;
  });
  return counts;
}
