import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where an installation keeps what the engine needs. */
export interface Places { readonly engineScript: string; readonly packageFolder: string; readonly ocrFolder: string }

/**
 * The same for a checkout and for a packed extension; only the text reader lies elsewhere: set-up fetches it into an ignored cache.
 * @param root the folder that holds `dist`
 */
export function locate(root: string): Places {
  const packed = join(root, 'text-reader');
  return {
    engineScript: join(root, 'dist', 'engine.js'),
    packageFolder: join(root, 'models', 'packages', 'unrender-s'),
    ocrFolder: existsSync(packed) ? packed : join(root, '.cache', 'text-reader'),
  };
}
