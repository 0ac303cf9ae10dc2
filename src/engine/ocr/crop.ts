import type { Box } from '../../answer/types.js';
import type { Pixels } from '../picture/scale.js';

/**
 * A box of a picture, resampled to `height` rows (triangle filter, widened where it shrinks), as BGR planes in -1..1, [3, height, width].
 * Pixels outside the picture repeat its border. `upright` turns a column of text by 90 degrees.
 */
export function crop(picture: Pixels, box: Box, width: number, height: number, turned: boolean): Float32Array {
  const across = weights(box.x, box.width, turned ? height : width, picture.width);
  const down = weights(box.y, box.height, turned ? width : height, picture.height);
  const out = new Float32Array(3 * width * height);
  // Rows of the picture first, then columns: each sample is weighted twice, not once for every pair of taps.
  const left = Math.min(...across.map(({ first }) => first));
  const columns = Math.max(...across.map(({ first, weights: taps }) => first + taps.length)) - left;
  const blended = new Float32Array(columns * 3);
  down.forEach((rows, j) => {
    blended.fill(0);
    for (let k = 0; k < rows.weights.length; k++) {
      const weight = rows.weights[k] ?? 0;
      const start = ((rows.first + k) * picture.width + left) * 3;
      for (let n = 0; n < columns * 3; n++) blended[n] = (blended[n] as number) + weight * (picture.rgb[start + n] as number); // both are long enough
    }
    for (let i = 0; i < across.length; i++) {
      const taps = across[i] as Taps; // `i` is within
      // Turned text reads upwards: what is lowest comes first.
      const to = turned ? i * width + (width - 1 - j) : j * width + i;
      let [red, green, blue] = [0, 0, 0];
      for (let l = 0, from = (taps.first - left) * 3; l < taps.weights.length; l++, from += 3) {
        const weight = taps.weights[l] ?? 0;
        red += weight * (blended[from] ?? 0);
        green += weight * (blended[from + 1] ?? 0);
        blue += weight * (blended[from + 2] ?? 0);
      }
      out[to] = blue / 127.5 - 1;
      out[width * height + to] = green / 127.5 - 1;
      out[2 * width * height + to] = red / 127.5 - 1;
    }
  });
  return out;
}

interface Taps { readonly first: number; readonly weights: Float32Array }

/** For each of `count` output pixels over [start, start + length): input pixels within [0, limit) and their weights, which sum to 1. */
function weights(start: number, length: number, count: number, limit: number): Taps[] {
  const step = length / count;
  const reach = Math.max(1, step);
  return Array.from({ length: count }, (_, i) => {
    const centre = start + (i + 0.5) * step - 0.5;
    const first = clamp(Math.floor(centre - reach) + 1, 0, limit - 1);
    const last = clamp(Math.ceil(centre + reach) - 1, first, limit - 1);
    const taps = Float32Array.from({ length: last - first + 1 }, (__, k) => Math.max(0, 1 - Math.abs(first + k - centre) / reach));
    const sum = taps.reduce((total, tap) => total + tap, 0);
    return { first, weights: sum > 0 ? taps.map((tap) => tap / sum) : taps.fill(1 / taps.length) };
  });
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
