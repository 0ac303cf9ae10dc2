import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineClient, clientDefaults } from '../../src/client/client.js';
import type { ReadEvent } from '../../src/client/protocol.js';
import { bundle } from '../support/bundle.js';
import type { Bundles } from '../support/bundle.js';
import { bmp, png } from './pictureBytes.js';

const packageFolder = process.env['UNRENDER_MODEL'] ?? fileURLToPath(new URL('../../models/packages/unrender-s', import.meta.url));
const ocrFolder = fileURLToPath(new URL('../../.cache/text-reader', import.meta.url));
const flowchart = readFileSync(new URL('pictures/flowchart-12.png', import.meta.url));
const never = new AbortController().signal;

let bundles: Bundles;
beforeAll(async () => { bundles = await bundle({ engine: 'src/engine/main.ts' }); }, 60_000);
afterAll(() => bundles.dispose());

function clientFor(folder: string): EngineClient {
  return new EngineClient({ ...clientDefaults, script: join(bundles.folder, 'dist', 'engine.js'), engine: { packageFolder: folder, ocrFolder, provider: 'cpu', threads: 2 } });
}

describe('the real engine process', { timeout: 120_000 }, () => {
  it('says what is wrong with its package', async () => {
    const client = clientFor('nowhere');
    await expect(client.start()).rejects.toMatchObject({ code: 'package-invalid', message: expect.stringContaining('nowhere') as string });
    await client.dispose();
  });

  describe.skipIf(!existsSync(join(packageFolder, 'manifest.json')) || !existsSync(ocrFolder))('with the model', () => {
    let client: EngineClient;
    beforeAll(() => { client = clientFor(packageFolder); });
    afterAll(() => client.dispose());

    it('reads a flowchart, telling every stage in order', async () => {
      const events: ReadEvent[] = [];
      const answer = await client.read({ name: 'flowchart-12.png', bytes: flowchart, background: '#ffffff' }, (event) => events.push(event), never);
      const stages = events.flatMap((event) => (event.type === 'stage' ? [event.stage] : []));
      expect([...new Set(stages)].slice(0, 4)).toEqual(['decode', 'detect', 'recognise', 'look']);
      const pictures = events.filter((event) => event.type === 'picture');
      expect(pictures.map(({ fed }) => fed)).toEqual([{ width: 0, height: 0 }, answer.picture.fed]);
      expect((await sharp(pictures[0]?.thumbnail).metadata()).width).toBe(512);
      expect(answer.regions.length).toBeGreaterThan(10);
      expect(answer.timings.length).toBeGreaterThan(3);
    });

    it('takes text lines that are given', async () => {
      const lines = [{ x: 500, y: 20, width: 100, height: 14, text: 'Given' }];
      const answer = await client.read({ name: 'a.png', bytes: flowchart, background: '#ffffff', lines }, () => {}, never);
      expect(answer.regions.flatMap(({ text }) => text ?? []).filter((text) => text !== 'Given')).toEqual([]);
      expect(answer.timings.map(({ stage }) => stage)).not.toContain('detect');
    });

    it('reads a part, as what it is told, with places in the whole picture', async () => {
      const area = { x: 100.4, y: 50, width: 400, height: 300 };
      const answer = await client.read({ name: 'a.png', bytes: flowchart, background: '#ffffff', as: 'text', area }, () => {}, never);
      expect(answer.kind).toBe('text');
      expect(answer.picture).toMatchObject({ as: 'text', area: { x: 100, y: 50, width: 401, height: 300 }, width: 900 });
      expect(answer.regions.length).toBeGreaterThan(0);
      for (const { box } of answer.regions) expect([box.x >= 99, box.y >= 49, box.x + box.width <= 502, box.y + box.height <= 351]).toEqual([true, true, true, true]);
    });

    it('stops soon after a cancel, and goes on', async () => {
      const controller = new AbortController();
      const heard: string[] = [];
      const reading = client.read({ name: 'a.png', bytes: flowchart, background: '#ffffff' }, (event) => {
        heard.push(event.type === 'stage' ? `${event.stage} ${event.done}` : event.type);
        if (event.type === 'stage' && event.stage === 'recognise' && event.done > 0) controller.abort();
      }, controller.signal);
      await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
      const count = heard.length;
      const next = await client.read({ name: 'b.png', bytes: await blank(), background: '#ffffff' }, () => {}, never);
      expect(next.kind).toBe('empty');
      expect(heard.length).toBe(count);
    });

    it('survives hostile files, each with its error', async () => {
      const files: readonly (readonly [string, Uint8Array, string])[] = [
        ['empty.png', new Uint8Array(0), 'empty-file'], ['cut.png', flowchart.subarray(0, 9000), 'truncated'], ['bomb.png', png(60_000, 60_000, deflateSync(Buffer.alloc(1000))), 'too-many-pixels'],
        ['bomb.bmp', bmp({ bits: 32, width: 60_000, height: 60_000 }), 'too-many-pixels'], ['text.png', Buffer.from('no picture'), 'not-a-picture'],
        ['script.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>process.exit(1)</script></svg>'), 'unsupported-format'],
      ];
      const events: string[] = [];
      for (const [name, bytes, code] of files) {
        await expect(client.read({ name, bytes, background: '#ffffff' }, ({ type }) => events.push(type), never)).rejects.toMatchObject({ code, message: expect.stringContaining(name) as string });
      }
      expect(events).not.toContain('restarted');
      expect((await client.read({ name: 'b.png', bytes: await blank(), background: '#ffffff' }, () => {}, never)).notes.join()).not.toContain('started again');
    });
  });
});

function blank(): Promise<Uint8Array> {
  return sharp({ create: { width: 80, height: 60, channels: 3, background: '#ffffff' } }).png().toBuffer();
}
