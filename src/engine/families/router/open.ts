import type { ProviderName } from '../../../client/protocol.js';
import { loadRouterPackage, readRouterGraph } from '../../package/router.js';
import type { RouterManifest } from '../../package/router.js';
import { floats, output } from '../../runtime/graph.js';
import type { Graph } from '../../runtime/graph.js';
import { testPixels } from '../../runtime/selfTest.js';
import { openSession } from '../../runtime/session.js';
import { PictureRouter } from './model.js';

/**
 * Loads a router and tests it. The caller owns it.
 * @throws EngineFailure `package-invalid`; Error where the provider cannot be trusted. What was opened is released.
 */
export async function openRouter(folder: string, provider: ProviderName, threads: number): Promise<PictureRouter> {
  const pack = await loadRouterPackage(folder);
  const graph = await openSession(await readRouterGraph(pack), provider, threads);
  try {
    const fault = await selfTest(graph, pack.manifest.selfTest);
    if (fault !== undefined) throw new Error(fault);
    return new PictureRouter(graph, pack.manifest);
  } catch (error) {
    await graph.dispose();
    throw error;
  }
}

/** Why a provider's results cannot be trusted, or undefined where they can. The picture is the same synthetic plane three times. */
async function selfTest(graph: Graph, { width, height, tolerance, expected }: RouterManifest['selfTest']): Promise<string | undefined> {
  const plane = testPixels(width, height);
  const pixels = new Float32Array(3 * plane.length);
  for (let c = 0; c < 3; c++) pixels.set(plane, c * plane.length);
  const { data } = output(await graph.run({ pixels: floats(pixels, 1, 3, height, width) }), 'logits');
  // Written so that NaN fails, too.
  const wrong = expected.findIndex((value, i) => !(Math.abs((data[i] ?? NaN) - value) <= tolerance * Math.max(1, Math.abs(value))));
  return wrong < 0 ? undefined : `self-test failed: logits[${wrong}] is ${data[wrong] ?? 'missing'}, expected ${expected[wrong]}`;
}
