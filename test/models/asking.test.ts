import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sharp from 'sharp';
import type { AskEvent } from '../../src/client/asking.js';
import { noExamples } from '../../src/client/models/examples.js';
import { Models } from '../../src/client/models/models.js';
import type { Question } from '../../src/client/models/models.js';
import { addGraph } from '../engine/onnxBytes.js';
import { bundle } from '../support/bundle.js';
import type { Bundles } from '../support/bundle.js';

/** Two tiny random models with real graphs, in the real engine process: a converted LLaVA and SmolVLM's ONNX folder. What they say is nonsense, and always the same. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const on = { provider: 'cpu', threads: 1 } as const;
const { signal } = new AbortController();
let bundles: Bundles;
let folder = '';
let models: Models;
let pictures: Question['pictures'] = [];
let copies = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'asking-'));
  const venv = join(root, '.venv', 'bin', 'python');
  execFileSync(existsSync(venv) ? venv : 'python3', ['-m', 'unrender_models.proof', '--out', folder, 'llava', 'smolvlm'], {
    cwd: join(root, 'models'), env: { ...process.env, OMP_NUM_THREADS: '1' }, stdio: ['ignore', 'ignore', 'inherit'],
  });
  bundles = await bundle({ engine: 'src/engine/main.ts', remote: 'src/remote/main.ts', cli: 'src/cli/main.ts' });
  models = new Models({ file: join(folder, 'models.json'), engineScript: join(bundles.folder, 'dist', 'engine.js'), idleShutdown: 0, log: () => undefined });
  pictures = await Promise.all(['#d33', '#3b6'].map(async (background, i) => ({ name: `${i}.png`, bytes: await sharp({ create: { width: 64, height: 48, channels: 3, background } }).png().toBuffer() })));
  pictures.forEach(({ name, bytes }) => writeFileSync(join(folder, name), bytes));
}, 600_000);
afterAll(async () => {
  await models.dispose();
  bundles.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const question = (more: Partial<Question> = {}): Question => ({ pictures, messages: [{ role: 'user', content: [0, 'w5 w6 w7'] }], examples: noExamples, most: 6, temperature: 0, background: '#ffffff', ...more });
const copyOf = (row: string, format: string): string => {
  const copy = join(folder, `copy-${copies++}`);
  cpSync(join(folder, row, format), copy, { recursive: true });
  return copy;
};
const listed = async (): Promise<string[]> => (await models.registry.list()).map(({ name }) => name);

describe('a package', { timeout: 120_000 }, () => {
  it('is verified, listed with what it needs, and answers', async () => {
    const model = await models.add(join(folder, 'llava', 'int4'), on, signal);
    expect(model).toMatchObject({ name: 'llava-1-5', family: 'prefix', source: 'llava', format: 'int4', provider: 'cpu', context: 1024, converses: false });
    expect(model.memory).toBeGreaterThan(model.bytes);
    const seen: AskEvent[] = [];
    const reply = await models.ask({ model, on }, question(), (event) => seen.push(event), signal);
    expect(reply).toMatchObject({ tokens: 6, end: 'length', by: 'llava-1-5 (cpu)' });
    expect(seen.flatMap((event) => (event.type === 'words' ? [event.text] : [])).join('')).toBe(reply.text);
    expect(seen.flatMap((event) => (event.type === 'step' ? [event.step] : []))).toEqual(['load', 'look', 'write']);
  });

  it('goes on with a conversation without reading it again, and says the same as from the start', async () => {
    const model = await models.registry.find('llava-1-5');
    const first = await models.ask({ model, on }, question(), () => undefined, signal);
    const messages: Question['messages'] = [...question().messages, { role: 'assistant', content: [first.text] }, { role: 'user', content: [1, 'w9 w3'] }];
    const followed = await models.ask({ model, on }, question({ messages }), () => undefined, signal);
    expect(followed.reused).toBeGreaterThan(6);
    // Another conversation in between: everything is read anew.
    await models.ask({ model, on }, question({ messages: [{ role: 'user', content: ['w40'] }] }), () => undefined, signal);
    const anew = await models.ask({ model, on }, question({ messages }), () => undefined, signal);
    expect(anew.reused).toBeLessThan(followed.reused);
    expect(anew.text).toBe(followed.text);
  });

  it('has its answer stopped, and its next one is right', async () => {
    const model = await models.registry.find('llava-1-5');
    const whole = await models.ask({ model, on }, question({ most: 200 }), () => undefined, signal);
    const controller = new AbortController();
    await expect(models.ask({ model, on }, question({ most: 200 }), (event) => { if (event.type === 'words') controller.abort(); }, controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect((await models.ask({ model, on }, question({ most: 200 }), () => undefined, signal)).text).toBe(whole.text);
  });

  it('may be an ONNX folder as transformers.js has it', async () => {
    const model = await models.add(join(folder, 'smolvlm', 'int4'), on, signal);
    expect(model).toMatchObject({ family: 'onnx-folder', source: 'idefics3', format: 'int4' });
    expect(model.files.map(({ file }) => file)).toContain('onnx/decoder_model_merged_q4.onnx_data');
    expect(await models.ask({ model, on }, question({ messages: [{ role: 'user', content: [0, 1, 'w5'] }] }), () => undefined, signal)).toMatchObject({ tokens: 6 });
    await models.registry.remove(model.name);
  });
});

describe('what is wrong with a package', { timeout: 120_000 }, () => {
  const manifestOf = (copy: string): Record<string, unknown> => JSON.parse(readFileSync(join(copy, 'manifest.json'), 'utf8')) as Record<string, unknown>;
  const change = (copy: string, more: object): void => writeFileSync(join(copy, 'manifest.json'), JSON.stringify({ ...manifestOf(copy), ...more }));

  it.each<[string, (copy: string) => void, RegExp]>([
    ['a wrong hash', (copy) => { const bytes = readFileSync(join(copy, 'decoder.onnx.data')); bytes[100] = (bytes[100] ?? 0) ^ 1; writeFileSync(join(copy, 'decoder.onnx.data'), bytes); }, /decoder\.onnx\.data is damaged: its SHA-256/u],
    ['a truncated file', (copy) => truncateSync(join(copy, 'decoder.onnx.data'), 1000), /decoder\.onnx\.data has 1000 bytes instead of \d+/u],
    ['an unknown family', (copy) => change(copy, { family: 'gemini' }), /family "gemini".*flamingo, prefix/u],
    ['a newer format', (copy) => change(copy, { format: 2 }), /format 2 is not known/u],
    ['an unknown operator', (copy) => {
      const bytes = addGraph('Frobnicate');
      writeFileSync(join(copy, 'vision.onnx'), bytes);
      const graphs = manifestOf(copy)['graphs'] as Record<string, object>;
      change(copy, { graphs: { ...graphs, vision: { file: 'vision.onnx', bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') } } });
    }, /vision\.onnx uses the operator "[^"]*Frobnicate"/u],
  ])('%s is named, and nothing is left behind', async (_, spoil, message) => {
    const before = [await listed(), readdirSync(folder).length];
    const copy = copyOf('llava', 'fp32');
    spoil(copy);
    const files = readdirSync(copy);
    await expect(models.add(copy, on, signal)).rejects.toMatchObject({ code: 'package-invalid', message: expect.stringMatching(message) as string });
    expect([await listed(), readdirSync(folder).length - 1]).toEqual(before);
    expect(readdirSync(copy)).toEqual(files);
  });

  it('an ONNX folder of another kind, without a part, or of a number type that does not run here', async () => {
    const other = copyOf('smolvlm', 'fp32');
    writeFileSync(join(other, 'config.json'), '{"model_type":"florence2"}');
    await expect(models.add(other, on, signal)).rejects.toThrow(/ONNX folder of the kind "florence2".*idefics3, smolvlm/u);
    const part = copyOf('smolvlm', 'fp32');
    rmSync(join(part, 'onnx', 'embed_tokens.onnx'));
    await expect(models.add(part, on, signal)).rejects.toThrow(/holds no embed_tokens of a number type that runs here/u);
    await expect(models.add(join(folder, 'nowhere'), on, signal)).rejects.toThrow(/is no folder/u);
  });

  it('is found after it was added, too: what answers is what was verified', async () => {
    const copy = copyOf('smolvlm', 'fp32');
    const model = await models.add(copy, on, signal);
    const file = join(copy, 'onnx', 'decoder_model_merged.onnx_data');
    const bytes = readFileSync(file);
    bytes[50] = (bytes[50] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    await expect(models.ask({ model, on }, question(), () => undefined, signal)).rejects.toMatchObject({ code: 'package-invalid', message: expect.stringContaining('decoder_model_merged.onnx_data is damaged') as string });
    await models.registry.remove(model.name);
  });
});

describe('the command line', { timeout: 120_000 }, () => {
  const unrender = (...args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> => new Promise((resolve) => {
    const child = spawn(process.execPath, [join(bundles.folder, 'dist', 'cli.js'), ...args], { cwd: folder, env: { ...process.env, UNRENDER_MODELS: join(folder, 'cli.json') } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => { out += data.toString(); });
    child.stderr.on('data', (data: Buffer) => { err += data.toString(); });
    child.on('close', (code) => resolve({ code, out, err }));
  });

  it('adds, lists, asks and removes', async () => {
    expect((await unrender('models')).out).toContain('No model was added.');
    expect(await unrender('models', 'add', join('llava', 'int8'), '--provider', 'cpu')).toMatchObject({ code: 0, out: expect.stringMatching(/^llava-1-5: llava \(prefix\), int8 on cpu, .* needs 1\d\d MB/u) as string });
    expect((await unrender('models', 'list')).out).toMatch(/^\* llava-1-5\n/u);
    const asked = await unrender('ask', '0.png', '1.png', 'w5 w6', 'w7', '--model', 'llava-1-5', '--most', '5', '--provider', 'cpu', '--json');
    expect(asked.code, asked.err).toBe(0);
    const lines = asked.out.trim().split('\n').map((line) => JSON.parse(line) as { question: string; tokens: number; segments: { tag: string }[]; notes: string[] });
    expect(lines.map(({ question: q, tokens }) => [q, tokens])).toEqual([['w5 w6', 5], ['w7', 5]]);
    expect(lines[0]?.notes[0]).toContain('nothing here was compared with the picture');
    expect((await unrender('models', 'remove', 'llava-1-5')).out).toContain('is off the list');
    expect(existsSync(join(folder, 'llava', 'int8', 'manifest.json'))).toBe(true);
    expect(await unrender('models', 'remove', 'llava-1-5')).toMatchObject({ code: 2, err: expect.stringContaining('There is no model') as string });
    expect((await unrender('models', 'add', 'nowhere')).code).toBe(3);
  });
});
