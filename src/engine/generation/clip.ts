import { floats } from '../runtime/graph.js';
import type { FloatTensor } from '../runtime/graph.js';

/**
 * Which share of each learned time embedding a frame of a clip gets, [frames, learned]: the first ones, one each, as OpenFlamingo takes them; of a clip with more frames
 * than were learned all of them, linearly interpolated between the first and the last (Flamingo, arXiv 2204.14198, section A.1.1).
 */
export function timeShares(frames: number, learned: number): FloatTensor {
  const shares = new Float32Array(frames * learned);
  for (let frame = 0; frame < frames; frame++) {
    const place = frames <= learned ? frame : (frame * (learned - 1)) / (frames - 1);
    const low = Math.min(learned - 1, Math.floor(place));
    const rest = place - low;
    shares[frame * learned + low] = 1 - rest;
    if (rest > 0 && low + 1 < learned) shares[frame * learned + low + 1] = rest;
  }
  return floats(shares, frames, learned);
}

/** Features [1, S, d] of each frame as [1, F, S, d]. @throws RangeError for none */
export function joinFrames(features: readonly FloatTensor[]): FloatTensor {
  const [first] = features;
  if (first === undefined) throw new RangeError('a clip has at least one frame');
  const [, patches = 0, width = 0] = first.dims;
  const data = new Float32Array(features.length * patches * width);
  features.forEach((feature, at) => { data.set(feature.data, at * patches * width); });
  return floats(data, 1, features.length, patches, width);
}
