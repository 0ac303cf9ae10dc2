/** How far a diagram that was read may be taken over unseen, from what the model says of its own doubts and from what a diagram looks like. */
import type { Answer, Diagram } from './types.js';

/** `sure`: can be taken; `unsure`: wants a look first; `poor`: more of it is guessed than a look would mend. */
export type Trust = 'sure' | 'unsure' | 'poor';

/**
 * Measured over diagrams of strangers' documentation: what came out right had no more than a tenth of its elements in doubt, and hardly a step that hangs on nothing; where
 * two fifths were in doubt it was a drawing of another kind (layers, networks, arrows between areas) of which a flowchart keeps the words and loses the sense.
 */
const limits = { sure: { doubts: 0.1, loose: 0.2 }, poor: { doubts: 0.4, loose: 0.6 } } as const;

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
