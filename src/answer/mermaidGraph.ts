/**
 * What Mermaid's own parser has understood of a flowchart's source, as a plain graph. The parser itself is loaded by who needs it: the panel draws with it, the
 * comparison of sources has it in a bundle of its own, tests run it in Node.
 */
import { decodeHtml } from './htmlText.js';
import { shapes, type Diagram, type Shape } from './types.js';

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

/** What the parser's database offers (the published types hide it behind a base interface). */
export interface FlowDatabase {
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

/** @param text a line of a label's HTML as a browser shows it; without it, tags go and the common entities are decoded */
export function readDatabase(database: FlowDatabase, text: (html: string) => string = plainText): MermaidGraph {
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
      lines: labelLines(vertex.text ?? vertex.id, vertex.labelType, text),
      shape: vertex.icon !== undefined || vertex.classes.includes('icon') ? 'icon' : vertex.classes.includes('ellipse') ? 'ellipse' : shapeName(vertex.type),
      ...(container === undefined ? {} : { container }),
    });
  }
  const edges = database.getEdges().filter((edge) => edge.stroke !== 'invisible').map((edge): MermaidEdge => ({
    source: edge.start,
    target: edge.end,
    label: labelLines(edge.text, edge.labelType, text),
    stroke: edge.stroke === 'dotted' || edge.stroke === 'thick' ? edge.stroke : 'solid',
    ...ends(edge.type),
  }));
  const containers = groups.map((group): MermaidContainer => {
    const parent = parents.get(group.id);
    return { id: group.id, lines: labelLines(group.title, group.labelType, text), ...(parent === undefined ? {} : { parent }) };
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

/** The graph as a typed diagram: what a person has written has no place in a picture and no doubts. Shapes that this project has no name for are boxes. */
export function diagramOf({ direction: way, nodes, edges, containers }: MermaidGraph): Diagram {
  const known = (shape: string): Shape => shapes.find((name) => name === shape) ?? 'rect';
  const certain = { regions: [], confidence: 1 } as const;
  return { direction: way, nodes: nodes.map((node) => ({ ...node, shape: known(node.shape), ...certain })), edges: edges.map((edge) => ({ ...edge, ...certain })), containers: containers.map((container) => ({ ...container, ...certain })), texts: [] };
}

/** The text of a label as a browser would show it: entities decoded, tags gone, a line a `<br>`. */
function labelLines(raw: string, labelType: string, text: (html: string) => string): string[] {
  // Mermaid hides `#35;` and `#quot;` from its lexer behind these letters and puts the entities back when it renders.
  let html = raw.replace(/\uFB02\u00B0\u00B0/g, '&#').replace(/\uFB02\u00B0/g, '&').replace(/\u00B6\u00DF/g, ';').replace(/\\n|\n/g, '<br/>');
  if (labelType === 'markdown') html = html.replace(/(\*\*|__)(.+?)\1/g, '$2').replace(/([*_])(.+?)\1/g, '$2');
  return html.split(/<br\s*\/?\s*>/i).map((line) => text(line).replace(/\s+/g, ' ').trim()).filter((line) => line !== '');
}

function plainText(html: string): string { return decodeHtml(html.replace(/<\/?[a-z][^<>]*>/gi, '')); }
