// The truth of a folder of pictures: every scenes.jsonl below it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/**
 * @returns {Map<string, { split: string, scene: object }>} by picture, relative to the folder, with slashes
 * @throws Error where there is none
 */
export function readTruth(folder) {
  if (!existsSync(folder)) throw new Error(`${folder} does not exist`);
  const truth = new Map();
  for (const file of readdirSync(folder, { recursive: true }).filter(name => name.split(sep).at(-1) === 'scenes.jsonl').sort()) {
    const place = dirname(file).split(sep).join('/');
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean)) {
      const scene = JSON.parse(line);
      truth.set(place === '.' ? scene.image : `${place}/${scene.image}`, { split: place.split('/')[0], scene });
    }
  }
  if (truth.size === 0) throw new Error(`${folder} holds no scenes.jsonl`);
  return truth;
}
