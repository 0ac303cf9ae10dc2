import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowchartOnly } from '../../scripts/lib/flowchart-only.mjs';
import { writeMermaid } from '../../src/answer/mermaid.js';
import { diffGraphs, summarise, type PlainGraph } from '../../src/documents/diff.js';
import { edge, graph, node, orders } from '../answer/samples.js';

const texts = (before: PlainGraph, after: PlainGraph): string[] => diffGraphs(before, after).map(({ text }) => text).sort();
const base = graph({ nodes: [node('A', ['Start']), node('B', ['Check']), node('C', ['End'])], edges: [edge('A', 'B'), edge('B', 'C', { label: ['ok'] })] });

describe('what differs', () => {
  it('is nothing when only ids and order do', () => {
    const same = graph({ nodes: [node('X', ['End']), node('Y', ['Start']), node('Z', [' Check '])], edges: [edge('Z', 'X', { label: ['ok'] }), edge('Y', 'Z')] });
    expect(texts(base, same)).toEqual([]);
    expect(summarise([])).toBe('No differences.');
  });
  it('names what was added, removed, renamed and relabelled', () => {
    const after = graph({ nodes: [node('A', ['Start']), node('B', ['Checks']), node('D', ['Bill'])], edges: [edge('A', 'B', { label: ['go'] }), edge('B', 'D'), edge('D', 'A')] });
    expect(texts(base, after)).toEqual([
      'a connection from “Bill” to “Start” was added', 'a connection from “Checks” to “Bill” was added', 'the connection from “Check” to “End” was removed',
      'the connection from “Start” to “Check” has “go” in place of no label', 'the step “Bill” was added', 'the step “Check” became “Checks”', 'the step “End” was removed',
    ]);
    expect(summarise(diffGraphs(base, after))).toBe('1 step added, 1 step removed, 1 step renamed, 2 connections added, 1 connection removed and 1 connection relabelled.');
  });
  it('follows equal labels by their neighbours', () => {
    const twice = graph({ nodes: [node('A', ['Retry']), node('B', ['Retry']), node('C', ['Left']), node('D', ['Right'])], edges: [edge('A', 'C'), edge('B', 'D')] });
    const swapped = graph({ nodes: [node('P', ['Retry']), node('Q', ['Retry']), node('C', ['Left']), node('D', ['Right'])], edges: [edge('Q', 'C'), edge('P', 'D')] });
    expect(texts(twice, swapped)).toEqual([]);
  });
  it('is nothing between any graph and itself, and the mirror image the other way round', () => {
    const any = fc.record({ labels: fc.array(fc.string({ maxLength: 8 }), { maxLength: 7 }), links: fc.array(fc.tuple(fc.nat(6), fc.nat(6)), { maxLength: 9 }) }).map(({ labels, links }) => graph({
      nodes: labels.map((label, index) => node(`N${index}`, [label])), edges: links.filter(([a, b]) => a < labels.length && b < labels.length).map(([a, b]) => edge(`N${a}`, `N${b}`)),
    }));
    fc.assert(fc.property(any, any, (a, b) => {
      expect(diffGraphs(a, a)).toEqual([]);
      const number = (changes: ReturnType<typeof diffGraphs>, what: string, kind: string): number => changes.filter((change) => change.what === what && change.kind === kind).length;
      const there = diffGraphs(a, b);
      const back = diffGraphs(b, a);
      expect(number(there, 'node', 'added') - number(there, 'node', 'removed')).toBe(b.nodes.length - a.nodes.length);
      expect(number(back, 'node', 'removed') - number(back, 'node', 'added')).toBe(b.nodes.length - a.nodes.length);
    }));
  });
});

describe('Mermaid’s parser, bundled as it ships', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  let folder: string;
  let parse: (source: string) => Promise<PlainGraph>;
  beforeAll(async () => {
    mkdirSync(join(root, '.cache'), { recursive: true });
    folder = mkdtempSync(join(root, '.cache', 'mermaid-parser-'));
    const outfile = join(folder, 'parser.cjs');
    const { metafile } = await build({ entryPoints: [join(root, 'src', 'mermaid-parser', 'main.ts')], bundle: true, minify: true, platform: 'node', format: 'cjs', target: 'node20', outfile, plugins: [flowchartOnly], metafile: true, logLevel: 'error' });
    expect(Object.values(metafile.outputs)[0]?.bytes).toBeLessThan(1_000_000);
    parse = (createRequire(outfile)(outfile) as { parseFlowchart: typeof parse }).parseFlowchart;
  });
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

  it('gives back the graph that the writer wrote', async () => {
    expect(diffGraphs(orders, await parse(writeMermaid(orders).source))).toEqual([]);
  });
  it('reads what people write, and says where it is wrong', async () => {
    const graphOf = await parse('%% a comment\nflowchart LR\n  a[One] -- go --> b(Two<br>lines) & c{{"`**Three**`"}}\n  b ~~~ c\n  subgraph s\n    d@{ shape: doc, label: "#quot;Four#quot;" }\n  end\n  c ==> s\n  style a fill:#f00\n');
    expect(graphOf.nodes.map(({ lines }) => lines.join('|'))).toEqual(['One', 'Two|lines', 'Three', '"Four"']);
    expect(graphOf.edges.map(({ source, target, label }) => [source, target, label.join()])).toEqual([['a', 'b', 'go'], ['a', 'c', 'go'], ['c', 's', '']]);
    await expect(parse('flowchart LR\n  a --> [')).rejects.toThrow(/line 2/);
    await expect(parse('sequenceDiagram\n  a ->> b: hi')).rejects.toThrow();
    expect((await parse('flowchart LR\n  a --> b')).nodes).toHaveLength(2);
  });
});
