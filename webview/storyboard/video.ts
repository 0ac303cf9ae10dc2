/** The frames of a video, as the page's own browser plays it: sought one after the other, so that a slow machine misses none. */
import { pickFrames } from '../../src/recording/pick.js';
import type { Frame, FramePicture, PickEvent } from '../../src/recording/types.js';

/** Frames a second that are looked at, and the most in all: of a longer video fewer a second. */
const rate = 8, most = 2400;
/** Milliseconds that a frame, or the beginning, may take. */
const patience = 20_000;

export class Undecodable extends Error {}

/** Steps of a video, pictures as PNG. @throws Undecodable where this browser does not play it; ends early once `signal` is aborted */
export async function* videoSteps(bytes: Uint8Array, mime: string, signal: AbortSignal): AsyncGenerator<PickEvent<Uint8Array>> {
  const url = URL.createObjectURL(new Blob([bytes.slice()], { type: mime }));
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  try {
    video.src = url;
    await event(video, 'loadeddata');
    const seconds = await lengthOf(video);
    if (video.videoWidth < 1 || video.videoHeight < 1) throw new Undecodable('it has no picture');
    yield* pickFrames(frames(video, seconds, signal), { encode });
  } finally {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  }
}

async function* frames(video: HTMLVideoElement, seconds: number, signal: AbortSignal): AsyncGenerator<Frame> {
  const step = Math.max(1 / rate, seconds / most);
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Undecodable('there is no canvas to draw it on');
  for (let time = 0; time === 0 || time < seconds; time += step) {
    if (signal.aborted) return;
    // A moment into the frame: its very edge may show the one before.
    const wanted = Math.min(time + 0.001, seconds);
    if (Math.abs(video.currentTime - wanted) > 0.0005) {
      const sought = event(video, 'seeked');
      video.currentTime = wanted;
      await sought;
    }
    context.drawImage(video, 0, 0);
    const { width, height, data } = context.getImageData(0, 0, canvas.width, canvas.height);
    yield { picture: { width, height, data }, time, until: Math.min(time + step, Math.max(seconds, time)) };
  }
}

/** A recording that was made while it was written has no length until it has been looked for. */
async function lengthOf(video: HTMLVideoElement): Promise<number> {
  if (Number.isFinite(video.duration)) return video.duration;
  const told = new Promise<void>((resolve) => { video.addEventListener('durationchange', () => { if (Number.isFinite(video.duration)) resolve(); }); });
  video.currentTime = 1e10;
  await Promise.race([told, new Promise((resolve) => { setTimeout(resolve, patience); })]);
  if (!Number.isFinite(video.duration)) throw new Undecodable('its length is not known');
  return video.duration;
}

function event(video: HTMLVideoElement, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => { fail('it took too long'); }, patience);
    const clear = (): void => { clearTimeout(timer); video.removeEventListener(name, done); video.removeEventListener('error', broken); };
    const done = (): void => { clear(); resolve(); };
    const fail = (why: string): void => { clear(); reject(new Undecodable(why)); };
    const broken = (): void => { fail(video.error?.message || 'it does not play this kind of video'); };
    video.addEventListener(name, done);
    video.addEventListener('error', broken);
    if (video.error !== null) broken();
  });
}

async function encode({ width, height, data }: FramePicture): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}
