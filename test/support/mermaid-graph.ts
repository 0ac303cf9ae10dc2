/**
 * Reads Mermaid flowchart source with Mermaid's own parser, in Node, into a plain graph. Tests and the scorer share it, so that
 * "what the source says" is Mermaid's opinion and not ours.
 */
import { JSDOM } from 'jsdom';
import type { Mermaid } from 'mermaid';
import { readDatabase, type FlowDatabase, type MermaidGraph } from '../../src/answer/mermaidGraph.js';

export type { MermaidContainer, MermaidEdge, MermaidEnd, MermaidGraph, MermaidNode } from '../../src/answer/mermaidGraph.js';

/** The source is not a flowchart that Mermaid accepts. `message` holds Mermaid's own words. */
export class MermaidParseError extends Error {
  override readonly name = 'MermaidParseError';
}

let loading: Promise<Mermaid> | undefined;

/** Mermaid's sanitiser looks for a window once, at import: it gets one for that moment, and the process stays a Node process. */
async function loadMermaid(): Promise<Mermaid> {
  const { window } = new JSDOM('');
  const scope = globalThis as { window?: unknown; document?: unknown };
  const before = { window: scope.window, document: scope.document };
  scope.window = window;
  scope.document = window.document;
  try {
    const { default: mermaid } = await import('mermaid');
    mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', maxTextSize: 1_000_000, maxEdges: 10_000, logLevel: 'fatal' });
    return mermaid;
  } finally {
    if (before.window === undefined) delete scope.window; else scope.window = before.window;
    if (before.document === undefined) delete scope.document; else scope.document = before.document;
  }
}

/** Mermaid keeps its configuration in module state, so two parses may not overlap. */
let queue: Promise<unknown> = Promise.resolve();

/**
 * Parses flowchart source as Mermaid does.
 * @throws MermaidParseError when Mermaid refuses the source or it is another diagram.
 */
export function parseMermaidGraph(source: string): Promise<MermaidGraph> {
  const result = queue.then(() => parseAlone(source));
  queue = result.catch(() => undefined);
  return result;
}

async function parseAlone(source: string): Promise<MermaidGraph> {
  const mermaid = await (loading ??= loadMermaid());
  let type: string;
  let database: FlowDatabase;
  try {
    // parse() first: it registers the diagrams and applies the configuration that the source itself carries.
    await mermaid.parse(source);
    const diagram = await mermaid.mermaidAPI.getDiagramFromText(source);
    type = diagram.type;
    database = diagram.db as unknown as FlowDatabase;
  } catch (error) {
    throw new MermaidParseError(`Mermaid does not parse this source: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  if (!type.startsWith('flowchart')) throw new MermaidParseError(`Mermaid reads this source as "${type}", not as a flowchart.`);
  // A browser's own parser decides what a label's HTML says.
  return readDatabase(database, (html) => (/[<&]/.test(html) ? JSDOM.fragment(html).textContent ?? '' : html));
}
