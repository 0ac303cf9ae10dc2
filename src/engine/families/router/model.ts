import type { RouterManifest } from '../../package/router.js';
import type { Pixels } from '../../picture/scale.js';
import { routes } from '../../readers/route.js';
import type { Route, Router } from '../../readers/route.js';
import { floats, output } from '../../runtime/graph.js';
import type { Graph } from '../../runtime/graph.js';
import type { Task } from '../../task.js';
import type { TextLine } from '../family.js';
import { diagrams, written } from './kinds.js';
import { prepareForRouter } from './prepare.js';

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
    const { pixels, width, height } = await prepareForRouter(picture, this.manifest.picture);
    await task.breathe();
    const { data } = output(await this.graph.run({ pixels: floats(pixels, 1, 3, height, width) }), 'logits');
    return decide(data, lines, this.manifest.calibration);
  }

  async dispose(): Promise<void> {
    await this.graph.dispose();
  }
}

/** What logits mean. @param logits one a kind */
export function decide(logits: ArrayLike<number>, lines: readonly TextLine[] | undefined, { temperature, sure, sureDiagram }: RouterManifest['calibration']): Route {
  const scaled = routes.map((_, i) => (logits[i] ?? -Infinity) / temperature);
  const most = Math.max(...scaled);
  const weights = scaled.map((value) => Math.exp(value - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const ranking = routes.map((kind, i) => ({ kind, confidence: (weights[i] ?? 0) / total })).sort((a, b) => b.confidence - a.confidence);
  const [best = { kind: 'other' as const, confidence: 0 }] = ranking;
  const enough = best.confidence >= (diagrams.has(best.kind) ? sureDiagram : sure);
  return { ...best, sure: enough && !(lines?.length === 0 && written.has(best.kind)), ranking };
}
