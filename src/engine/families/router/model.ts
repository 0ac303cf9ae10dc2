import type { RouterManifest } from '../../package/router.js';
import type { Pixels } from '../../picture/scale.js';
import { routes } from '../../readers/route.js';
import type { Route, Router } from '../../readers/route.js';
import { floats, output } from '../../runtime/graph.js';
import type { Graph } from '../../runtime/graph.js';
import { logProbabilities } from '../../runtime/probability.js';
import type { Task } from '../../task.js';
import type { TextLine } from '../family.js';
import { diagrams, LEAST_DIAGRAM, written } from './kinds.js';
import { looksAt } from './prepare.js';

/** Tells the kind of a picture or of a crop. */
export class PictureRouter implements Router {
  /** Owns the graph. */
  constructor(private readonly graph: Graph, readonly manifest: RouterManifest) {}

  /**
   * @param picture the whole picture or a crop of it
   * @param lines its lines of text, where they were read: what consists of text is never sure without any. `undefined`: not read
   * @throws EngineFailure `cancelled`
   */
  async route(picture: Pixels, lines: readonly TextLine[] | undefined, task: Task): Promise<Route> {
    const seen: Float32Array[] = [];
    for (const { pixels, width, height } of await looksAt(picture, this.manifest.picture)) {
      await task.breathe();
      seen.push(output(await this.graph.run({ pixels: floats(pixels, 1, 3, height, width) }), 'logits').data);
    }
    return decide(seen, lines, this.manifest.calibration, Math.max(picture.width, picture.height) < LEAST_DIAGRAM);
  }

  async dispose(): Promise<void> {
    await this.graph.dispose();
  }
}

/** What logits mean: the mean of the looks' log probabilities. @param looks one a look, each with one number a kind @param small the picture has no room for a diagram */
export function decide(looks: readonly ArrayLike<number>[], lines: readonly TextLine[] | undefined, { temperature, sure, sureDiagram }: RouterManifest['calibration'], small = false): Route {
  const logs = looks.map((logits) => logProbabilities(routes.map((_, i) => logits[i] ?? -Infinity)));
  const scaled = routes.map((kind, i) => (small && diagrams.has(kind) ? -Infinity : logs.reduce((sum, each) => sum + (each[i] ?? -Infinity), 0) / logs.length / temperature));
  const most = Math.max(...scaled);
  const weights = scaled.map((value) => Math.exp(value - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const ranking = routes.map((kind, i) => ({ kind, confidence: (weights[i] ?? 0) / total })).sort((a, b) => b.confidence - a.confidence);
  const [best = { kind: 'other' as const, confidence: 0 }] = ranking;
  const enough = best.confidence >= (diagrams.has(best.kind) ? sureDiagram : sure);
  return { ...best, sure: enough && !(lines?.length === 0 && written.has(best.kind)), ranking };
}
