import { describe, expect, it } from 'vitest';
import { flowchartAnswer } from '../../src/answer/build.js';
import type { Answer, Node } from '../../src/answer/types.js';
import { trustIn } from '../../src/answer/trust.js';
import { answers, edge, graph, node, orderReading } from './samples.js';

/** A chain of `size` steps of which the last `loose` hang on nothing and the first `doubtful` are uncertain. */
const chain = (size: number, doubtful = 0, loose = 0): Answer => {
  const nodes = Array.from({ length: size }, (_, index): Node => node(`N${index}`, [`Step ${index}`], { confidence: index < doubtful ? 0.3 : 1 }));
  return flowchartAnswer(graph({ nodes, edges: nodes.slice(1, size - loose).map(({ id }, index) => edge(`N${index}`, id)) }), { ...orderReading, regions: [] });
};

describe('trust in a diagram', () => {
  it('falls with what is doubtful', () => {
    expect([0, 1, 2, 5, 8, 9, 10].map((doubtful) => trustIn(chain(10, doubtful)))).toEqual(['sure', 'unsure', 'unsure', 'unsure', 'poor', 'poor', 'poor']);
    // A doubt among twenty elements and more is one that a reader may meet later.
    expect(trustIn(chain(11, 1))).toBe('sure');
  });
  it('falls with steps that hang on nothing', () => {
    expect([0, 2, 3, 6, 7, 9].map((loose) => trustIn(chain(10, 0, loose)))).toEqual(['sure', 'sure', 'unsure', 'unsure', 'poor', 'poor']);
  });
  it('is none where there is no diagram', () => {
    for (const name of ['text', 'code', 'empty']) expect(trustIn(answers[name] as Answer)).toBe('poor');
    expect(trustIn(chain(0))).toBe('poor');
  });
});
