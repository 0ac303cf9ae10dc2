import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRouter } from '../../src/engine/families/router/open.js';
import type { PictureRouter } from '../../src/engine/families/router/model.js';
import { decodePicture } from '../../src/engine/picture/decode.js';
import { routes } from '../../src/engine/readers/route.js';
import { newTask } from './fakes.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Made by `python -m unrender_models.router.fixture`: torch's logits of pictures of the development set. */
const { cases } = JSON.parse(readFileSync(new URL('fixtures/router-logits.json', import.meta.url), 'utf8')) as { cases: { image: string; kind: string; logits: number[] }[] };

describe('the router that ships', () => {
  let router: PictureRouter;
  beforeAll(async () => { router = await openRouter(join(root, 'models/packages/unrender-router'), 'cpu', 1); });
  afterAll(async () => { await router.dispose(); });

  it('says of pictures what the network said when it was trained', async () => {
    expect(cases.length).toBeGreaterThanOrEqual(20);
    const { temperature } = router.manifest.calibration;
    for (const { image, logits } of cases) {
      const picture = await decodePicture(image, readFileSync(join(root, 'models/evaluation/router', image)), '#ffffff');
      const { ranking } = await router.route(picture, undefined, newTask().task);
      const total = logits.reduce((sum, each) => sum + Math.exp(each / temperature), 0);
      for (const [index, kind] of routes.entries()) {
        const wanted = Math.exp((logits[index] ?? NaN) / temperature) / total;
        // Two resamplers (sharp's and Pillow's Lanczos) differ by a level or two, weights are stored as fp16.
        expect(Math.abs((ranking.find((each) => each.kind === kind)?.confidence ?? NaN) - wanted), `${image}: ${kind}`).toBeLessThan(0.06);
      }
    }
  });

  it('knows what most of them are', async () => {
    let right = 0;
    for (const { image, kind } of cases) {
      const picture = await decodePicture(image, readFileSync(join(root, 'models/evaluation/router', image)), '#ffffff');
      if ((await router.route(picture, undefined, newTask().task)).kind === kind) right++;
    }
    expect(right).toBeGreaterThanOrEqual(cases.length - 4);
  });
});
