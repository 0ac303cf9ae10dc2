/**
 * Mermaid's own flowchart parser as a bundle of its own (dist/mermaid-parser.cjs), loaded when two sources are compared and never before. The build leaves out
 * every other diagram, and everything that draws or needs a page.
 */
import type { Mermaid } from 'mermaid';
import { diagramOf, readDatabase, type FlowDatabase } from '../answer/mermaidGraph.js';
import type { Diagram } from '../answer/types.js';

let loading: Promise<Mermaid> | undefined;
/** Mermaid keeps its configuration in module state, so two parses may not overlap. */
let queue: Promise<unknown> = Promise.resolve();

/** The graph that the source draws. Rejects with Mermaid's own words when it is no flowchart that Mermaid accepts. */
export function parseFlowchart(source: string): Promise<Diagram> {
  const result = queue.then(() => parseAlone(source));
  queue = result.catch(() => undefined);
  return result;
}

async function parseAlone(source: string): Promise<Diagram> {
  const mermaid = await (loading ??= load());
  await mermaid.parse(source);
  const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(source);
  if (!type.startsWith('flowchart')) throw new Error(`This is a ${type} diagram; only flowcharts can be compared.`);
  return diagramOf(readDatabase(db as unknown as FlowDatabase));
}

async function load(): Promise<Mermaid> {
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', maxTextSize: 1_000_000, maxEdges: 10_000, logLevel: 'fatal' });
  return mermaid;
}
