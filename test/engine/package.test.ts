import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { familyOf } from '../../src/engine/families/index.js';
import { loadPackage, readGraph } from '../../src/engine/package/load.js';
import { chooseProvider } from '../../src/engine/runtime/providers.js';
import { selfTest, testPixels } from '../../src/engine/runtime/selfTest.js';
import { EngineFailure } from '../../src/engine/errors.js';
import { graph, manifest, tensor } from './fakes.js';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'package-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const put = (value: unknown): void => writeFileSync(join(folder, 'manifest.json'), typeof value === 'string' ? value : JSON.stringify(value));

describe('loading a package', () => {
  it.each([
    ['there is no manifest', undefined, /manifest\.json cannot be read \(ENOENT\)/u],
    ['it is no JSON', '{', /no JSON/u],
    ['its format is newer', { ...manifest, format: 2 }, /format 2 is not known/u],
    ['a field is missing', { ...manifest, evidence: undefined }, /"evidence" is missing/u],
  ])('is refused when %s', async (_, value, message) => {
    if (value !== undefined) put(value);
    await expect(loadPackage(folder)).rejects.toMatchObject({ code: 'package-invalid', message: expect.stringMatching(message) as string });
  });

  it('refuses an unknown family by its name, even one that every object has', async () => {
    for (const family of ['prefix', 'constructor']) {
      put({ ...manifest, family });
      const pack = await loadPackage(folder);
      expect(() => familyOf(pack)).toThrow(`family "${family}"; this version of Unrender reads: flamingo`);
    }
  });

  it('verifies every file that it reads', async () => {
    const bytes = Buffer.from('graph');
    const entry = { file: 'vision.onnx', bytes: 5, sha256: createHash('sha256').update(bytes).digest('hex') };
    const other = { file: 'other.onnx', bytes: 6, sha256: 'f'.repeat(64) };
    put({ ...manifest, graphs: { ...manifest.graphs, vision: { ...entry, providers: { cuda: other } } } });
    const pack = await loadPackage(folder);
    await expect(readGraph(pack, 'vision', 'cpu')).rejects.toThrow('vision.onnx cannot be read');
    writeFileSync(join(folder, 'vision.onnx'), bytes);
    expect(Buffer.from(await readGraph(pack, 'vision', 'cpu')).toString()).toBe('graph');
    writeFileSync(join(folder, 'vision.onnx'), 'grapH');
    await expect(readGraph(pack, 'vision', 'webgpu')).rejects.toThrow('vision.onnx is damaged');
    writeFileSync(join(folder, 'other.onnx'), bytes);
    await expect(readGraph(pack, 'vision', 'cuda')).rejects.toThrow('other.onnx has 5 bytes instead of 6');
  });
});

describe('choosing a provider', () => {
  it('takes the first that opens, and tells why others were refused', async () => {
    const chosen = await chooseProvider(['webgpu', 'cuda', 'cpu'], async (name) => {
      if (name !== 'cpu') throw new Error(`no ${name}\nat somewhere`);
      return 'model';
    });
    expect(chosen).toEqual({ provider: 'cpu', value: 'model', refused: [{ provider: 'webgpu', reason: 'no webgpu' }, { provider: 'cuda', reason: 'no cuda' }] });
  });

  it('fails with every reason where none works', async () => {
    await expect(chooseProvider(['dml', 'cpu'], async (name) => { throw new Error(`no ${name}`); })).rejects.toMatchObject({ code: 'no-provider', message: expect.stringContaining('dml: no dml; cpu: no cpu') as string });
  });

  it('does not go on after a fault of the package', async () => {
    const tried: string[] = [];
    await expect(chooseProvider(['cuda', 'cpu'], async (name) => { tried.push(name); throw new EngineFailure('package-invalid', 'damaged'); })).rejects.toThrow('damaged');
    expect(tried).toEqual(['cuda']);
  });
});

describe('the self-test', () => {
  const test = { graph: 'vision', width: 4, height: 2, tolerance: 0.1, expected: [{ output: 'maps', index: 1, value: 2 }] } as const;
  const giving = (value: number) => graph(() => ({ maps: tensor([0, value], 2) }));
  it('passes within the tolerance and fails outside, on nonsense and on nothing', async () => {
    expect(await selfTest(giving(2.19), test)).toBeUndefined();
    expect(await selfTest(giving(2.21), test)).toContain('maps[1]');
    expect(await selfTest(giving(NaN), test)).toContain('NaN');
    expect(await selfTest(graph(() => ({ maps: tensor([0], 1) })), test)).toContain('missing');
  });

  it('uses the picture that the exporter makes', () => {
    expect(Array.from(testPixels(3, 2), (v) => Math.round(v * 97))).toEqual([0, 13, 26, 7, 20, 33]);
  });
});
