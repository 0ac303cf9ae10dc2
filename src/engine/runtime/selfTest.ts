import type { SelfTest } from '../package/manifest.js';
import { floats, output } from './graph.js';
import type { FloatTensor, Graph } from './graph.js';

/** The synthetic picture that every package is tested with; the exporter makes the same one. */
export function testPixels(width: number, height: number): Float32Array {
  const pixels = new Float32Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) pixels[y * width + x] = ((13 * x + 7 * y) % 97) / 97;
  return pixels;
}

/** Why a provider's results cannot be trusted, or undefined where they can. */
export async function selfTest(graph: Graph, test: SelfTest): Promise<string | undefined> {
  const outputs = await graph.run(feedsFor(test));
  for (const { output: name, index, value } of test.expected) {
    const got = output(outputs, name).data[index];
    // Written so that NaN fails, too.
    if (got === undefined || !(Math.abs(got - value) <= test.tolerance * Math.max(1, Math.abs(value)))) {
      return `self-test failed: ${name}[${index}] is ${got ?? 'missing'}, expected ${value}`;
    }
  }
  return undefined;
}

/** Milliseconds of one warm run on the test's picture. A software graphics adapter passes the test, too, and betrays itself here. */
export async function warmRun(graph: Graph, test: SelfTest): Promise<number> {
  const feeds = feedsFor(test);
  const start = performance.now();
  await graph.run(feeds);
  return performance.now() - start;
}

function feedsFor({ width, height }: SelfTest): { readonly pixels: FloatTensor } {
  return { pixels: floats(testPixels(width, height), 1, 1, height, width) };
}
