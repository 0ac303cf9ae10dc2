import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { cleanLines } from '../../src/answer/labels.js';
import { shapes, type Diagram } from '../../src/answer/types.js';
import { layoutOf } from '../../src/drawing/layout.js';
import { palettes } from '../../src/drawing/palette.js';
import { formOf, leaving } from '../../src/drawing/shapes.js';
import { drawDiagram } from '../../src/drawing/svg.js';
import { wrapped } from '../../src/drawing/text.js';
import { themes, TooLarge } from '../../src/drawing/types.js';
import { anyDiagram } from './arbitrary.js';
import { answers, edge, graph, group, node, orders } from './samples.js';

const { window } = new JSDOM('');
/** Parses as XML, as a browser does with an image. */
function parse(svg: string): Document {
  const document = new window.DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(document.querySelector('parsererror')?.textContent).toBeUndefined();
  return document;
}
const spoken = (document: Document): string[] => [...document.querySelectorAll('tspan')].map(({ textContent }) => textContent ?? '');

describe('a drawn graph', () => {
  it('holds every label, and nothing that could run or ask for anything', () => {
    const document = parse(drawDiagram(orders, 'dark').svg);
    const labels = [...orders.nodes, ...orders.containers, ...orders.texts].flatMap(({ lines }) => wrapped(lines)).concat(orders.edges.flatMap(({ label }) => wrapped(label)));
    expect(spoken(document).sort()).toEqual([...labels].sort());
    expect([...new Set([...document.querySelectorAll('*')].map(({ tagName }) => tagName))].sort()).toEqual(['ellipse', 'g', 'path', 'rect', 'svg', 'text', 'tspan']);
  });

  it('marks what may be misread, and has its colours from the theme', () => {
    for (const theme of themes) {
      const { svg } = drawDiagram(orders, theme);
      expect(svg).toContain(`stroke="${palettes[theme].doubt}"`);
      expect(svg).toContain(`fill="${palettes[theme].text}"`);
      // One edge is doubtful, with its label and its head.
      expect(svg.split(palettes[theme].doubt).length - 1).toBe(3);
    }
  });

  it('keeps nodes apart and inside their groups, and ends edges at outlines', () => {
    const { nodes, groups, edges } = layoutOf(orders);
    for (const [index, a] of nodes.entries()) {
      for (const b of nodes.slice(index + 1)) {
        const apart = Math.abs(a.at.x - b.at.x) >= (a.form.width + b.form.width) / 2 || Math.abs(a.at.y - b.at.y) >= (a.form.height + b.form.height) / 2;
        expect(apart, `${a.node.id} and ${b.node.id}`).toBe(true);
      }
    }
    const place = groups[0]?.place;
    expect(place).toBeDefined();
    for (const { node: { id, container }, at, form } of nodes) {
      if (!place) continue;
      const inside = Math.abs(at.x - place.x) + form.width / 2 <= place.width / 2 && Math.abs(at.y - place.y) + form.height / 2 <= place.height / 2;
      expect(inside, id).toBe(container === 'G1');
    }
    expect(edges).toHaveLength(orders.edges.length);
    for (const { edge: { source }, points } of edges) {
      const own = nodes.find((one) => one.node.id === source);
      const first = points[0];
      if (!own || !first) throw new Error('an edge without a beginning');
      const from = { x: first.x - own.at.x, y: first.y - own.at.y };
      const onOutline = leaving(own.form.outline, from);
      expect(Math.hypot(from.x - onOutline.x, from.y - onOutline.y)).toBeLessThan(0.01);
    }
  });

  it('has room for its text in every shape', () => {
    for (const shape of shapes) {
      if (shape === 'bar') continue;
      const text = { width: 120, height: 36 };
      const { outline, textAt } = formOf(shape, text, false);
      for (const [x, y] of [[-1, -1], [1, -1], [1, 1], [-1, 1]] as const) {
        const corner = { x: textAt.x + (x * text.width) / 2, y: textAt.y + (y * text.height) / 2 };
        const limit = leaving(outline, corner);
        expect(Math.hypot(corner.x, corner.y), shape).toBeLessThanOrEqual(Math.hypot(limit.x, limit.y) + 0.01);
      }
    }
  });

  it('draws loops, edges to groups, empty groups and groups in groups', () => {
    const awkward = answers['awkward']?.segments[0]?.diagram;
    if (!awkward) throw new Error('the sample is gone');
    expect(layoutOf(awkward).edges).toHaveLength(awkward.edges.length);
    const circular: Diagram = graph({ nodes: [node('A', ['a'], { container: 'X' })], containers: [group('X', ['x'], { parent: 'Y' }), group('Y', ['y'], { parent: 'X' })], edges: [edge('X', 'Y'), edge('A', 'gone')] });
    expect(spoken(parse(drawDiagram(circular, 'light').svg)).sort()).toEqual(['a', 'x', 'y']);
    expect(parse(drawDiagram(graph({}), 'light').svg).querySelector('svg')?.getAttribute('width')).toBe('20');
  });

  it('is shown smaller where it is high, and never so small that nobody could read it', () => {
    const whole = drawDiagram(orders, 'light');
    const height = (most: number): number => drawDiagram(orders, 'light', { height: most, least: 0.75 }).height;
    expect([height(whole.height + 10), height(whole.height * 0.8), height(10)]).toEqual([whole.height, whole.height * 0.8, whole.height * 0.75]);
    const root = parse(drawDiagram(orders, 'light', { height: 10, least: 0.75 }).svg).documentElement;
    expect(root.getAttribute('viewBox')).toBe(`0 0 ${whole.width} ${whole.height}`);
  });

  it('refuses what is larger than a picture would help with', () => {
    const many = graph({ nodes: Array.from({ length: 121 }, (_, index) => node(`N${index}`, ['x'])) });
    expect(() => drawDiagram(many, 'light')).toThrow(TooLarge);
  });

  it('is whole for any graph, whatever its labels are', () => {
    fc.assert(fc.property(anyDiagram, fc.constantFrom(...themes), (diagram, theme) => {
      const { svg, width, height } = drawDiagram(diagram, theme);
      const document = parse(svg);
      expect(Number.isFinite(width) && Number.isFinite(height) && width > 0 && height > 0).toBe(true);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      const nodes = diagram.nodes.filter(({ shape, lines }) => shape !== 'bar' && cleanLines(lines).length > 0);
      expect(spoken(document).length).toBeGreaterThanOrEqual(nodes.length);
    }), { numRuns: 60 });
  });
});
