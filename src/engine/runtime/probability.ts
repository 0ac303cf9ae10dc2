/** Logits as log probabilities (log softmax), of any size without overflow. */
export function logProbabilities(logits: ArrayLike<number>): number[] {
  const values = Array.from(logits);
  const most = values.reduce((high, value) => Math.max(high, value), -Infinity);
  const sum = Math.log(values.reduce((total, value) => total + Math.exp(value - most), 0));
  return values.map((value) => value - most - sum);
}
