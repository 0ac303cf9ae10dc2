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
  const rowSums = new Float32Array(across.length * 3);
  down.forEach((rows, j) => {
    rowSums.fill(0);
    for (let k = 0; k < rows.weights.length; k++) {
      const weight = rows.weights[k] ?? 0;
      const row = (rows.first + k) * picture.width;
      across.forEach((columns, i) => {
        for (let l = 0; l < columns.weights.length; l++) {
          const w = weight * (columns.weights[l] ?? 0);
          const from = (row + columns.first + l) * 3;
          for (let c = 0; c < 3; c++) rowSums[i * 3 + c] = (rowSums[i * 3 + c] ?? 0) + w * (picture.rgb[from + 2 - c] ?? 0);
        }
      });
    }
    for (let i = 0; i < across.length; i++) {
      // Turned text reads upwards: what is lowest comes first.
      const to = turned ? i * width + (width - 1 - j) : j * width + i;
      for (let c = 0; c < 3; c++) out[c * width * height + to] = (rowSums[i * 3 + c] ?? 0) / 127.5 - 1;
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
