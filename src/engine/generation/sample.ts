/** How the next token is chosen. Temperature 0 is greedy. */
export interface Sampling {
  readonly temperature: number;
  /** Only the likeliest tokens that together have this probability; 1 is all. */
  readonly topP: number;
  readonly seed: number;
}

export const greedy: Sampling = { temperature: 0, topP: 1, seed: 0 };

export interface Chosen {
  readonly id: number;
  /** Under the model, whatever was chosen by. */
  readonly probability: number;
}

/** A chooser with its own random sequence: the same seed chooses the same. */
export function chooser({ temperature, topP, seed }: Sampling): (logits: Float32Array) => Chosen {
  const random = mulberry32(seed);
  return (logits) => {
    const likeliest = best(logits);
    if (temperature <= 0) return { id: likeliest, probability: softmax(logits, 1)[likeliest] ?? 0 };
    const weights = softmax(logits, temperature);
    const order = Array.from(weights.keys()).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
    let kept = 0;
    let sum = 0;
    while (kept < order.length && (kept === 0 || sum < topP)) sum += weights[order[kept++] ?? 0] ?? 0;
    let left = random() * sum;
    const id = order.slice(0, kept).find((token) => (left -= weights[token] ?? 0) <= 0) ?? likeliest;
    return { id, probability: softmax(logits, 1)[id] ?? 0 };
  };
}

/** The first of the largest, as PyTorch's argmax. @throws Error where there is no number */
export function best(logits: Float32Array): number {
  let id = -1;
  let most = -Infinity;
  logits.forEach((logit, i) => { if (logit > most) { most = logit; id = i; } });
  if (id < 0) throw new Error('the decoder gave no usable logits');
  return id;
}

function softmax(logits: Float32Array, temperature: number): Float64Array {
  const most = logits[best(logits)] ?? 0;
  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - most) / temperature));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** A small generator of uniform numbers in [0, 1): sampling must repeat, not resist an adversary. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
