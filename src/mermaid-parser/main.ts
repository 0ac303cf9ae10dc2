/**
 * Mermaid's own flowchart parser as a bundle of its own (dist/mermaid-parser.cjs), loaded when two sources are compared and never before. The build leaves out
 * every other diagram, and everything that draws or needs a page.
 */
import type { Mermaid } from 'mermaid';
import type { PlainGraph } from '../documents/diff.js';
import { decodeHtml } from '../documents/find/html.js';

/** What the parser's database offers; the published types hide it behind a base interface. */
interface FlowDatabase {
  getVertices(): ReadonlyMap<string, { readonly id: string; readonly text?: string; readonly labelType: string }>;
  getEdges(): readonly { readonly start: string; readonly end: string; readonly text: string; readonly labelType: string; readonly type?: string; readonly stroke?: string }[];
  getSubGraphs(): readonly { readonly id: string; readonly title: string; readonly labelType: string }[];
}

let loading: Promise<Mermaid> | undefined;
/** Mermaid keeps its configuration in module state, so two parses may not overlap. */
let queue: Promise<unknown> = Promise.resolve();

/** The graph that the source draws. Rejects with Mermaid's own words when it is no flowchart that Mermaid accepts. */
export function parseFlowchart(source: string): Promise<PlainGraph> {
  const result = queue.then(() => parseAlone(source));
  queue = result.catch(() => undefined);
  return result;
}

async function parseAlone(source: string): Promise<PlainGraph> {
  const mermaid = await (loading ??= load());
  await mermaid.parse(source);
  const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(source);
  if (!type.startsWith('flowchart')) throw new Error(`This is a ${type} diagram; only flowcharts can be compared.`);
  return graphOf(db as unknown as FlowDatabase);
}

async function load(): Promise<Mermaid> {
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', maxTextSize: 1_000_000, maxEdges: 10_000, logLevel: 'fatal' });
  return mermaid;
}

function graphOf(database: FlowDatabase): PlainGraph {
  const groups = database.getSubGraphs();
  const groupIds = new Set(groups.map(({ id }) => id));
  return {
    // An edge to a subgraph makes Mermaid list the subgraph as a vertex as well.
    nodes: [...database.getVertices().values()].filter(({ id }) => !groupIds.has(id)).map(({ id, text, labelType }) => ({ id, lines: labelLines(text ?? id, labelType) })),
    edges: database.getEdges().filter(({ stroke }) => stroke !== 'invisible')
      .map(({ start, end, text, labelType }) => ({ source: start, target: end, label: labelLines(text, labelType) })),
    containers: groups.map(({ id, title, labelType }) => ({ id, lines: labelLines(title, labelType) })),
  };
}

/** The label's text as a reader sees it: entities decoded, tags gone, a line a `<br>`. */
function labelLines(raw: string, labelType: string): string[] {
  // Mermaid hides `#35;` and `#quot;` from its lexer behind these letters.
  let text = raw.replace(/\uFB02\u00B0\u00B0/g, '&#').replace(/\uFB02\u00B0/g, '&').replace(/\u00B6\u00DF/g, ';').replace(/\\n|\n/g, '<br/>');
  if (labelType === 'markdown') text = text.replace(/(\*\*|__)(.+?)\1/g, '$2').replace(/([*_])(.+?)\1/g, '$2');
  return text.split(/<br\s*\/?\s*>/i).map((line) => decodeHtml(line.replace(/<\/?[a-z][^<>]*>/gi, '')).replace(/\s+/g, ' ').trim()).filter((line) => line !== '');
}
