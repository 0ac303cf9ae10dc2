/** The command line as it ships on recordings: the real process that looks through them, and an engine that behaves as the pictures' names say. */
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Storyboard } from '../../src/answer/storyboard/index.js';
import { bundle } from '../support/bundle.js';
import type { Bundles } from '../support/bundle.js';
import { animation, apng } from '../recording/files.js';
import { Screen } from '../recording/screens.js';

let bundles: Bundles;
let folder = '';
const screens = ['one', 'two', 'three'].map((word, at) => new Screen({ width: 320, height: 200 }).text(1 + at, 1, `${word} things are written here`).fill(20 + 90 * at, 120, 80, 60, 120 + at * 60).picture);

beforeAll(async () => {
  bundles = await bundle({ cli: 'src/cli/main.ts', recording: 'src/recording/main.ts' });
  copyFileSync(fileURLToPath(new URL('../client/engines/fake.mjs', import.meta.url)), join(bundles.folder, 'dist', 'engine.js'));
  folder = mkdtempSync(join(tmpdir(), 'cli-recording-'));
  const delays = screens.map(() => 2000);
  writeFileSync(join(folder, 'session.gif'), await animation('gif', screens, delays));
  writeFileSync(join(folder, 'session.webp'), await animation('webp', screens, delays));
  writeFileSync(join(folder, 'session.png'), apng(screens.map((picture) => ({ picture, delay: 2000 }))));
  writeFileSync(join(folder, 'still.gif'), await animation('gif', screens.slice(0, 1), [100]));
  writeFileSync(join(folder, 'cursor.gif'), await animation('gif', [0, 1, 2].map((at) => new Screen({ width: 640, height: 360 }).cursor(1, 1, at === 1).picture), [500, 500, 500]));
  writeFileSync(join(folder, 'cut.gif'), readFileSync(join(folder, 'session.gif')).subarray(0, 900));
  writeFileSync(join(folder, 'film.mp4'), Buffer.from('\0\0\0\x20ftypisom\0\0\0\0', 'latin1'));
}, 120_000);
afterAll(() => { bundles.dispose(); rmSync(folder, { recursive: true, force: true }); });

interface Result { readonly code: number | null; readonly out: string; readonly err: string }
function unrender(args: readonly string[], { input, path = process.env['PATH'], interruptWhen }: { input?: Buffer; path?: string | undefined; interruptWhen?: string } = {}): Promise<Result> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(bundles.folder, 'dist', 'cli.js'), ...args], { cwd: folder, env: { ...process.env, UNRENDER_MODEL: folder, PATH: path } });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => { out += data.toString(); });
    child.stderr.on('data', (data: Buffer) => { err += data.toString(); });
    const watch = interruptWhen === undefined ? undefined : setInterval(() => { if (existsSync(join(folder, interruptWhen))) { clearInterval(watch); child.kill('SIGINT'); } }, 20);
    child.on('close', (code) => { clearInterval(watch); resolve({ code, out, err }); });
    child.stdin.end(input);
  });
}

describe('unrender read RECORDING', { timeout: 120_000 }, () => {
  it.each(['session.gif', 'session.webp', 'session.png'])('%s: a storyboard of its three pictures', async (name) => {
    const { code, out, err } = await unrender(['read', name, '--format', 'json']);
    expect([code, err]).toEqual([0, '']);
    const board = JSON.parse(out) as Storyboard;
    expect([board.kind, board.name, board.steps.map(({ time }) => time)]).toEqual(['storyboard', name, [0, 2, 4]]);
    expect(board.steps.map(({ answer, picture }) => [answer?.picture.name, picture.startsWith('data:image/png;base64,')])).toEqual([[`${name} at 0 s`, true], [`${name} at 2 s`, true], [`${name} at 4 s`, true]]);
  });
  it('writes Markdown and a page, and says where there is no form', async () => {
    expect((await unrender(['read', 'session.gif', '-f', 'md'])).out).toMatch(/^# session\\?\.gif\n\n3 steps, the last at 0:04\.\n\n## Step 1, 0:00\n/);
    expect((await unrender(['read', 'session.gif', '-f', 'html'])).out.match(/<section class="step"/g)).toHaveLength(3);
    expect(await unrender(['read', 'session.gif', '-f', 'mermaid'])).toMatchObject({ code: 1, err: 'session.gif is a recording of several pictures, which --format mermaid has no form for. Add --still for its first picture, or use --format markdown.\n' });
    expect((await unrender(['read', 'session.gif', 'still.gif', '-f', 'html', '--out', 'pages'])).code).toBe(0);
    expect(readdirSync(join(folder, 'pages'))).toEqual(['session.html', 'still.html']);
  });
  it('reads the first picture with --still, and what stands still as before', async () => {
    expect((await unrender(['read', 'session.gif', '--still', '-f', 'mermaid'])).out).toBe('flowchart TD\n  A["session.gif"]\n');
    expect((await unrender(['read', 'still.gif', '-f', 'mermaid'])).out).toBe('flowchart TD\n  A["still.gif"]\n');
    expect((JSON.parse((await unrender(['read', 'cursor.gif', '-f', 'json'])).out) as Storyboard).steps).toHaveLength(1);
  });
  it('takes animations from standard input', async () => {
    const { out } = await unrender(['read', '-', '-f', 'json'], { input: readFileSync(join(folder, 'session.gif')) });
    expect((JSON.parse(out) as Storyboard).steps).toHaveLength(3);
  });
  it('goes on after what cannot be decoded', async () => {
    const { code, err, out } = await unrender(['read', 'cut.gif', 'session.gif', 'gone.mp4', '-f', 'md']);
    expect(code).toBe(1);
    expect(err).toContain('gone.mp4 cannot be opened (ENOENT).\n');
    expect(out).toContain('3 steps');
  });
  it('reads videos by ffmpeg, without one says what to do, and ends it when it is interrupted', async () => {
    expect(await unrender(['read', 'film.mp4'], { path: '' })).toMatchObject({ code: 1, err: expect.stringMatching(/^film\.mp4 is a video.*Install it/) as string });
    const bin = mkdtempSync(join(tmpdir(), 'bin-'));
    const ffmpeg = join(bin, 'ffmpeg');
    // Two pictures, half of the time each; with a file "endless" it never ends, and leaves its number.
    writeFileSync(ffmpeg, `#!${process.execPath}
const { existsSync, writeFileSync } = require('node:fs');
const frame = (value) => Buffer.concat([Buffer.from('P6\\n64 48\\n255\\n'), Buffer.alloc(64 * 48 * 3, value)]);
process.stdout.write(Buffer.concat(Array.from({ length: 32 }, (_, at) => frame(at < 16 ? 20 : 200))));
if (existsSync('endless')) { writeFileSync('running', String(process.pid)); setInterval(() => process.stdout.write(frame(99)), 50); }
`);
    chmodSync(ffmpeg, 0o755);
    const path = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
    const { code, out } = await unrender(['read', 'film.mp4', '-f', 'json'], { path });
    expect([code, (JSON.parse(out) as Storyboard).steps.map(({ time }) => time)]).toEqual([0, [0, 2]]);
    writeFileSync(join(folder, 'endless'), '');
    expect((await unrender(['read', 'film.mp4'], { path, interruptWhen: 'running' })).code).toBe(130);
    const running = Number(readFileSync(join(folder, 'running'), 'utf8'));
    // Signal 0 only asks whether the process is there.
    expect(() => process.kill(running, 0)).toThrow(/ESRCH/);
    rmSync(bin, { recursive: true });
  });
});
