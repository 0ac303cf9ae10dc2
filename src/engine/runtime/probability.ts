/** Logits as log probabilities (log softmax), of any size without overflow. */
export function logProbabilities(logits: ArrayLike<number>): Float64Array {
  // Typed arrays: a search asks this for every stream, view and step.
  const values = Float64Array.from(logits);
  const most = values.reduce((high, value) => Math.max(high, value), -Infinity);
  const sum = Math.log(values.reduce((total, value) => total + Math.exp(value - most), 0));
  return values.map((value) => value - most - sum);
}
