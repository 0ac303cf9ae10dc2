import { openLanguageModel } from '../../src/engine/families/open.js';
import { generate } from '../../src/engine/generation/generate.js';
import type { Piece } from '../../src/engine/generation/prompt.js';
import { greedy } from '../../src/engine/generation/sample.js';

export interface Speed { readonly runtime: string; readonly model: string; readonly format: string; readonly firstMs: number; readonly tokensPerSecond: number }

/** Time to the first token and tokens a second after it, for one black picture and some words, greedy: the second of two runs, the picture looked at anew. */
export async function speedOf(folder: string, words: readonly number[], tokens: number, threads: number, side: number): Promise<Speed> {
  const model = await openLanguageModel(folder, 'cpu', threads);
  const { manifest } = model;
  try {
    let [firstMs, tokensPerSecond] = [0, 0];
    for (const sha256 of ['first', 'second']) {
      const prompt: Piece[] = [{ tokens: [1] }, { picture: { width: side, height: side, rgb: new Uint8Array(side * side * 3).fill(127), sha256 } }, { tokens: words }];
      const started = performance.now();
      let first = 0;
      for await (const _ of generate(model.conversation(), prompt, { sampling: greedy, most: tokens + 1, stop: [], between: async () => undefined })) if (first === 0) first = performance.now();
      firstMs = first - started;
      tokensPerSecond = tokens / ((performance.now() - first) / 1000);
    }
    return { runtime: 'Unrender', model: manifest.source.class, format: manifest.source.format, firstMs, tokensPerSecond };
  } finally {
    await model.dispose();
  }
}
