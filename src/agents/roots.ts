/**
 * The folders that an agent may read from. A path is looked at twice: as text, before the disk (or a network share that it names) is touched at all, and as the
 * file that it really leads to, after links are followed.
 */
import { realpath, stat } from 'node:fs/promises';
import { dirname, posix, win32 } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path is not one that may be read, or leads nowhere. `message` names it and says what to do. */
export class Refused extends Error {}

interface Root {
  /** As it was given, absolute. */
  readonly folder: string;
  /** With links followed. */
  readonly real: string;
  readonly identity: string;
}

const own = process.platform === 'win32' ? win32 : posix;

export class Roots {
  private constructor(private readonly roots: readonly Root[]) {}

  /** Takes the folders that are there. `missing` is told of the others. */
  static async of(folders: readonly string[], missing: (folder: string) => void = () => undefined): Promise<Roots> {
    const roots: Root[] = [];
    for (const given of folders) {
      const folder = own.resolve(given);
      try {
        const real = await realpath(folder);
        if (!(await stat(real)).isDirectory()) throw new Error('no folder');
        roots.push({ folder, real, identity: await identityOf(real) });
      } catch {
        missing(given);
      }
    }
    return new Roots(roots);
  }

  get folders(): readonly string[] { return this.roots.map(({ folder }) => folder); }

  /**
   * The file that a path really leads to. Relative paths are taken from the first root that has such a file.
   * @param path a path or a file: address, as an agent wrote it
   * @throws Refused
   */
  async resolve(path: string): Promise<string> {
    const named = JSON.stringify(path);
    if (this.roots.length === 0) throw new Refused(`${named} cannot be read: no folder was given to read from. Start the server with --root FOLDER, or open a folder in the client.`);
    const plain = plainPath(path);
    const candidates = this.roots.map(({ folder }) => own.resolve(folder, plain)).filter((file) => this.#named(file));
    if (candidates.length === 0) throw this.#outside(named);
    for (const file of new Set(candidates)) {
      const real = await realpath(file).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
        throw new Refused(`${named} cannot be opened (${error.code ?? error.message}).`);
      });
      if (real === undefined) continue;
      if (!await this.#holds(real)) throw this.#outside(named);
      return real;
    }
    throw new Refused(`${named} does not exist in ${this.#list()}. Check the spelling, or give the absolute path.`);
  }

  #named(file: string): boolean {
    return this.roots.some(({ folder, real }) => isBelow(folder, file) || isBelow(real, file));
  }

  /** By the folders' identities, not their names: a name may be written in other letters, in another case, or be short for another one. */
  async #holds(real: string): Promise<boolean> {
    for (let folder = dirname(real); ; folder = dirname(folder)) {
      const identity = await identityOf(folder);
      if (this.roots.some((root) => root.identity === identity)) return true;
      if (dirname(folder) === folder) return false;
    }
  }

  #outside(named: string): Refused {
    return new Refused(`${named} is refused: it is outside of what may be read (${this.#list()}). Copy the picture into one of these folders, or ask the person to allow its folder.`);
  }

  #list(): string { return this.folders.map((folder) => JSON.stringify(folder)).join(', '); }
}

/**
 * Whether the file's name lies below the folder's, by the rules of the platform. Says nothing of links.
 * Both must be absolute and free of `..` (as `path.resolve` leaves them).
 */
export function isBelow(folder: string, file: string, platform: NodeJS.Platform = process.platform): boolean {
  const { relative, isAbsolute, sep } = platform === 'win32' ? win32 : posix;
  // Where upper and lower case are the same, this first look takes them as the same; the second knows the folder itself.
  const fold = (text: string): string => (platform === 'win32' || platform === 'darwin' ? text.toLowerCase() : text);
  const way = relative(fold(folder), fold(file));
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** @throws Refused for what is no path of a file */
function plainPath(path: string): string {
  const named = JSON.stringify(path);
  if (path === '' || path.includes('\0')) throw new Refused(`${named} is no path.`);
  if (!/^[a-z][a-z\d+.-]+:/iu.test(path)) return path;
  if (!/^file:/iu.test(path)) throw new Refused(`${named} is refused: only files are read, by their path or a file: address.`);
  try {
    const url = new URL(path);
    // Another machine's file: Windows would go and ask that machine.
    if (url.host !== '') throw new Error('names a host');
    const decoded = fileURLToPath(url);
    if (decoded.includes('\0')) throw new Error('names nothing');
    return decoded;
  } catch {
    throw new Refused(`${named} is refused: it is no address of a file on this machine.`);
  }
}

async function identityOf(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder, { bigint: true });
  // Some network drives number nothing.
  return ino === 0n ? folder : `${dev}:${ino}`;
}
