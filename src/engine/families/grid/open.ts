import type { ProviderName } from '../../../client/protocol.js';
import { loadTablePackage, readTableGraph } from '../../package/table.js';
import type { TableGraph } from '../../package/table.js';
import type { Graph } from '../../runtime/graph.js';
import { selfTest } from '../../runtime/selfTest.js';
import { openSession } from '../../runtime/session.js';
import { TableReader } from './model.js';
import { rasterise } from './rasters.js';

/**
 * Loads a reader of tables and tests it. The caller owns it. The network on the grid always runs on the CPU: a table is an image of a few hundred pixels to it.
 * @throws EngineFailure `package-invalid`; Error where the provider cannot be trusted. What was opened is released.
 */
export async function openTableReader(folder: string, provider: ProviderName, threads: number): Promise<TableReader> {
  const pack = await loadTablePackage(folder);
  const opened: Graph[] = [];
  const open = async (name: TableGraph, on: ProviderName): Promise<Graph> => {
    const graph = await openSession(await readTableGraph(pack, name), on, threads);
    opened.push(graph);
    return graph;
  };
  try {
    const vision = await open('vision', provider);
    const { selfTest: test } = pack.manifest;
    const fault = await selfTest({ run: (feeds) => vision.run({ ...feeds, texts: rasterise([], test.height, test.width) }), dispose: () => vision.dispose() }, test);
    if (fault !== undefined) throw new Error(fault);
    return new TableReader({ vision, cells: await open('cells', 'cpu') }, pack.manifest);
  } catch (error) {
    await Promise.all(opened.map((graph) => graph.dispose()));
    throw error;
  }
}
