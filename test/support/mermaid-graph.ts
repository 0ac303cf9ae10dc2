/**
 * Reads Mermaid flowchart source with Mermaid's own parser, in Node, into a plain graph. Tests and the scorer share it, so that
 * "what the source says" is Mermaid's opinion and not ours.
 */
import { JSDOM } from 'jsdom';
import type { Mermaid } from 'mermaid';

export interface MermaidNode {
  readonly id: string;
  /** Lines of the label as a reader sees them, white space collapsed; empty for a node without text. */
  readonly lines: readonly string[];
  /** Mermaid's shape in this project's terms where there is one (see `shapeNames`), Mermaid's own name otherwise. */
  readonly shape: string;
  /** Id of the innermost subgraph. */
  readonly container?: string;
}
export interface MermaidEdge {
  readonly source: string;
  readonly target: string;
  readonly label: readonly string[];
  readonly stroke: 'solid' | 'dotted' | 'thick';
  readonly start: MermaidEnd;
  readonly end: MermaidEnd;
}
export type MermaidEnd = 'none' | 'arrow' | 'circle' | 'cross';
export interface MermaidContainer { readonly id: string; readonly lines: readonly string[]; readonly parent?: string }
export interface MermaidGraph {
  readonly direction: 'TD' | 'LR' | 'BT' | 'RL';
  readonly nodes: readonly MermaidNode[];
  /** In source order; invisible links (`~~~`) are left out, since nobody can see them. */
  readonly edges: readonly MermaidEdge[];
  readonly containers: readonly MermaidContainer[];
}

/** The source is not a flowchart that Mermaid accepts. `message` holds Mermaid's own words. */
export class MermaidParseError extends Error {
  override readonly name = 'MermaidParseError';
}

/** What the parser's database offers (the published types hide it behind a base interface). */
interface FlowDatabase {
  getDirection(): string | undefined;
  getVertices(): ReadonlyMap<string, { readonly id: string; readonly text?: string; readonly labelType: string; readonly type?: string; readonly icon?: string; readonly classes: readonly string[] }>;
  getEdges(): readonly { readonly start: string; readonly end: string; readonly text: string; readonly labelType: string; readonly type?: string; readonly stroke?: string }[];
  getSubGraphs(): readonly { readonly id: string; readonly title: string; readonly labelType: string; readonly nodes: readonly string[] }[];
}

/** Mermaid's internal and public shape names -> the shapes of this project. */
const shapeNames: Readonly<Record<string, string>> = {
  square: 'rect', rect: 'rect', proc: 'rect', process: 'rect', rectangle: 'rect', round: 'round', rounded: 'round', event: 'round',
  stadium: 'stadium', terminal: 'stadium', pill: 'stadium', subroutine: 'subroutine', 'fr-rect': 'subroutine', subprocess: 'subroutine',
  subproc: 'subroutine', 'framed-rectangle': 'subroutine', cylinder: 'cylinder', cyl: 'cylinder', db: 'cylinder', database: 'cylinder',
  circle: 'circle', circ: 'circle', 'sm-circ': 'circle', start: 'circle', 'small-circle': 'circle', 'f-circ': 'circle', junction: 'circle',
  'filled-circle': 'circle', doublecircle: 'double_circle', 'dbl-circ': 'double_circle', 'double-circle': 'double_circle',
  'fr-circ': 'double_circle', stop: 'double_circle', 'framed-circle': 'double_circle', diamond: 'diamond', diam: 'diamond',
  decision: 'diamond', question: 'diamond', hexagon: 'hexagon', hex: 'hexagon', prepare: 'hexagon', lean_right: 'lean_right',
  'lean-r': 'lean_right', 'lean-right': 'lean_right', 'in-out': 'lean_right', lean_left: 'lean_left', 'lean-l': 'lean_left',
  'lean-left': 'lean_left', 'out-in': 'lean_left', trapezoid: 'trapezoid', 'trap-b': 'trapezoid', priority: 'trapezoid',
  'trapezoid-bottom': 'trapezoid', inv_trapezoid: 'inv_trapezoid', 'trap-t': 'inv_trapezoid', manual: 'inv_trapezoid',
  'trapezoid-top': 'inv_trapezoid', 'inv-trapezoid': 'inv_trapezoid', odd: 'odd', ellipse: 'ellipse', doc: 'document',
  document: 'document', text: 'text', icon: 'icon', fork: 'bar', join: 'bar', 'div-rect': 'record', 'div-proc': 'record',
  'divided-rectangle': 'record', 'divided-process': 'record',
};

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
  return readDatabase(database);
}

function readDatabase(database: FlowDatabase): MermaidGraph {
  const groups = database.getSubGraphs();
  const groupIds = new Set(groups.map((group) => group.id));
  const parents = new Map<string, string>();
  for (const group of groups) for (const member of group.nodes) parents.set(member, group.id);

  const nodes: MermaidNode[] = [];
  for (const vertex of database.getVertices().values()) {
    // An edge to a subgraph makes Mermaid list the subgraph as a vertex as well.
    if (groupIds.has(vertex.id)) continue;
    const container = parents.get(vertex.id);
    nodes.push({
      id: vertex.id,
      lines: labelLines(vertex.text ?? vertex.id, vertex.labelType),
      shape: vertex.icon !== undefined || vertex.classes.includes('icon') ? 'icon' : vertex.classes.includes('ellipse') ? 'ellipse' : shapeName(vertex.type),
      ...(container === undefined ? {} : { container }),
    });
  }
  const edges = database.getEdges().filter((edge) => edge.stroke !== 'invisible').map((edge): MermaidEdge => ({
    source: edge.start,
    target: edge.end,
    label: labelLines(edge.text, edge.labelType),
    stroke: edge.stroke === 'dotted' || edge.stroke === 'thick' ? edge.stroke : 'solid',
    ...ends(edge.type),
  }));
  const containers = groups.map((group): MermaidContainer => {
    const parent = parents.get(group.id);
    return { id: group.id, lines: labelLines(group.title, group.labelType), ...(parent === undefined ? {} : { parent }) };
  });
  return { direction: direction(database.getDirection()), nodes, edges, containers };
}

function shapeName(type: string | undefined): string {
  return type === undefined ? 'rect' : shapeNames[type] ?? type;
}

function direction(value: string | undefined): MermaidGraph['direction'] {
  return value === 'LR' || value === 'RL' || value === 'BT' ? value : 'TD';
}

function ends(type: string | undefined): { start: MermaidEnd; end: MermaidEnd } {
  const kind = (type ?? '').replace('double_', '');
  const end: MermaidEnd = kind === 'arrow_point' ? 'arrow' : kind === 'arrow_circle' ? 'circle' : kind === 'arrow_cross' ? 'cross' : 'none';
  return { start: type?.startsWith('double_') === true ? end : 'none', end };
}

/** The text of a label as a browser would show it: entities decoded, tags gone, a line a `<br>`. */
function labelLines(raw: string, labelType: string): string[] {
  // Mermaid hides `#35;` and `#quot;` from its lexer behind these letters and puts the entities back when it renders.
  let html = raw.replace(/ﬂ°°/g, '&#').replace(/ﬂ°/g, '&').replace(/¶ß/g, ';');
  html = html.replace(/\\n|\n/g, '<br/>');
  if (labelType === 'markdown') html = html.replace(/(\*\*|__)(.+?)\1/g, '$2').replace(/([*_])(.+?)\1/g, '$2');
  return html
    .split(/<br\s*\/?\s*>/i)
    .map((line) => (/[<&]/.test(line) ? JSDOM.fragment(line).textContent ?? '' : line).replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');
}
