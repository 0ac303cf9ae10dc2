/** The process that looks through one recording: decodes it, chooses its steps and tells them as they are found. */
import type { FromRecording, ToRecording } from '../client/recording.js';
import { encodeFrame } from './encode.js';
import { RecordingFailure } from './errors.js';
import { framesOf } from './frames/index.js';
import { pickFrames } from './pick.js';

const stop = new AbortController();
process.once('message', ({ request }: ToRecording) => { void look(request); });
// The parent is gone, or wants no more of it: what was started ends with it.
process.on('disconnect', () => { end(); });
process.on('SIGTERM', () => { end(); });

async function look(request: ToRecording['request']): Promise<void> {
  try {
    for await (const event of pickFrames(framesOf(request, stop.signal), { encode: encodeFrame })) await send({ type: 'pick', event });
    await send({ type: 'looked' });
  } catch (error) {
    if (error instanceof RecordingFailure) return send({ type: 'failed', code: error.code, message: error.message });
    const cause = error instanceof Error ? error.message : String(error);
    return send({ type: 'failed', code: 'internal', message: `${request.name}: looking through it stopped on an unexpected error (${cause}). This is a fault of Unrender; please report it.` });
  }
}

/** Waits until the message is out, so that pictures do not heap up where nobody takes them. */
function send(message: FromRecording): Promise<void> {
  return new Promise((resolve) => { if (process.connected) process.send?.(message, undefined, {}, () => { resolve(); }); else resolve(); });
}

function end(): void {
  stop.abort();
  setTimeout(() => process.exit(0), 200);
}
