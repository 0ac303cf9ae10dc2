/** Videos by ffmpeg, where a person has it: raw frames through a pipe, no file in between. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { RecordingFailure, refuseSize } from '../errors.js';
import type { Frame } from '../types.js';

/** Frames a second that are looked at: what a person does on a screen takes longer. */
const rate = 8;

/**
 * Frames of a video file; times follow from the rate. The process ends with the iteration, whichever way it ends.
 * @param ffmpeg the program
 * @throws RecordingFailure `no-decoder` where it is not installed, `truncated` where it decodes nothing
 */
export async function* videoFrames(name: string, path: string, signal: AbortSignal, ffmpeg = 'ffmpeg'): AsyncGenerator<Frame> {
  // Portable pixmaps say their own size, and that a phone lay on its side has been seen to; `file:` keeps a path from being taken for an address.
  const child = spawn(ffmpeg, ['-nostdin', '-hide_banner', '-loglevel', 'error', '-protocol_whitelist', 'file', '-i', `file:${path}`, '-map', '0:v:0', '-an', '-sn', '-vf', `fps=${rate}`, '-pix_fmt', 'rgb24', '-c:v', 'ppm', '-f', 'image2pipe', 'pipe:1'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { told = `${told}${text}`.slice(-2000); });
  const ended = new Promise<number | Error>((resolve) => { child.once('error', resolve); child.once('close', (code) => { resolve(code ?? -1); }); });
  const stop = (): void => { child.kill('SIGKILL'); };
  signal.addEventListener('abort', stop, { once: true });
  let found = 0;
  try {
    for await (const picture of pixmaps(name, child)) {
      if (signal.aborted) break;
      yield { picture, time: found / rate, until: (found + 1) / rate };
      found++;
    }
    const end = signal.aborted ? 0 : await ended;
    if (signal.aborted) throw new RecordingFailure('cancelled', `${name}: cancelled.`);
    if (end instanceof Error) throw missing(name, end);
    if (found === 0) throw new RecordingFailure('truncated', `${name} cannot be decoded by ffmpeg (${told.trim().split('\n').at(-1) ?? `exit code ${end}`}). Save or copy it again, or convert it to GIF.`);
  } finally {
    signal.removeEventListener('abort', stop);
    child.kill('SIGKILL');
    await ended;
  }
}

function missing(name: string, error: NodeJS.ErrnoException): RecordingFailure {
  return new RecordingFailure('no-decoder', error.code === 'ENOENT'
    ? `${name} is a video, which ffmpeg decodes, and there is no ffmpeg on the PATH. Install it (apt install ffmpeg, brew install ffmpeg, winget install ffmpeg), save the recording as GIF, or use "Unrender: Explain Recording" in VS Code, which plays MP4 and WebM by itself.`
    : `${name}: ffmpeg could not be started (${error.message}).`);
}

/** Pixmaps of a stream (netpbm, "P6"), one at a time as RGBA. */
async function* pixmaps(name: string, { stdout }: ChildProcess): AsyncGenerator<Frame['picture']> {
  if (stdout === null) return;
  let waiting: Buffer[] = [], length = 0;
  let wanted: { readonly width: number; readonly height: number; readonly head: number; readonly size: number } | undefined;
  for await (const chunk of stdout as AsyncIterable<Buffer>) {
    waiting.push(chunk);
    length += chunk.length;
    for (;;) {
      if (wanted === undefined) {
        if (length < 3) break;
        const all = waiting.length === 1 ? waiting[0] ?? chunk : Buffer.concat(waiting);
        waiting = [all];
        const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/u.exec(all.toString('latin1', 0, 64));
        if (head === null) {
          if (length > 64) throw new RecordingFailure('truncated', `${name}: ffmpeg wrote something that is no picture.`);
          break;
        }
        const [width, height] = [Number(head[1]), Number(head[2])];
        refuseSize(name, width, height);
        wanted = { width, height, head: head[0].length, size: head[0].length + width * height * 3 };
      }
      if (length < wanted.size) break;
      const all = Buffer.concat(waiting);
      yield { width: wanted.width, height: wanted.height, data: withAlpha(all.subarray(wanted.head, wanted.size)) };
      waiting = [all.subarray(wanted.size)];
      length -= wanted.size;
      wanted = undefined;
    }
  }
}

function withAlpha(rgb: Uint8Array): Uint8Array {
  const data = new Uint8Array((rgb.length / 3) * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    data[to] = rgb[from] ?? 0;
    data[to + 1] = rgb[from + 1] ?? 0;
    data[to + 2] = rgb[from + 2] ?? 0;
    data[to + 3] = 255;
  }
  return data;
}
