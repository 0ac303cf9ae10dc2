import type { ProviderName } from '../../../client/protocol.js';
import { loadFormulaPackage, readFormulaGraph } from '../../package/formula.js';
import type { Graph } from '../../runtime/graph.js';
import { selfTest } from '../../runtime/selfTest.js';
import { openSession } from '../../runtime/session.js';
import { Transcriber } from './model.js';

/**
 * Loads a reader of formulas and tests it. The caller owns it. The decoder always runs on the CPU: a step is a few hundred microseconds there.
 * @throws EngineFailure `package-invalid`; Error where the provider cannot be trusted. What was opened is released.
 */
export async function openTranscriber(folder: string, provider: ProviderName, threads: number): Promise<Transcriber> {
  const pack = await loadFormulaPackage(folder);
  const opened: Graph[] = [];
  const open = async (name: 'vision' | 'decoder', on: ProviderName): Promise<Graph> => {
    const graph = await openSession(await readFormulaGraph(pack, name), on, threads);
    opened.push(graph);
    return graph;
  };
  try {
    const vision = await open('vision', provider);
    const fault = await selfTest(vision, pack.manifest.selfTest);
    if (fault !== undefined) throw new Error(fault);
    return new Transcriber({ vision, decoder: await open('decoder', 'cpu') }, pack.manifest);
  } catch (error) {
    await Promise.all(opened.map((graph) => graph.dispose()));
    throw error;
  }
}
