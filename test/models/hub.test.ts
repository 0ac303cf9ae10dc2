import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hubFolderName, isHubName } from '../../src/client/hub.js';
import { describeOffer } from '../../src/client/models/describe.js';
import { fetchAll } from '../../src/remote/hub/fetch.js';
import { look } from '../../src/remote/hub/offer.js';
import { revision, sendFrom, serveHub } from './hubServer.js';
import type { HubServer } from './hubServer.js';

const weights = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251));
const files = {
  '.gitattributes': Buffer.from('*.onnx filter=lfs'), 'README.md': Buffer.from('# tiny'), 'config.json': Buffer.from('{"model_type": "smolvlm"}'), 'tokenizer.json': Buffer.from('{"é": 1}'), 'model.safetensors': Buffer.from('large'),
  'onnx/vision_encoder.onnx': Buffer.from('fp32'), 'onnx/vision_encoder_int8.onnx': Buffer.from('int8'), 'onnx/embed_tokens.onnx': Buffer.from('embed'),
  'onnx/decoder_model_merged.onnx': Buffer.alloc(10), 'onnx/decoder_model_merged_q4.onnx': weights,
};
const never = new AbortController().signal;

let hub: HubServer;
let scratch = '';
let folder = '';
/** Bytes of the weights that are kept unfinished. */
const kept = (): number => statSync(join(folder, '.unfinished', createHash('sha256').update(weights).digest('hex')), { throwIfNoEntry: false })?.size ?? 0;
beforeEach(async () => {
  hub = await serveHub(files);
  scratch = mkdtempSync(join(tmpdir(), 'hub-'));
  folder = join(scratch, 'package');
});
afterEach(async () => {
  await hub.close();
  rmSync(scratch, { recursive: true, force: true });
});
const fetched = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/')).filter((name) => name.includes('.')).sort();

describe('what a hub has', () => {
  it('is told before a byte of weights is fetched: host, licence, size, and of each graph the file that runs best', async () => {
    const offer = await look(hub.url, 'a/tiny', never);
    expect(offer.files.map(({ path }) => path)).toEqual(['config.json', 'tokenizer.json', 'onnx/vision_encoder_int8.onnx', 'onnx/embed_tokens.onnx', 'onnx/decoder_model_merged_q4.onnx']);
    expect(offer).toMatchObject({ host: hub.host, licence: 'apache-2.0', revision, bytes: 300_000 + 4 + 5 + files['config.json'].length + files['tokenizer.json'].length });
    expect(hub.asked).toEqual(['GET /api/models/a/tiny', `GET /a/tiny/resolve/${revision}/config.json`]);
    expect(describeOffer(offer)).toBe(`a/tiny (c0ffee00) from ${hub.host}: 1 MB in 5 files, licence apache-2.0`);
  });

  it('takes a package whole, without what Git keeps for itself', async () => {
    await hub.close();
    hub = await serveHub({ 'manifest.json': Buffer.from('{}'), 'decoder.onnx': weights, '.gitattributes': Buffer.from('x') });
    expect((await look(hub.url, 'a/tiny', never)).files.map(({ path }) => path)).toEqual(['manifest.json', 'decoder.onnx']);
  });

  it.each([
    [{ cardData: {} }, undefined],
    [{ cardData: { license: 'other', license_name: 'own\u001B[31m-licence' } }, 'other (own [31m-licence)'],
    [{ cardData: undefined, tags: ['onnx', 'license:mit'] }, 'mit'],
  ])('%j: the licence is %s', async (said, licence) => {
    hub.said = said;
    const offer = await look(hub.url, 'a/tiny', never);
    expect(offer.licence).toBe(licence);
    expect(describeOffer(offer)).toContain(licence ?? 'no licence is stated: you may have no right to use it');
  });

  it.each([
    [{ gated: 'manual' }, 'is given only to those who agreed to its terms'],
    [{ siblings: undefined }, 'does not say which files "a/tiny" has'],
    [{ siblings: [{ rfilename: 'model.safetensors' }] }, 'it has neither manifest.json nor config.json with onnx'],
    [{ siblings: [{ rfilename: 'manifest.json' }] }, 'does not say size and hash of manifest.json'],
    [{ siblings: [{ rfilename: 'manifest.json', size: 2, blobId: '0'.repeat(40) }, { rfilename: '../../.bashrc', size: 2, blobId: '0'.repeat(40) }, { rfilename: 'a/../../b', size: 2, blobId: '0'.repeat(40) }] }, 'a file whose name cannot be kept here: "a/../../b"'],
    [{ siblings: ['manifest.json', 'A.onnx', 'a.onnx'].map((rfilename) => ({ rfilename, size: 2, blobId: '0'.repeat(40) })) }, 'differ in nothing but case'],
  ])('%j is refused', async (said, message) => {
    hub.said = said;
    await expect(look(hub.url, 'a/tiny', never)).rejects.toThrow(message);
  });

  it('is refused in one sentence where there is no such model, no such hub, or nobody answers', async () => {
    await expect(look(hub.url, 'a/none', never)).rejects.toThrow(`${hub.host} has no public model "a/none".`);
    await expect(look('file:///etc', 'a/tiny', never)).rejects.toThrow('is no address of the web');
    await expect(look(hub.url, 'a/../b', never)).rejects.toThrow('is no name of a model');
    const { url, host } = hub;
    await hub.close();
    await expect(look(url, 'a/tiny', never)).rejects.toThrow(`${host} cannot be reached (ECONNREFUSED).`);
    hub = await serveHub(files);
  });

  it('has names of one owner and one model', () => {
    expect(['a/b', 'HuggingFaceTB/SmolVLM-256M-Instruct', 'o_1/m.2'].every(isHubName)).toBe(true);
    expect(['a', 'a/b/c', '/b', 'a/', '../b', 'a/..', 'a/b?c', 'a b/c', 'https://x/y'].some(isHubName)).toBe(false);
    expect(hubFolderName({ name: 'a/tiny', revision })).toBe('a--tiny-c0ffee00');
  });
});

describe('a download', () => {
  it('has every file, verified, and nothing else; once there it is not fetched again', async () => {
    const offer = await look(hub.url, 'a/tiny', never);
    const told: number[] = [];
    await fetchAll(offer, folder, (bytes) => told.push(bytes), never);
    expect(fetched()).toEqual(['config.json', 'onnx/decoder_model_merged_q4.onnx', 'onnx/embed_tokens.onnx', 'onnx/vision_encoder_int8.onnx', 'tokenizer.json']);
    expect(readFileSync(join(folder, 'onnx', 'decoder_model_merged_q4.onnx')).equals(weights)).toBe(true);
    expect(told.at(-1)).toBe(offer.bytes);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    // Compressed bytes could be neither resumed nor counted; and nothing tells who asks.
    expect(new Set(hub.headers.map((headers) => headers['accept-encoding']))).toEqual(new Set(['identity']));
    expect(hub.headers.every((headers) => headers.authorization === undefined && headers.cookie === undefined && headers['user-agent'] === 'node')).toBe(true);
    const before = hub.asked.length;
    await fetchAll(offer, folder, () => undefined, never);
    expect(hub.asked.length).toBe(before);
  });

  it('goes on where the connection was cut, and has the right bytes', async () => {
    const offer = await look(hub.url, 'a/tiny', never);
    let cuts = 0;
    hub.instead = (path, request, response) => {
      if (!path.endsWith('_q4.onnx') || request.url?.startsWith('/large/') !== true || cuts === 2) return false;
      cuts++;
      sendFrom(response, weights, request, { end: 100_000 * cuts, kept });
      return true;
    };
    await fetchAll(offer, folder, () => undefined, never);
    expect(readFileSync(join(folder, 'onnx', 'decoder_model_merged_q4.onnx')).equals(weights)).toBe(true);
    expect(hub.asked.filter((line) => line.startsWith('GET /large/onnx/decoder')).map((line) => line.split(' ')[2])).toEqual([undefined, 'bytes=100000-', 'bytes=200000-']);
  });

  it('keeps what came where it is cut for good or cancelled, and the next one goes on', async () => {
    const offer = await look(hub.url, 'a/tiny', never);
    hub.instead = (path, request, response) => {
      if (!path.endsWith('_q4.onnx')) return false;
      sendFrom(response, weights, request, { end: request.headers.range === undefined ? 100_000 : 100_001, kept });
      return true;
    };
    const cancelled = new AbortController();
    await expect(fetchAll(offer, folder, (bytes) => { if (bytes > 100_000) cancelled.abort(); }, cancelled.signal)).rejects.toThrow('aborted');
    expect(existsSync(join(folder, 'onnx', 'decoder_model_merged_q4.onnx'))).toBe(false);
    hub.instead = undefined;
    hub.asked.length = 0;
    await fetchAll(offer, folder, () => undefined, never);
    expect(hub.asked).toHaveLength(2);
    expect(hub.asked.every((line) => /q4\.onnx bytes=\d{5,6}-$/u.test(line))).toBe(true);
    expect(readFileSync(join(folder, 'onnx', 'decoder_model_merged_q4.onnx')).equals(weights)).toBe(true);
  });

  it.each([
    ['other bytes of the same size', (response: ServerResponse) => response.writeHead(200).end(Buffer.alloc(weights.length)), 'is not the file that its hash names. Nothing of it was kept.'],
    ['more bytes than it has', (response: ServerResponse) => response.writeHead(200).end(Buffer.alloc(weights.length + 1)), 'sent more of onnx/decoder_model_merged_q4.onnx than it has'],
    ['404', (response: ServerResponse) => response.writeHead(404).end(), 'does not give onnx/decoder_model_merged_q4.onnx (404).'],
  ])('%s: refused, and nothing is left behind', async (_, answer, message) => {
    const offer = await look(hub.url, 'a/tiny', never);
    hub.instead = (path, _request, response) => path.endsWith('_q4.onnx') && (answer(response), true);
    await expect(fetchAll(offer, folder, () => undefined, never)).rejects.toThrow(message);
    expect(existsSync(folder)).toBe(false);
  });

  it('fetches anew where what was kept is damaged, or where the hub sends the whole for a part', async () => {
    const offer = await look(hub.url, 'a/tiny', never);
    await fetchAll(offer, folder, () => undefined, never);
    writeFileSync(join(folder, 'onnx', 'decoder_model_merged_q4.onnx'), Buffer.alloc(weights.length));
    hub.instead = (path, _, response) => path.endsWith('_q4.onnx') && (response.writeHead(200).end(weights), true);
    await fetchAll(offer, folder, () => undefined, never);
    expect(readFileSync(join(folder, 'onnx', 'decoder_model_merged_q4.onnx')).equals(weights)).toBe(true);
  });

  it('does not follow from a safe address to one that is not, and leaves no folder where nothing came', async () => {
    const offer = await look(hub.url, 'a/tiny', never);
    hub.instead = (_, request, response) => (response.writeHead(302, { location: request.url }).end(), true);
    await expect(fetchAll(offer, folder, () => undefined, never)).rejects.toThrow('redirects without end');
    hub.instead = (_, __, response) => (response.writeHead(302, { location: 'ftp://127.0.0.1/x' }).end(), true);
    await expect(fetchAll(offer, folder, () => undefined, never)).rejects.toThrow('redirects to an address that is not safe (ftp://127.0.0.1)');
    expect(existsSync(folder)).toBe(false);
  });

  it('does not begin where the disk is too small', async () => {
    const offer = await look(hub.url, 'a/tiny', never);
    await expect(fetchAll({ ...offer, bytes: 1e18 }, folder, () => undefined, never)).rejects.toThrow(/more are needed in .* are free/u);
    expect(existsSync(folder)).toBe(false);
  });
});
