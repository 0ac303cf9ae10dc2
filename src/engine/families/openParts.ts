import type { ProviderName } from '../../client/protocol.js';
import { invalid } from '../package/read.js';
import { openGraph } from '../package/language.js';
import type { DecoderShape, LanguageManifest, LanguagePackage, PromptSpec } from '../package/language.js';
import { testFeeds } from '../picture/look.js';
import { output } from '../runtime/graph.js';
import type { Graph } from '../runtime/graph.js';

/**
 * Opens the graphs of a package on a provider and tests the one that looks.
 * @throws EngineFailure `package-invalid`; Error where the provider cannot be trusted. What was opened is released.
 */
export async function openParts<Name extends string>(pack: LanguagePackage, names: readonly Name[], provider: ProviderName, threads: number): Promise<Record<Name, Graph>> {
  const opened: [Name, Graph][] = [];
  try {
    for (const name of names) opened.push([name, await openGraph(pack, name, provider, threads)]);
    const graphs = Object.fromEntries(opened) as Record<Name, Graph>;
    await test(pack, graphs);
    return graphs;
  } catch (error) {
    await Promise.all(opened.map(([, graph]) => graph.dispose()));
    throw error;
  }
}

async function test(pack: LanguagePackage, graphs: Readonly<Partial<Record<string, Graph>>>): Promise<void> {
  const { selfTest, picture } = pack.manifest;
  const graph = graphs[selfTest.graph];
  if (graph === undefined) throw invalid(pack.folder, `its self-test wants a graph "${selfTest.graph}".`);
  const { data } = output(await graph.run(testFeeds(picture)), selfTest.output);
  for (const { index, value } of selfTest.expected) {
    const got = data[index];
    // Written so that NaN fails, too.
    if (got === undefined || !(Math.abs(got - value) <= selfTest.tolerance * Math.max(1, Math.abs(value)))) {
      throw new Error(`self-test failed: ${selfTest.output}[${index}] is ${got ?? 'missing'}, expected ${value}`);
    }
  }
}

/** What a model that writes needs of its manifest. @throws EngineFailure `package-invalid` naming what is missing */
export function writing(pack: LanguagePackage): { readonly decoder: DecoderShape; readonly prompt: PromptSpec; readonly attention: NonNullable<LanguageManifest['attention']> } {
  const { decoder, prompt, attention, family } = pack.manifest;
  if (decoder === undefined || prompt === undefined || attention === undefined) throw invalid(pack.folder, `the family "${family}" needs "decoder", "prompt" and "attention".`);
  return { decoder, prompt, attention };
}
