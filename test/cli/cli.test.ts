import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundle } from '../support/bundle.js';
import type { Bundles } from '../support/bundle.js';

/** The command line as it ships, with an engine that behaves as the pictures' names say. */
let bundles: Bundles;
let folder = '';
beforeAll(async () => {
  bundles = await bundle({ cli: 'src/cli/main.ts' });
  copyFileSync(fileURLToPath(new URL('../client/engines/fake.mjs', import.meta.url)), join(bundles.folder, 'dist', 'engine.js'));
}, 60_000);
afterAll(() => bundles.dispose());
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'cli-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Result { readonly code: number | null; readonly out: string; readonly err: string }
function unrender(args: readonly string[], { input, interruptOn, model = folder }: { input?: Buffer; interruptOn?: string; model?: string } = {}): Promise<Result> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(bundles.folder, 'dist', 'cli.js'), ...args], { cwd: folder, env: { ...process.env, UNRENDER_MODEL: model } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => { out += data.toString(); if (interruptOn !== undefined && out.includes(interruptOn)) child.kill('SIGINT'); });
    child.stderr.on('data', (data: Buffer) => { err += data.toString(); });
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}
function put(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), 'abc');
  }
}
const files = (at: string): string[] => readdirSync(join(folder, at)).sort();
const schema = JSON.parse(readFileSync(new URL('../../src/answer/answer.schema.json', import.meta.url), 'utf8')) as Record<string, unknown>;
const jsonl = (file: string): Record<string, unknown>[] => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);

describe('unrender read', { timeout: 60_000 }, () => {
  it('writes Markdown, Mermaid, HTML and JSON', async () => {
    put('a');
    expect(await unrender(['read', 'a'])).toMatchObject({ code: 0, out: expect.stringContaining('```mermaid\nflowchart TD') as string, err: '' });
    expect((await unrender(['read', 'a', '-f', 'mermaid'])).out).toBe('flowchart TD\n  A["a"]\n');
    expect((await unrender(['read', 'a', '--format', 'html'])).out).toMatch(/^<!doctype html>[^]*data:image\//iu);
    const answer = JSON.parse((await unrender(['read', 'a', '--format', 'json'])).out) as unknown;
    const { $schema: _, ...rules } = schema;
    const validate = new Ajv({ strict: false }).compile(rules);
    expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
  });

  it('reads standard input', async () => {
    expect((await unrender(['read', '-', '--format', 'json'], { input: Buffer.from('12345') })).out).toMatch(/Buffer 5|Uint8Array 5/u);
  });

  it('several pictures: JSON a line each, other formats with their names', async () => {
    put('a', 'b');
    const { out } = await unrender(['read', 'a', 'b', '--format', 'json']);
    expect(out.trimEnd().split('\n').map((line) => (JSON.parse(line) as { picture: { name: string } }).picture.name)).toEqual(['a', 'b']);
    expect((await unrender(['read', 'a', 'b', '--format', 'mermaid'])).out).toBe('%% a\nflowchart TD\n  A["a"]\n\n%% b\nflowchart TD\n  A["b"]\n');
  });

  it('writes files of their own, even for equal names', async () => {
    put('x/a.png', 'y/a.png');
    const { code, out } = await unrender(['read', 'x/a.png', 'y/a.png', '--out', 'new/dir', '--format', 'mermaid']);
    expect([code, ...files('new/dir')]).toEqual([0, 'a-2.mmd', 'a.mmd']);
    expect(out.trimEnd().split('\n')).toHaveLength(2);
  });

  it('goes on after a bad picture and ends with 1', async () => {
    put('bad', 'a');
    const { code, out, err } = await unrender(['read', 'missing.png', 'bad', 'a', '--format', 'mermaid']);
    expect([code, err, out]).toEqual([1, 'missing.png cannot be opened (ENOENT).\nbad is truncated.\n', expect.stringContaining('A["a"]')]);
  });

  it('tells usage errors with 2, an engine that does not run with 3, an interrupt with 130', async () => {
    put('a', 'slow');
    expect((await unrender(['read'])).code).toBe(2);
    expect((await unrender(['read', 'a', '--format', 'pdf'])).code).toBe(2);
    expect((await unrender(['read', 'a', '--background', 'red'])).code).toBe(2);
    expect((await unrender(['nonsense'])).code).toBe(2);
    expect((await unrender(['read', 'a', '--lines', 'a'])).code).toBe(2);
    expect((await unrender(['read', 'a'], { model: 'refuse' })).code).toBe(3);
    expect(await unrender(['read', 'a', 'slow', '--format', 'mermaid'], { interruptOn: 'A["a"]' })).toMatchObject({ code: 130 });
    expect((await unrender(['--help'])).out).toContain('Exit codes');
  });
});

describe('unrender batch', { timeout: 60_000 }, () => {
  it('writes a line a picture, sorted, with errors among them, and goes on', async () => {
    put('p/b.png', 'p/sub/a.png', 'p/notes.txt', 'p/bad.png', 'p/c.JPG');
    const { code, err } = await unrender(['batch', 'p', '--jsonl', 'out.jsonl']);
    const lines = jsonl('out.jsonl');
    expect(lines.map(({ id, picture, kind }) => [id, picture, kind])).toEqual([['b', 'b.png', 'flowchart'], ['bad', 'bad.png', 'flowchart'], ['c', 'c.JPG', 'flowchart'], ['sub/a', 'sub/a.png', 'flowchart']]);
    expect(lines[0]).toMatchObject({ mermaid: expect.stringContaining('flowchart') as string, answer: { version: 1 }, ms: expect.any(Number) as number });
    expect([code, err]).toEqual([0, '4 of 4 pictures read; out.jsonl has a line for each.\n  4 flowchart\n']);
    put('q/bad', 'q/a');
    const some = await unrender(['batch', 'q/bad', 'q/a', '--jsonl', 'out.jsonl']);
    expect([some.code, some.err]).toEqual([1, '1 of 2 pictures read; out.jsonl has a line for each.\n  1 flowchart\n  1 failed: truncated\n']);
    expect(jsonl('out.jsonl').map(({ id, error }) => [id, error])).toEqual([['a', undefined], ['bad', { code: 'truncated', message: 'bad is truncated.' }]]);
  });

  it('understands patterns of its own', async () => {
    put('p/a.png', 'p/sub/b.webp', 'p/sub/c.txt');
    expect((await unrender(['batch', 'p/**/*.{png,webp}', '--jsonl', 'out.jsonl'])).code).toBe(0);
    expect(jsonl('out.jsonl').map(({ picture }) => picture)).toEqual(['a.png', 'sub/b.webp']);
    expect(await unrender(['batch', 'p/*.gif', '--jsonl', 'out.jsonl'])).toMatchObject({ code: 2, err: 'no picture matches p/*.gif\n' });
    expect((await unrender(['batch', 'nowhere', '--jsonl', 'out.jsonl'])).code).toBe(2);
  });

  it('ends with 3 where the engine does not run', async () => {
    put('a');
    expect(await unrender(['batch', 'a', '--jsonl', 'out.jsonl'], { model: 'refuse' })).toMatchObject({ code: 3, err: expect.stringContaining('cannot be used') as string });
  });
});

describe('unrender doctor', { timeout: 60_000 }, () => {
  it('tells what works', async () => {
    const { code, out } = await unrender(['doctor', '--provider', 'cpu']);
    expect([code, out]).toEqual([0, expect.stringMatching(/cpu: +works; self-test passed[^]*model: +fake 1\.0\.0/u)]);
    expect((await unrender(['doctor'], { model: 'refuse' })).code).toBe(3);
  });
});
