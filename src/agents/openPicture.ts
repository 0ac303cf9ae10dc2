/** Opens a picture for an agent: only what lies in the roots, only plain files, and none larger than the engine takes. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Refused } from './roots.js';
import type { Roots } from './roots.js';

/** The engine refuses more; here it keeps a huge file out of memory. */
const mostBytes = 64 * 1024 * 1024;

export interface OpenedPicture { readonly name: string; readonly bytes: Uint8Array }

/** @throws Refused */
export async function openPicture(path: string, roots: Roots): Promise<OpenedPicture> {
  const file = await roots.resolve(path);
  const named = JSON.stringify(path);
  // The last part is no link any more; if it becomes one now, it is not followed. A pipe must not make the server wait for a writer.
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((error: NodeJS.ErrnoException) => {
    throw new Refused(`${named} cannot be opened (${error.code ?? error.message}).`);
  });
  try {
    const state = await handle.stat();
    if (!state.isFile()) throw new Refused(`${named} is no file.`);
    if (state.size > mostBytes) throw new Refused(`${named} is larger than ${mostBytes / 1024 / 1024} MiB. Save it smaller, or cut out the part that matters.`);
    return { name: basename(file), bytes: await handle.readFile() };
  } finally {
    await handle.close();
  }
}
