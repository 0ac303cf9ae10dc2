/** Any typed graph, hostile labels included, for property tests. */
import fc from 'fast-check';
import { shapes, type Container, type Diagram, type Edge, type End, type FreeText, type Node } from '../../src/answer/types.js';

export const nodeId = (index: number): string => `N${index}`;
export const containerId = (index: number): string => `G${index}`;

/** Labels that have meaning to Mermaid, to HTML, to YAML, to Markdown, or that broke a parser once. */
export const hostile: readonly string[] = [
  '"]', '"] --> B["x', '-->', '--- |a| ---', 'end', 'End', 'graph', 'subgraph', 'click', 'click A "javascript:alert(1)"', 'javascript:alert(1)',
  'style', 'style A fill:#f00;', 'style: x:#9;', 'classDef a fill:#fff;', 'a:#35;', 'x:#y; z;', 'direction TB', 'set direction  LR now', 'linkStyle 0 stroke:red',
  '%%', '%% comment', '%%{init: {"theme":"dark"}}%%', '%%{init}%%', '---', '---\ntitle: x\n---', 'title: "x"', ':::cls', '@{ shape: circle }', 'A@{ img: "x" }',
  '<b>bold</b>', '<br>', '<br/>', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '</div>', '<!-- c -->', 'a < b > c', '<>', '&lt;', '&amp;', '&copy',
  'R&D', '&#35;', '#35;', '#quot;', '#', '##', 'C#', '#1', ';', 'a;b;', ';;', '`code`', '`**md**`', '**bold**', '_it_', '1. one', '- item', '# heading',
  '$$x^2$$', '$', '\\', '\\n', 'C:\\new', '\\"', '\\\\', 'fa:fa-car', 'fab:fa-github x', '(', ')', '[', ']', '{', '}', '((', '))', '{{', '}}', '[/', '/]', '|', '||', '>',
  "'", "it's", '"', '""', '"quoted"', 'ﬂ°°35¶ß', 'ﬂ', '¶ß', 'x', 'o', 'v', '&', 'a & b', 'déjà', '開始', 'бета', 'مرحبا', '🚀 go', 'e\u0301', '\u202Eabc', 'a\u0000b',
  '\uD800', 'accTitle: x', 'accDescr { x }', '=', '==>', '-.->', '~~~', '{{x}}', '${x}', 'null', 'true', '50%', '100%%', '…', 'a\tb', 'constructor', '__proto__',
];

const label = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...hostile) },
  { weight: 2, arbitrary: fc.array(fc.constantFrom(...hostile), { minLength: 2, maxLength: 3 }).map((parts) => parts.join(' ')) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...hostile), { minLength: 2, maxLength: 3 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 1, arbitrary: fc.constantFrom('Start', 'Check input', 'yes', 'no') },
);
const labelLines = fc.array(label, { maxLength: 3 });
const confidence = fc.double({ min: 0, max: 1, noNaN: true });
const regions = fc.uniqueArray(fc.nat(40), { maxLength: 3 });
const ends = fc.constantFrom<End>('none', 'arrow', 'circle', 'cross');

interface Size { readonly nodes: number; readonly containers: number }

function diagramOf(size: Size): fc.Arbitrary<Diagram> {
  const containers: fc.Arbitrary<Container>[] = Array.from({ length: size.containers }, (_, index) =>
    fc.record({ lines: labelLines, parent: index === 0 ? fc.constant(undefined) : fc.option(fc.nat(index - 1), { nil: undefined }), regions, confidence })
      .map(({ parent, ...rest }) => ({ id: containerId(index), ...rest, ...(parent === undefined ? {} : { parent: containerId(parent) }) })));
  const nodes: fc.Arbitrary<Node>[] = Array.from({ length: size.nodes }, (_, index) =>
    fc.record({ lines: labelLines, shape: fc.constantFrom(...shapes), container: size.containers === 0 ? fc.constant(undefined) : fc.option(fc.nat(size.containers - 1), { nil: undefined }), regions, confidence })
      .map(({ container, ...rest }) => ({ id: nodeId(index), ...rest, ...(container === undefined ? {} : { container: containerId(container) }) })));
  const ids = [...Array.from({ length: size.nodes }, (_, i) => nodeId(i)), ...Array.from({ length: size.containers }, (_, i) => containerId(i))];
  const end = fc.nat(Math.max(0, ids.length - 1)).map((index) => ids[index] ?? '');
  const edge: fc.Arbitrary<Edge> = fc.record({
    source: end, target: end, stroke: fc.constantFrom('solid', 'dotted', 'thick'), start: ends, end: ends,
    label: labelLines, regions, confidence,
  });
  const text: fc.Arbitrary<FreeText> = fc.record({ lines: labelLines, role: fc.constantFrom('title', 'note'), regions, confidence });
  return fc.record({
    direction: fc.constantFrom('TD', 'LR', 'BT', 'RL'),
    nodes: fc.tuple(...nodes).map((list) => [...list]),
    containers: fc.tuple(...containers).map((list) => [...list]),
    edges: ids.length === 0 ? fc.constant([]) : fc.array(edge, { maxLength: 10 }),
    texts: fc.array(text, { maxLength: 3 }),
  });
}

/** Diagrams of 0 to 9 nodes and 0 to 4 containers, nested and empty ones included; any element may be joined to any other. */
export const anyDiagram: fc.Arbitrary<Diagram> = fc.record({ nodes: fc.nat(9), containers: fc.nat(4) }).chain(diagramOf);
