import type { PromptPicture } from '../../generation/prompt.js';
import type { LanguageManifest, RankSpec } from '../../package/language.js';
import { normalise } from '../../picture/normalise.js';
import { floats, integers, output } from '../../runtime/graph.js';
import type { Graph } from '../../runtime/graph.js';
import { Kept } from '../kept.js';

/** Pictures whose vectors stay in memory: a kilobyte or two each. */
const KEPT = 256;

/** Two towers whose vectors are compared: which of some texts fits a picture. Its owner disposes it once. */
export class Dual {
  private readonly kept = new Kept<Float32Array>(KEPT);

  /** Owns the graphs. */
  constructor(private readonly graphs: { readonly image: Graph; readonly text: Graph }, readonly manifest: LanguageManifest, private readonly spec: RankSpec) {}

  /** The unit vector of a picture. */
  async picture(picture: PromptPicture): Promise<Float32Array> {
    return this.kept.get(picture.sha256, async () => {
      const { picture: input } = this.manifest;
      const pixels = floats(await normalise(picture, input), 1, 3, input.size, input.size);
      return output(await this.graphs.image.run({ pixels }), 'embeds').data;
    });
  }

  /** The unit vector of a text's ids; what is longer than the tower reads is cut off, the end kept. */
  async text(ids: readonly number[]): Promise<Float32Array> {
    const { textLength, pad, end, fill } = this.spec;
    const cut = ids.length <= textLength ? [...ids] : [...ids.slice(0, textLength - 1), end ?? ids[textLength - 1] ?? pad];
    if (fill === true) while (cut.length < textLength) cut.push(pad);
    // A text stands at its first end token (CLIP) or at its last place (SigLIP).
    const at = end === undefined ? -1 : cut.indexOf(end);
    const pool = at >= 0 ? at : cut.length - 1;
    return output(await this.graphs.text.run({ ids: integers(cut, 1, cut.length), pool: integers([pool], 1) }), 'embeds').data;
  }

  /** Logit of a picture and a text: scaled cosine. */
  logit(picture: Float32Array, text: Float32Array): number {
    return picture.reduce((sum, value, i) => sum + value * (text[i] ?? 0), 0) * this.spec.scale + this.spec.bias;
  }

  /**
   * Probabilities of texts for a picture. CLIP's add up to 1 (which fits best); SigLIP's are independent (does it fit).
   * @param between awaited between any two runs of a graph
   */
  async rank(picture: PromptPicture, texts: readonly (readonly number[])[], between: () => Promise<void>): Promise<readonly number[]> {
    const seen = await this.picture(picture);
    const logits: number[] = [];
    for (const ids of texts) {
      await between();
      logits.push(this.logit(seen, await this.text(ids)));
    }
    if (this.spec.activation === 'sigmoid') return logits.map((logit) => 1 / (1 + Math.exp(-logit)));
    const most = Math.max(...logits);
    const weights = logits.map((logit) => Math.exp(logit - most));
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / sum);
  }

  async dispose(): Promise<void> {
    await Promise.all([this.graphs.image.dispose(), this.graphs.text.dispose()]);
  }
}
