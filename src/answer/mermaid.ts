/** Writes a typed graph as Mermaid 12 flowchart source. One way to write each thing. */
import { containerForest, type Forest } from './graph.js';
import { isDiagramId } from './ids.js';
import { joinLines } from './labels.js';
import { commentMermaid, quoteMermaid } from './mermaidText.js';
import { nameElements, type Names } from './names.js';
import type { Container, Diagram, Edge, End, Node, Shape, Span, Stroke } from './types.js';

export interface MermaidSource {
  readonly source: string;
  /** In source order, never overlapping: a statement each for nodes, edges and containers, a line each for titles and notes. */
  readonly spans: readonly Span[];
  /** Plain sentences about what Mermaid has no way to write; empty when the source says all that the graph says. */
  readonly losses: readonly string[];
}

/** Brackets where Mermaid has them, and what follows them where it has only a name. */
const outlines: Readonly<Record<Shape, { readonly open: string; readonly close: string; readonly after?: string }>> = {
  rect: { open: '[', close: ']' },
  round: { open: '(', close: ')' },
  stadium: { open: '([', close: '])' },
  subroutine: { open: '[[', close: ']]' },
  cylinder: { open: '[(', close: ')]' },
  circle: { open: '((', close: '))' },
  double_circle: { open: '(((', close: ')))' },
  diamond: { open: '{', close: '}' },
  hexagon: { open: '{{', close: '}}' },
  lean_right: { open: '[/', close: '/]' },
  lean_left: { open: '[\\', close: '\\]' },
  trapezoid: { open: '[/', close: '\\]' },
  inv_trapezoid: { open: '[\\', close: '/]' },
  odd: { open: '>', close: ']' },
  // Mermaid 12 parses `(-...-)` and then fails to draw it. A stadium is the nearest that it draws; the class keeps the difference.
  ellipse: { open: '([', close: '])', after: ':::ellipse' },
  document: { open: '[', close: ']', after: '@{ shape: doc }' },
  text: { open: '[', close: ']', after: '@{ shape: text }' },
  // Which icon it was is not read, and Mermaid draws a question mark for one without a name: the class keeps the difference.
  icon: { open: '(', close: ')', after: ':::icon' },
  bar: { open: '[', close: ']', after: '@{ shape: fork }' },
  record: { open: '[', close: ']', after: '@{ shape: div-rect }' },
};

const lines: Readonly<Record<Stroke, { readonly body: string; readonly open: string; readonly arrow: string }>> = {
  solid: { body: '--', open: '---', arrow: '-->' },
  dotted: { body: '-.-', open: '-.-', arrow: '-.->' },
  thick: { body: '==', open: '===', arrow: '==>' },
};

/**
 * @throws RangeError when an id could not be an id in Mermaid, or an edge joins something that the graph does not hold.
 */
export function writeMermaid(diagram: Diagram): MermaidSource {
  return new MermaidWriter(diagram).write();
}

class MermaidWriter {
  private source = '';
  private readonly spans: Span[] = [];
  private readonly losses: string[] = [];
  private readonly forest: Forest;
  private readonly names: Names;

  constructor(private readonly diagram: Diagram) {
    this.forest = containerForest(diagram);
    this.names = nameElements(diagram);
    checkIds(diagram);
  }

  write(): MermaidSource {
    const { diagram } = this;
    const title = diagram.texts.findIndex((text) => text.role === 'title' && joinLines(text.lines) !== '');
    if (title >= 0) this.writeTitle(title);
    this.source += `flowchart ${diagram.direction}\n`;
    this.writeMembers(undefined, this.forest.roots, 1);
    for (const node of diagram.nodes) {
      if (node.shape === 'bar' && joinLines(node.lines) !== '') this.losses.push(`Mermaid draws a bar without its text: ${this.names.of(node.id)} is in the source, but not in the drawing.`);
    }
    diagram.edges.forEach((edge, index) => {
      this.line(1, edgeStatement(edge), `edge:${index}`, edge);
      if (edge.start !== 'none' && edge.end !== 'none' && edge.start !== edge.end) {
        this.losses.push(`Mermaid cannot draw ${article(edge.start)} at one end of a line and ${article(edge.end)} at the other: between ${this.names.of(edge.source)} and ${this.names.of(edge.target)} only the second is kept.`);
      }
    });
    diagram.texts.forEach((text, index) => {
      const words = commentMermaid(joinLines(text.lines));
      // A note as a node would change the graph; as a comment it stays where it can be read.
      if (index !== title && words !== '') this.line(1, `%% ${text.role}: ${words}`, `text:${index}`, text);
    });
    return { source: this.source, spans: this.spans, losses: this.losses };
  }

  private writeTitle(index: number): void {
    const text = this.diagram.texts[index];
    if (text === undefined) return;
    this.source += '---\n';
    // A JSON string is a double-quoted YAML scalar.
    this.line(0, `title: ${JSON.stringify(joinLines(text.lines))}`, `text:${index}`, text);
    this.source += '---\n';
  }

  private writeMembers(container: string | undefined, children: readonly Container[], depth: number): void {
    for (const node of this.diagram.nodes) {
      if (this.homeOf(node) === container) this.line(depth, nodeStatement(node), `node:${node.id}`, node);
    }
    for (const child of children) {
      this.line(depth, `subgraph ${child.id} [${quoteMermaid(child.lines)}]`, `container:${child.id}`, child);
      this.writeMembers(child.id, this.forest.childrenOf(child.id), depth + 1);
      this.source += `${indent(depth)}end\n`;
    }
  }

  private homeOf(node: Node): string | undefined {
    return node.container !== undefined && this.forest.has(node.container) ? node.container : undefined;
  }

  private line(depth: number, statement: string, element: string, from: { readonly regions: readonly number[]; readonly confidence: number }): void {
    const start = this.source.length + indent(depth).length;
    this.source += `${indent(depth)}${statement}\n`;
    this.spans.push({ start, end: start + statement.length, regions: from.regions, confidence: from.confidence, element });
  }
}

function indent(depth: number): string {
  return '  '.repeat(depth);
}

function article(end: End): string {
  return end === 'arrow' ? 'an arrow' : `a ${end}`;
}

function nodeStatement(node: Node): string {
  const { open, close, after = '' } = outlines[node.shape];
  return `${node.id}${open}${quoteMermaid(node.lines)}${close}${after}`;
}

function edgeStatement(edge: Edge): string {
  // Mermaid marks one end or both: a mark at the start alone is the same edge the other way round.
  const flipped = edge.end === 'none' && edge.start !== 'none';
  const [from, to, end] = flipped ? [edge.target, edge.source, edge.start] : [edge.source, edge.target, edge.end];
  const link = linkText(edge.stroke, end, !flipped && edge.start === edge.end);
  const label = joinLines(edge.label) === '' ? '' : `|${quoteMermaid(edge.label)}|`;
  return `${from} ${link}${label} ${to}`;
}

function linkText(stroke: Stroke, end: End, both: boolean): string {
  const { body, open, arrow } = lines[stroke];
  if (end === 'none') return open;
  if (end === 'arrow') return both ? `<${arrow}` : arrow;
  const mark = end === 'circle' ? 'o' : 'x';
  return both ? `${mark}${body}${mark}` : `${body}${mark}`;
}

function checkIds(diagram: Diagram): void {
  const known = new Set<string>();
  for (const { id } of [...diagram.nodes, ...diagram.containers]) {
    if (!isDiagramId(id)) throw new RangeError(`"${id}" cannot be the id of an element in Mermaid.`);
    if (known.has(id)) throw new RangeError(`Two elements of the diagram have the id "${id}".`);
    known.add(id);
  }
  for (const { source, target } of diagram.edges) {
    for (const id of [source, target]) if (!known.has(id)) throw new RangeError(`An edge joins "${id}", which the diagram does not hold.`);
  }
}
