import { readGraph } from '../../package/load.js';
import type { ModelPackage } from '../../package/load.js';
import type { GraphName } from '../../package/manifest.js';
import type { ProviderName } from '../../../client/protocol.js';
import type { Graph } from '../../runtime/graph.js';
import { selfTest, warmRun } from '../../runtime/selfTest.js';
import { openSession } from '../../runtime/session.js';
import type { Model, OpenOptions } from '../family.js';
import { Flamingo } from './model.js';

/**
 * Loads a package on a provider and tests it.
 *
 * The decoder always runs on the CPU: a step is a few hundred microseconds there, less than one round trip to a GPU.
 */
export async function openFlamingo(pack: ModelPackage, provider: ProviderName, { threads, refuseSlow }: OpenOptions): Promise<Model> {
  const opened: Graph[] = [];
  const open = async (name: GraphName, on: ProviderName): Promise<Graph> => {
    const graph = await openSession(await readGraph(pack, name, on), on, threads);
    opened.push(graph);
    return graph;
  };
  try {
    const vision = await open('vision', provider);
    const fault = await selfTest(vision, pack.manifest.selfTest);
    if (fault !== undefined) throw new Error(fault);
    if (refuseSlow && provider !== 'cpu') await checkSpeed(vision, pack);
    return new Flamingo({ vision, resampler: await open('resampler', provider), decoder: await open('decoder', 'cpu') }, pack.manifest);
  } catch (error) {
    await Promise.all(opened.map((graph) => graph.dispose()));
    throw error;
  }
}

/** Milliseconds for the test's picture (a hundredth of an ordinary one) that no hardware needs once it is warm; a software adapter needs far more. */
const SLOW = 60;

async function checkSpeed(vision: Graph, pack: ModelPackage): Promise<void> {
  const times = [await warmRun(vision, pack.manifest.selfTest), await warmRun(vision, pack.manifest.selfTest), await warmRun(vision, pack.manifest.selfTest)];
  const best = Math.min(...times);
  if (best > SLOW) throw new Error(`slower than the processor: ${Math.round(best)} ms for the self-test's picture, as with a software graphics adapter`);
}
