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

/** A chooser with its own random sequence: the same seed chooses the same. Plain loops: a step of a small model takes 20 ms, and a vocabulary has 50,000 words. */
export function chooser({ temperature, topP, seed }: Sampling): (logits: Float32Array) => Chosen {
  const random = mulberry32(seed);
  return (logits) => {
    const likeliest = best(logits);
    const most = logits[likeliest] ?? 0;
    const id = temperature <= 0 ? likeliest : draw(logits, most, temperature, topP, random()) ?? likeliest;
    return { id, probability: Math.exp((logits[id] ?? 0) - most) / exponentials(logits, most, 1) };
  };
}

/** @param at where in the kept probability, 0..1 */
function draw(logits: Float32Array, most: number, temperature: number, topP: number, at: number): number | undefined {
  const total = exponentials(logits, most, temperature);
  const weight = (id: number): number => Math.exp(((logits[id] ?? 0) - most) / temperature);
  // Words below this have less than 1 - topP together: the likeliest that make up topP are all above it, and only they need an order.
  const least = most + temperature * Math.log((Math.max(0, 1 - topP) * total) / logits.length);
  const order: number[] = [];
  for (let id = 0; id < logits.length; id++) if ((logits[id] ?? 0) >= least) order.push(id);
  order.sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));
  let [kept, sum] = [0, 0];
  while (kept < order.length && (kept === 0 || sum < topP * total)) sum += weight(order[kept++] ?? 0);
  let left = at * sum;
  return order.slice(0, kept).find((id) => (left -= weight(id)) <= 0);
}

/** The first of the largest, as PyTorch's argmax. @throws Error where there is no number */
export function best(logits: Float32Array): number {
  let id = -1;
  let most = -Infinity;
  for (let i = 0; i < logits.length; i++) {
    const logit = logits[i] as number; // `i` is within
    if (logit > most) { most = logit; id = i; }
  }
  if (id < 0) throw new Error('the decoder gave no usable logits');
  return id;
}

/** Sum of the weights of all words, that of the likeliest being 1. */
function exponentials(logits: Float32Array, most: number, temperature: number): number {
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp(((logits[i] as number) - most) / temperature); // `i` is within
  return sum;
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
