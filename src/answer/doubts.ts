/** What the reader should check again, in words for people. */
import { flowOf } from './graph.js';
import { joinLines, percent } from './labels.js';
import { nameElements } from './names.js';
import type { Diagram, Doubt } from './types.js';
import { capital, quote } from './words.js';

/** Below this calibrated probability an element is shown as doubtful. */
export const doubtThreshold = 0.8;

/** The elements whose confidence is below `threshold` (0..1), worst first. */
export function listDoubts(diagram: Diagram, threshold: number = doubtThreshold): Doubt[] {
  const names = nameElements(diagram);
  const doubts: Doubt[] = [];
  const add = (element: string, of: { readonly regions: readonly number[]; readonly confidence: number }, words: string): void => {
    if (of.confidence < threshold) doubts.push({ text: `${capital(words)} (${percent(of.confidence)})`, element, regions: of.regions, confidence: of.confidence });
  };
  for (const node of diagram.nodes) {
    add(`node:${node.id}`, node, joinLines(node.lines) === '' ? `${names.of(node.id)} may not be there` : `${names.introduce(node.id)} may be misread`);
  }
  diagram.edges.forEach((edge, index) => {
    const { from, to, kind } = flowOf(edge);
    const line = kind === 'directed' ? `the arrow from ${names.of(from)} to ${names.of(to)}`
      : `the ${kind === 'both' ? 'two-way arrow' : 'line'} between ${names.of(from)} and ${names.of(to)}`;
    const label = joinLines(edge.label) === '' ? '' : `, labelled ${quote(edge.label)},`;
    add(`edge:${index}`, edge, `${from === to ? `the arrow from ${names.of(from)} back to itself` : line}${label} may be wrong`);
  });
  for (const container of diagram.containers) add(`container:${container.id}`, container, `${names.of(container.id)} may be wrong`);
  diagram.texts.forEach((text, index) => { add(`text:${index}`, text, `the ${text.role} ${quote(text.lines)} may be misread or belong elsewhere`); });
  // Sorting is stable: equal doubts stay in the diagram's order.
  return doubts.sort((a, b) => a.confidence - b.confidence);
}
