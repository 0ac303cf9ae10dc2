import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where an installation keeps what the engine needs, and the process that looks through recordings. */
export interface Places { readonly engineScript: string; readonly recordingScript: string; readonly packageFolder: string; readonly ocrFolder: string }

/**
 * The same for a checkout and for a packed extension; only the text reader lies elsewhere: set-up fetches it into an ignored cache.
 * @param root the folder that holds `dist`
 */
export function locate(root: string): Places {
  const packed = join(root, 'text-reader');
  return {
    engineScript: join(root, 'dist', 'engine.js'),
    recordingScript: join(root, 'dist', 'recording.js'),
    packageFolder: join(root, 'models', 'packages', 'unrender-s'),
    ocrFolder: existsSync(packed) ? packed : join(root, '.cache', 'text-reader'),
  };
}
