import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { framesOf } from '../../src/recording/frames/index.js';
import { videoFrames } from '../../src/recording/frames/video.js';
import { isVideo, recordingKind, videoType } from '../../src/recording/kind.js';
import type { Frame } from '../../src/recording/types.js';
import { animation, apng, plain } from './files.js';
import { Screen } from './screens.js';

const folder = mkdtempSync(join(tmpdir(), 'frames-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const [red, green, blue] = [[250, 10, 10, 255], [10, 250, 10, 255], [10, 10, 250, 255]] as const;
const three = [red, green, blue].map((colour) => plain(40, 20, colour));
const still = new AbortController().signal;

async function all(frames: AsyncIterable<Frame>): Promise<Frame[]> {
  const found: Frame[] = [];
  for await (const frame of frames) found.push({ ...frame, picture: { ...frame.picture, data: Uint8Array.from(frame.picture.data) } });
  return found;
}
const colours = (frames: readonly Frame[], x = 0, y = 0): number[][] => frames.map(({ picture: { data, width } }) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)]);
const near = (found: readonly (readonly number[])[], wanted: readonly (readonly number[])[]): void => {
  expect(found).toHaveLength(wanted.length);
  found.forEach((colour, at) => colour.forEach((value, channel) => { expect(Math.abs(value - (wanted[at]?.[channel] ?? -99)), `${at}: ${colour.join()}`).toBeLessThan(8); }));
};

describe('animations', () => {
  it.each(['gif', 'webp'] as const)('%s: every frame, for as long as it shows', async (kind) => {
    const bytes = await animation(kind, three, [300, 0, 700]);
    expect(recordingKind(bytes)).toBe(kind);
    const found = await all(framesOf({ name: 'a', source: { kind, bytes }, background: '#ffffff' }, still));
    near(colours(found, 20, 10), [red, green, blue]);
    // No delay is what browsers take for a tenth of a second.
    expect(found.map(({ time, until }) => [time, until].map((value) => Math.round((value ?? 0) * 1000)))).toEqual([[0, 300], [300, 400], [400, 1100]]);
    expect(found.every(({ picture }) => picture.width === 40 && picture.height === 20)).toBe(true);
  });
  it('of more frames than are decoded in one go are whole', async () => {
    // 2000 x 1500 pixels: four frames a time.
    const frames = Array.from({ length: 5 }, (_, at) => new Screen({ width: 2000, height: 1500 }).fill(at * 100, 0, 80, 1500, 250).picture);
    const found: number[] = [];
    for await (const { picture } of framesOf({ name: 'a', source: { kind: 'gif', bytes: await animation('gif', frames, frames.map(() => 100)) }, background: '#ffffff' }, still)) {
      found.push([0, 1, 2, 3, 4].find((at) => (picture.data[(700 * 2000 + at * 100 + 40) * 4] ?? 0) > 200) ?? -1);
    }
    expect(found).toEqual([0, 1, 2, 3, 4]);
  });
  it('cut off give the frames that are whole, or say what is wrong', async () => {
    const bytes = await animation('gif', Array.from({ length: 12 }, (_, at) => new Screen({ width: 200, height: 100 }).text(at % 5, at % 7, `frame ${at * 37}`).noisy(at, 90).picture), Array.from({ length: 12 }, () => 100));
    const part = await all(framesOf({ name: 'a.gif', source: { kind: 'gif', bytes: bytes.subarray(0, bytes.length * 0.6) }, background: '#ffffff' }, still)).catch((error: Error) => error.message);
    if (typeof part === 'string') expect(part).toMatch(/^a\.gif is damaged/);
    else expect(part.length).toBeLessThan(12);
    await expect(all(framesOf({ name: 'a.gif', source: { kind: 'gif', bytes: bytes.subarray(0, 20) }, background: '#ffffff' }, still))).rejects.toThrow(/^a\.gif is damaged: .*Save or copy it again\.$/);
    await expect(all(framesOf({ name: 'a.png', source: { kind: 'apng', bytes: apng([{ picture: plain(9, 9, red), delay: 100 }]).subarray(0, 60) }, background: '#ffffff' }, still))).rejects.toThrow(/^a\.png is damaged/);
  });
});

describe('animated PNG', () => {
  const frames = (bytes: Buffer, background = '#ffffff'): Promise<Frame[]> => all(framesOf({ name: 'a.png', source: { kind: 'apng', bytes }, background }, still));
  it('shows every frame, with and without a picture for those who know no animation', async () => {
    for (const without of [false, true]) {
      const bytes = apng(three.map((picture, at) => ({ picture, delay: 200 * (at + 1) })), without);
      expect(recordingKind(bytes)).toBe('apng');
      const found = await frames(bytes);
      expect(colours(found)).toEqual([red, green, blue]);
      expect(found.map(({ time }) => Math.round(time * 10))).toEqual([0, 2, 6]);
    }
  });
  it('lays parts over what shows, blends them, and takes them away again as it is told to', async () => {
    const half = [10, 10, 250, 128], clear = [0, 0, 0, 0];
    const part = (colour: readonly number[], dispose: 0 | 1 | 2, blend: 0 | 1): Parameters<typeof apng>[0][number] => ({ picture: plain(10, 10, colour), x: 5, y: 5, delay: 100, dispose, blend });
    const found = await frames(apng([{ picture: plain(40, 20, red), delay: 100 }, part(half, 2, 1), part(clear, 0, 1), part(green, 1, 0), part(clear, 0, 1)]), '#0000ff');
    // Half blue over red; then red again, since the part went back; then green, which is cleared to the background afterwards.
    expect(colours(found, 8, 8)).toEqual([red, [130, 10, 130, 255], red, green, [0, 0, 255, 255]]);
    expect(colours(found, 30, 2)).toEqual([red, red, red, red, red]);
  });
  it('is refused where a frame reaches beyond it', async () => {
    await expect(frames(apng([{ picture: plain(4, 4, red), x: 9, delay: 100 }]))).rejects.toThrow('a frame reaches beyond the picture');
  });
});

describe('kinds of files', () => {
  it('are told by content: what stands still is no recording', async () => {
    const one = await animation('gif', three.slice(0, 1), [100]);
    expect(recordingKind(one)).toBeUndefined();
    expect(recordingKind(await animation('webp', three.slice(0, 1), [100]))).toBeUndefined();
    expect(recordingKind(apng([{ picture: plain(4, 4, red), delay: 100 }]))).toBeUndefined();
    for (const bytes of [new Uint8Array(), Buffer.from('GIF89a'), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('\x89PNG\r\n\x1a\n\xff\xff\xff\xffacTL', 'latin1'), Buffer.from('no picture')]) expect(recordingKind(bytes)).toBeUndefined();
  });
  it('videos by their containers', () => {
    expect(videoType(Buffer.from('\0\0\0\x20ftypisom....', 'latin1'))).toBe('video/mp4');
    expect(videoType(Buffer.from('\x1aE\xdf\xa3........', 'latin1'))).toBe('video/webm');
    expect([isVideo(Buffer.from('RIFF....AVI ')), videoType(Buffer.from('RIFF....AVI '))]).toEqual([true, undefined]);
    for (const other of ['\0\0\0\x20ftypavif', '\0\0\0\x20ftypheic', 'RIFF....WEBP', 'plain']) expect(isVideo(Buffer.from(other, 'latin1')), other).toBe(false);
  });
});

describe('videos', () => {
  /** Stands in for ffmpeg: writes pixmaps in pieces that end anywhere. */
  const decoder = (body: string): string => {
    const path = join(folder, `ffmpeg-${Math.random().toString(36).slice(2)}`);
    writeFileSync(path, `#!${process.execPath}\n${body}`);
    chmodSync(path, 0o755);
    return path;
  };
  const writes = (frames: number, more = ''): string => `
    const all = Buffer.concat(Array.from({ length: ${frames} }, (_, at) => Buffer.concat([Buffer.from('P6\\n5 3\\n255\\n'), Buffer.alloc(45, at * 10)])));
    (async () => { for (let at = 0; at < all.length; at += 7) { process.stdout.write(all.subarray(at, at + 7)); if (at % 70 === 0) await new Promise((next) => setTimeout(next, 2)); } ${more} })();`;

  it('are decoded by ffmpeg, through a pipe', async () => {
    const found = await all(videoFrames('a.mp4', 'a.mp4', still, decoder(writes(20))));
    expect(found.map(({ picture }) => [picture.width, picture.height, picture.data[0], picture.data[3]])).toEqual(Array.from({ length: 20 }, (_, at) => [5, 3, at * 10, 255]));
    expect(found.map(({ time }) => time).slice(0, 3)).toEqual([0, 0.125, 0.25]);
  });
  it('without ffmpeg say what to install, or to do instead', async () => {
    await expect(all(videoFrames('a.mp4', 'a.mp4', still, join(folder, 'nowhere')))).rejects.toThrow(/^a\.mp4 is a video.*no ffmpeg on the PATH\. Install it.*save the recording as GIF/);
  });
  it('that ffmpeg does not understand say why', async () => {
    await expect(all(videoFrames('a.mp4', 'a.mp4', still, decoder('process.stderr.write("moov atom not found\\n"); process.exitCode = 1;')))).rejects.toThrow(/^a\.mp4 cannot be decoded by ffmpeg \(moov atom not found\)/);
    await expect(all(videoFrames('a.mp4', 'a.mp4', still, decoder('process.stdout.write("x".repeat(100));')))).rejects.toThrow('ffmpeg wrote something that is no picture');
  });
  it('end the process when they are cancelled, or wanted no more', async () => {
    const cancel = new AbortController();
    const endless = decoder(writes(3, 'setInterval(() => {}, 1000);'));
    const seen: number[] = [];
    await expect((async () => { for await (const frame of videoFrames('a.mp4', 'a.mp4', cancel.signal, endless)) { seen.push(frame.time); if (seen.length === 3) cancel.abort(); } })()).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen).toHaveLength(3);
    // The loop ends only once the process has: it would hang here otherwise.
    for await (const frame of videoFrames('a.mp4', 'a.mp4', still, endless)) if (frame.time >= 0) break;
  });
});
