import type { RecordingRequest } from '../../client/recording.js';
import { largest, RecordingFailure } from '../errors.js';
import type { Frame } from '../types.js';
import { animationFrames } from './animation.js';
import { apngFrames } from './apng.js';
import { videoFrames } from './video.js';

/** The frames of a recording, one at a time. @throws RecordingFailure */
export function framesOf({ name, source, background }: RecordingRequest, signal: AbortSignal): AsyncIterable<Frame> {
  if (source.kind !== 'video' && source.bytes.length > largest.bytes) {
    throw new RecordingFailure('too-large', `${name} is too large: ${Math.round(source.bytes.length / 2 ** 20)} MB, at most ${largest.bytes / 2 ** 20} MB are looked at. Cut or scale it down.`);
  }
  switch (source.kind) {
    case 'gif': case 'webp': return animationFrames(name, source.bytes, background);
    case 'apng': return apngFrames(name, source.bytes, background);
    case 'video': return videoFrames(name, source.path, signal);
  }
}
