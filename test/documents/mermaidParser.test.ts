import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowchartOnly } from '../../scripts/lib/flowchart-only.mjs';
import { writeMermaid } from '../../src/answer/mermaid.js';
import { compareDiagrams } from '../../src/answer/questions/compare.js';
import type { Diagram } from '../../src/answer/types.js';
import { orders } from '../answer/samples.js';

describe('Mermaid’s parser, bundled as it ships', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  let folder: string;
  let parse: (source: string) => Promise<Diagram>;
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
    expect(compareDiagrams(orders, await parse(writeMermaid(orders).source)).changes).toEqual([]);
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
