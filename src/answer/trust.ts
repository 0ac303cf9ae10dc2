/** How far a diagram that was read may be taken over unseen, from what the model says of its own doubts and from what a diagram looks like. */
import type { Answer, Diagram } from './types.js';

/** `sure`: can be taken; `unsure`: wants a look first; `poor`: more of it is guessed than a look would mend. */
export type Trust = 'sure' | 'unsure' | 'poor';

/**
 * Doubts for each element and the share of nodes that hang on nothing; above them a diagram is no longer `sure`, or is `poor`.
 *
 * Doubts were measured on every fifth picture of the development set (60 readings of unrender-s; models/evaluation/trust.mjs prints the table). Of the elements of a reading without a
 * doubt all were right (16 readings); up to a tenth in doubt 85 % (3), up to two fifths 80 to 88 % (30), above that 74 %, and 1 reading of 11 had nine elements of ten right. Those pictures
 * are all flowcharts, hardly with a loose node, and tell nothing of the limits for these: they are a guess against drawings of another kind (layers, networks, arrows between areas), of which a
 * flowchart keeps the words and loses the sense.
 */
const limits = { sure: { doubts: 0.05, loose: 0.2 }, poor: { doubts: 0.4, loose: 0.6 } } as const;

/** More of the diagram is in doubt than a look would mend: what can be told are its words, which were read. */
export function isGuessed(answer: Answer): boolean {
  const diagram = answer.segments.find((segment) => segment.diagram !== undefined)?.diagram;
  return diagram !== undefined && doubtful(answer, diagram) > limits.poor.doubts;
}

/** Doubts for each element; above 1 where elements have several. */
function doubtful({ doubts }: Answer, { nodes, edges, containers }: Diagram): number {
  return doubts.length / Math.max(1, nodes.length + edges.length + containers.length);
}

/** What trust is judged by; nothing where there is no diagram with a node. `doubts`: for each element; `loose`: share of the nodes that hang on nothing, 0..1. */
export function signsOf(answer: Answer): { readonly doubts: number; readonly loose: number } | undefined {
  const diagram = answer.segments.find((segment) => segment.diagram !== undefined)?.diagram;
  if (diagram === undefined || diagram.nodes.length === 0) return undefined;
  const joined = new Set(diagram.edges.flatMap(({ source, target }) => [source, target]));
  return { doubts: doubtful(answer, diagram), loose: diagram.nodes.filter(({ id }) => !joined.has(id)).length / diagram.nodes.length };
}

export function trustIn(answer: Answer): Trust {
  const signs = signsOf(answer);
  if (signs === undefined || signs.doubts > limits.poor.doubts || signs.loose > limits.poor.loose) return 'poor';
  return signs.doubts <= limits.sure.doubts && signs.loose <= limits.sure.loose ? 'sure' : 'unsure';
}
