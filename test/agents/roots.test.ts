/** Nothing outside of the roots is read, however it is named. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPicture } from '../../src/agents/openPicture.js';
import { isBelow, Refused, Roots } from '../../src/agents/roots.js';

let folder = '';
const at = (...parts: string[]): string => join(folder, ...parts);
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'roots-')));
  for (const name of ['in/sub', 'second', 'inside-not', 'out']) mkdirSync(at(name), { recursive: true });
  for (const name of ['in/a.png', 'in/sub/b.png', 'in/..c.png', 'second/only.png', 'second/a.png', 'inside-not/a.png', 'out/secret.png']) writeFileSync(at(name), name);
  symlinkSync(at('out/secret.png'), at('in/link.png'));
  symlinkSync(at('out'), at('in/linked'), 'dir');
  symlinkSync(at('in/sub'), at('in/within'), 'dir');
  symlinkSync(at('in'), at('alias'), 'dir');
  symlinkSync(at('nowhere'), at('in/broken.png'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const refuses = async (roots: Roots, path: string, why: RegExp): Promise<void> => {
  await expect(roots.resolve(path), path).rejects.toThrow(why);
  await expect(roots.resolve(path), path).rejects.toBeInstanceOf(Refused);
};

describe('roots', () => {
  it('give what lies in them, by absolute and relative path and by file: address', async () => {
    const roots = await Roots.of([at('in'), at('second')]);
    expect(await roots.resolve(at('in/a.png'))).toBe(at('in/a.png'));
    expect(await roots.resolve('sub/b.png')).toBe(at('in/sub/b.png'));
    expect(await roots.resolve('./sub/../a.png')).toBe(at('in/a.png'));
    expect(await roots.resolve('only.png')).toBe(at('second/only.png'));
    expect(await roots.resolve('..c.png')).toBe(at('in/..c.png'));
    expect(await roots.resolve(pathToFileURL(at('in/sub/b.png')).href)).toBe(at('in/sub/b.png'));
    expect(await roots.resolve('within/b.png')).toBe(at('in/sub/b.png'));
  });

  it('refuse what does not, and name it', async () => {
    const roots = await Roots.of([at('in')]);
    const outside = /is refused: it is outside/u;
    for (const path of [at('out/secret.png'), '../out/secret.png', 'sub/../../out/secret.png', at('in/../out/secret.png'), at('inside-not/a.png'), at('in'), '.', '..', '/', '/etc/passwd', '//server/share/x.png']) await refuses(roots, path, outside);
    await refuses(roots, pathToFileURL(at('out/secret.png')).href, outside);
    await refuses(roots, `${pathToFileURL(at('in')).href}/%2e%2e/out/secret.png`, outside);
    await expect(roots.resolve('../out/secret.png')).rejects.toThrow('"../out/secret.png"');
  });

  it('say nothing of whether a file outside is there', async () => {
    const roots = await Roots.of([at('in')]);
    const words = async (path: string): Promise<string> => roots.resolve(path).then(String, (error: Error) => error.message.replaceAll(path, ''));
    expect(await words(at('out/secret.png'))).toBe(await words(at('out/never-was.png')));
  });

  it('refuse links that lead out', async () => {
    const roots = await Roots.of([at('in')]);
    await refuses(roots, 'link.png', /outside/u);
    await refuses(roots, 'linked/secret.png', /outside/u);
    await refuses(roots, at('in/linked/secret.png'), /outside/u);
    await refuses(roots, 'broken.png', /does not exist/u);
  });

  it('know a root by another of its names, and only by names that they were given or have', async () => {
    const roots = await Roots.of([at('alias')]);
    expect(await roots.resolve(at('alias/a.png'))).toBe(at('in/a.png'));
    expect(await roots.resolve(at('in/a.png'))).toBe(at('in/a.png'));
    await refuses(roots, at('alias/../out/secret.png'), /outside/u);
  });

  it('refuse what is no path of a file on this machine', async () => {
    const roots = await Roots.of([at('in')]);
    for (const path of ['https://example.com/a.png', 'data:image/png;base64,AA', 'vscode-remote://host/a.png']) await refuses(roots, path, /only files/u);
    for (const path of ['file://server/share/a.png', 'file:///%00', `${pathToFileURL(at('in')).href}/a.png%00`, 'file:///a%2Fb.png', 'file:///%zz']) await refuses(roots, path, /is refused: it is no address/u);
    for (const path of ['', 'a\0.png']) await refuses(roots, path, /is no path/u);
    await refuses(roots, 'missing.png', /does not exist in/u);
    await refuses(roots, 'a.png/b.png', /does not exist in/u);
  });

  it('read nothing where there are none, and tell of folders that are not there', async () => {
    await refuses(await Roots.of([]), at('in/a.png'), /no folder was given/u);
    const missing: string[] = [];
    await Roots.of([at('nowhere'), at('in/a.png'), at('in')], (name) => missing.push(name));
    expect(missing).toEqual([at('nowhere'), at('in/a.png')]);
  });
});

describe('names below a folder', () => {
  it.each([
    ['linux', '/a/b', '/a/b/c.png', true], ['linux', '/a/b', '/a/bc.png', false], ['linux', '/a/b', '/a/B/c.png', false], ['linux', '/', '/c.png', true], ['linux', '/a', '/a', false],
    ['linux', '/a', '/a/..c.png', true], ['darwin', '/Users/x', '/users/X/c.png', true],
    ['win32', 'C:\\p', 'c:\\P\\x.png', true], ['win32', 'C:\\p', 'D:\\p\\x.png', false], ['win32', 'C:\\p', '\\\\server\\share\\x.png', false], ['win32', 'C:\\p', '\\\\?\\C:\\p\\x.png', false],
    ['win32', 'C:\\p', 'C:\\pp\\x.png', false], ['win32', '\\\\server\\share\\p', '\\\\SERVER\\share\\p\\x.png', true], ['win32', '\\\\server\\share\\p', '\\\\server\\other\\x.png', false],
  ] as const)('%s: %s, %s: %s', (platform, root, file, inside) => {
    expect(isBelow(root, file, platform)).toBe(inside);
  });
});

describe('opening', () => {
  it('gives name and bytes of a file, and nothing of a folder or a pipe', async () => {
    const roots = await Roots.of([at('in')]);
    const { name, bytes } = await openPicture('sub/b.png', roots);
    expect([name, Buffer.from(bytes).toString()]).toEqual(['b.png', 'in/sub/b.png']);
    await expect(openPicture('sub', roots)).rejects.toThrow(/is no file|cannot be opened/u);
    if (process.platform === 'win32') return;
    spawnSync('mkfifo', [at('in/pipe.png')]);
    await expect(openPicture('pipe.png', roots)).rejects.toThrow('is no file');
  });
});
