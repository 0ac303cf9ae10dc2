import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveHub } from '../models/hubServer.js';
import type { HubServer } from '../models/hubServer.js';
import { bundle } from '../support/bundle.js';
import type { Bundles } from '../support/bundle.js';

/** The command as it ships, with the process that speaks to hubs; the hub is on this machine. */
let bundles: Bundles;
let hub: HubServer;
let folder = '';
beforeAll(async () => {
  bundles = await bundle({ cli: 'src/cli/main.ts', remote: 'src/remote/main.ts' });
  copyFileSync(fileURLToPath(new URL('engines/package.mjs', import.meta.url)), join(bundles.folder, 'dist', 'engine.js'));
}, 60_000);
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'cli-hub-')); });
afterEach(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => bundles.dispose());

const filesOf = (kind: string): Record<string, Buffer> => ({
  'config.json': Buffer.from(JSON.stringify({ model_type: kind })), 'tokenizer.json': Buffer.from('{}'),
  'onnx/vision_encoder.onnx': Buffer.from('v'), 'onnx/embed_tokens.onnx': Buffer.from('e'), 'onnx/decoder_model_merged.onnx': Buffer.from('d'),
});

function unrender(...args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(bundles.folder, 'dist', 'cli.js'), 'models', ...args], { env: { ...process.env, UNRENDER_MODELS: join(folder, 'models.json'), HF_ENDPOINT: hub.url } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => { out += data.toString(); });
    child.stderr.on('data', (data: Buffer) => { err += data.toString(); });
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end();
  });
}

describe('unrender models add --hub', { timeout: 60_000 }, () => {
  it('says host, licence and size, and fetches nothing without a yes', async () => {
    hub = await serveHub(filesOf('smolvlm'));
    const { code, err } = await unrender('add', '--hub', 'a/tiny');
    expect(code).toBe(2);
    expect(err).toContain(`a/tiny (c0ffee00) from ${hub.host}: 1 MB in 5 files, licence apache-2.0`);
    expect(err).toContain('add --yes to fetch it');
    expect(hub.asked.filter((line) => line.includes('onnx'))).toEqual([]);
    expect(existsSync(join(folder, 'packages'))).toBe(false);
  });

  it('fetches, verifies and lists it after one', async () => {
    hub = await serveHub(filesOf('smolvlm'));
    expect(await unrender('add', '--hub', 'a/tiny', '--yes')).toMatchObject({ code: 0, out: expect.stringMatching(/^smolvlm: /u) as string });
    const kept = join(folder, 'packages', 'a--tiny-c0ffee00');
    expect(readFileSync(join(kept, 'onnx', 'decoder_model_merged.onnx'), 'utf8')).toBe('d');
    expect((await unrender('list')).out).toContain(kept);
  });

  it('leaves nothing behind of what the engine refuses, or the hub does not have', async () => {
    hub = await serveHub({ 'manifest.json': Buffer.from('{}'), ...filesOf('unknown') });
    expect(await unrender('add', '--hub', 'a/tiny', '--yes')).toMatchObject({ code: 3, err: expect.stringContaining('unknown is refused.') as string });
    expect(existsSync(join(folder, 'packages', 'a--tiny-c0ffee00'))).toBe(false);
    expect(await unrender('add', '--hub', 'a/none', '--yes')).toMatchObject({ code: 3, err: `${hub.host} has no public model "a/none".\n` });
    expect((await unrender('list')).out).toContain('No model was added.');
  });
});
