import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import type { GivenLine } from '../client/protocol.js';
import { UsageError } from './exitCodes.js';

/** A picture that was named on the command line. */
export interface Input {
  /** How messages name it. */
  readonly name: string;
  /** Relative to the folder or pattern that it was found by, with slashes. */
  readonly path: string;
  readonly bytes: () => Promise<Uint8Array>;
  /** Where it lies on the disk; standard input lies nowhere. */
  readonly file?: string;
}

const pictureName = /\.(?:png|jpe?g|webp|gif|bmp)$/iu;

/** A file, or standard input for `-`. */
export function fileInput(path: string): Input {
  if (path === '-') return { name: 'standard input', path: 'stdin', bytes: standardInput };
  return { name: path, path: path.split(sep).join('/'), bytes: () => readFile(path), file: path };
}

/**
 * Pictures in folders (with their subfolders), by patterns (`*`, `**`, `?`, `{a,b}`), and by name; sorted, each once.
 * @throws UsageError where one of them matches nothing
 */
export async function findPictures(sources: readonly string[]): Promise<Input[]> {
  const found = new Map<string, Input>();
  for (const source of sources) {
    const inputs = await expand(source);
    if (inputs.length === 0) throw new UsageError(`no picture matches ${source}`);
    for (const input of inputs) found.set(input.name, input);
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

async function expand(source: string): Promise<Input[]> {
  const kind = await stat(source).catch(() => undefined);
  if (kind?.isFile() === true) return [{ ...fileInput(source), path: basename(source) }];
  if (kind?.isDirectory() === true) return (await walk(source)).filter((file) => pictureName.test(file)).map((file) => below(source, file));
  if (!/[*?{]/u.test(source)) throw new UsageError(`${source} does not exist`);
  const parts = source.split(/[\\/]/u);
  const fixed = parts.slice(0, parts.findIndex((part) => /[*?{]/u.test(part)));
  const folder = fixed.length === 0 ? '.' : fixed.join('/') || '/';
  const pattern = globPattern(parts.slice(fixed.length).join('/'));
  return (await walk(folder)).map((file) => below(folder, file)).filter(({ path }) => pattern.test(path));
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${folder} cannot be listed (${error.code ?? error.message})`);
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function below(folder: string, file: string): Input {
  return { ...fileInput(file), path: relative(folder, file).split(sep).join('/') };
}

/** A shell pattern as a regular expression over a path with slashes. */
export function globPattern(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[.+^$()|[\]\\{}]/gu, (mark) => {
    switch (mark) {
      case '**/': return '(?:[^/]+/)*';
      case '**': return '.*';
      case '*': return '[^/]*';
      case '?': return '[^/]';
      default: return mark.length > 1 ? `(?:${mark.slice(1, -1).split(',').map((word) => globPattern(word).source.slice(1, -1)).join('|')})` : `\\${mark}`;
    }
  });
  return new RegExp(`^${source}$`, 'u');
}

/** Known text lines by picture, for measuring the model apart from the text reader. @throws UsageError where the file is none such */
export async function readLines(file: string): Promise<ReadonlyMap<string, readonly GivenLine[]>> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be used: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UsageError(`${file} is no object of lines by picture`);
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  return new Map(entries.map(([picture, lines]) => {
    if (!Array.isArray(lines) || !lines.every(isLine)) throw new UsageError(`${file}: the lines of "${picture}" are no list of {x, y, width, height, text}`);
    return [picture, lines] as const;
  }));
}

function isLine(value: unknown): value is GivenLine {
  if (typeof value !== 'object' || value === null) return false;
  const line = value as Record<string, unknown>;
  return ['x', 'y', 'width', 'height'].every((side) => Number.isFinite(line[side])) && typeof line['text'] === 'string';
}

async function standardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
