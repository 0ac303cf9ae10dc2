import type { Box } from '../../answer/types.js';

/** Settings of the detector's own post-processing (differentiable binarisation), as the model was trained with. */
export const detection = { threshold: 0.3, boxThreshold: 0.5, unclip: 1.6, smallest: 3 } as const;

/**
 * Boxes of text in a probability map: connected areas above the threshold, grown back to the size that the detector shrank them from.
 * @returns boxes in pixels of the map
 */
export function boxesOf(map: Float32Array, width: number, height: number): Box[] {
  const found: Box[] = [];
  for (const area of areas(map, width, height)) {
    const [w, h] = [area.x1 - area.x0, area.y1 - area.y0];
    if (Math.min(w, h) < detection.smallest || area.sum / area.count < detection.boxThreshold) continue;
    const grow = (w * h * detection.unclip) / (2 * (w + h));
    const [x0, y0] = [Math.max(0, area.x0 - grow), Math.max(0, area.y0 - grow)];
    const [x1, y1] = [Math.min(width, area.x1 + grow), Math.min(height, area.y1 + grow)];
    found.push({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 });
  }
  return found;
}

interface Area { x0: number; y0: number; x1: number; y1: number; sum: number; count: number }

/** 8-connected areas above the threshold, with their half-open bounds and the sum of their probabilities. */
function areas(map: Float32Array, width: number, height: number): Area[] {
  const seen = new Uint8Array(map.length);
  const stack: number[] = [];
  const found: Area[] = [];
  const push = (index: number): void => {
    if (seen[index] === 1 || (map[index] ?? 0) <= detection.threshold) return;
    seen[index] = 1;
    stack.push(index);
  };
  for (let start = 0; start < map.length; start++) {
    push(start);
    if (stack.length === 0) continue;
    const area: Area = { x0: width, y0: height, x1: 0, y1: 0, sum: 0, count: 0 };
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      const [x, y] = [index % width, Math.floor(index / width)];
      area.x0 = Math.min(area.x0, x);
      area.x1 = Math.max(area.x1, x + 1);
      area.y0 = Math.min(area.y0, y);
      area.y1 = Math.max(area.y1, y + 1);
      area.sum += map[index] ?? 0;
      area.count++;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) push(ny * width + nx);
      }
    }
    found.push(area);
  }
  return found;
}
