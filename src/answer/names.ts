/** What to call the elements of a diagram in a sentence. */
import { joinLines } from './labels.js';
import type { Diagram, Node, Shape } from './types.js';
import { ordinal, quote } from './words.js';

/** What people call a shape. */
export const shapeWords: Readonly<Record<Shape, string>> = {
  rect: 'box', round: 'rounded box', stadium: 'pill-shaped box', subroutine: 'box with double sides', cylinder: 'cylinder', circle: 'circle',
  double_circle: 'double circle', diamond: 'diamond', hexagon: 'hexagon', lean_right: 'parallelogram', lean_left: 'parallelogram',
  trapezoid: 'trapezoid', inv_trapezoid: 'trapezoid', odd: 'flag', ellipse: 'ellipse', document: 'document', text: 'text', icon: 'icon',
  bar: 'bar', record: 'record',
};

export interface Names {
  /** The name of a node or container: “Check input”, the second “Retry”, the unlabelled circle, the group “Backend”. */
  of(id: string): string;
  /** The same, with the word "decision" in front of a labelled diamond. */
  introduce(id: string): string;
}

/** A decision is what is drawn as one: a diamond. */
export function isDecision(node: Node): boolean {
  return node.shape === 'diamond';
}

/** Names are distinct as far as their (shortened) labels are: elements that would be called the same are numbered in the diagram's order. */
export function nameElements(diagram: Diagram): Names {
  const plain: { id: string; name: string; labelled: boolean; decision: boolean }[] = [
    ...diagram.nodes.map((node) => {
      const labelled = joinLines(node.lines) !== '';
      return { id: node.id, name: labelled ? quote(node.lines) : `unlabelled ${shapeWords[node.shape]}`, labelled, decision: labelled && isDecision(node) };
    }),
    ...diagram.containers.map(({ id, lines }) => ({
      id, name: joinLines(lines) === '' ? 'unlabelled group' : `group ${quote(lines)}`, labelled: false, decision: false,
    })),
  ];
  const total = new Map<string, number>();
  for (const { name } of plain) total.set(name, (total.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  const names = new Map<string, string>();
  const introductions = new Map<string, string>();
  for (const { id, name, labelled, decision } of plain) {
    const index = seen.get(name) ?? 0;
    seen.set(name, index + 1);
    const unique = total.get(name) === 1;
    const article = unique ? (labelled ? '' : 'the ') : `the ${ordinal(index)} `;
    names.set(id, article + name);
    introductions.set(id, decision ? `the ${unique ? '' : `${ordinal(index)} `}decision ${name}` : article + name);
  }
  return { of: (id) => names.get(id) ?? 'something', introduce: (id) => introductions.get(id) ?? 'something' };
}
