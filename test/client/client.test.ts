import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineClient, clientDefaults } from '../../src/client/client.js';
import type { ClientOptions } from '../../src/client/client.js';
import type { ReadEvent } from '../../src/client/protocol.js';

const script = fileURLToPath(new URL('engines/fake.mjs', import.meta.url));
const never = new AbortController().signal;
const open: EngineClient[] = [];
let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'client-')); });
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.dispose()));
  rmSync(folder, { recursive: true, force: true });
});

function clientWith(options: Partial<ClientOptions> & { readonly packageFolder?: string } = {}): EngineClient {
  const { packageFolder = folder, ...rest } = options;
  const client = new EngineClient({ ...clientDefaults, script, engine: { packageFolder, ocrFolder: '', provider: 'cpu', threads: 1 }, ...rest });
  open.push(client);
  return client;
}
const request = (name: string, length = 3) => ({ name, bytes: new Uint8Array(length), background: '#ffffff' });
const alive = (pid: number): boolean => { try { process.kill(pid, 0); return true; } catch { return false; } };
async function gone(pid: number): Promise<void> {
  while (alive(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('the engine’s client', { timeout: 30_000 }, () => {
  it('starts on demand, answers in turn, and leaves no process', async () => {
    const log: string[] = [];
    const client = clientWith({ log: (line) => log.push(line) });
    const events: ReadEvent[] = [];
    const [one, two] = await Promise.all([client.read(request('one'), (event) => events.push(event), never), client.read(request('two', 5 << 20), () => {}, never)]);
    expect(one.segments[0]?.source).toContain('one');
    expect(two.notes).toEqual([`Uint8Array ${5 << 20}`]);
    expect(events).toEqual([{ type: 'stage', stage: 'decode', done: 0, total: 1 }]);
    expect(log).toEqual(['loading']);
    const pid = (await client.start()).rssBytes;
    expect(alive(pid)).toBe(true);
    await client.dispose();
    expect(alive(pid)).toBe(false);
    await expect(client.read(request('late'), () => {}, never)).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('passes errors on as they are', async () => {
    await expect(clientWith().read(request('bad'), () => {}, never)).rejects.toMatchObject({ code: 'truncated', message: 'bad is truncated.' });
  });

  it('starts again after a crash, once, and the answer says so', async () => {
    const events: ReadEvent[] = [];
    const answer = await clientWith().read(request('crash-once'), (event) => events.push(event), never);
    expect(events.map(({ type }) => type)).toEqual(['stage', 'restarted', 'stage']);
    expect(answer.notes[0]).toBe('The engine stopped unexpectedly (exit code 9) and was started again.');
  });

  it('gives up after the second crash, and works for the next picture', async () => {
    const client = clientWith();
    await expect(client.read(request('crash'), () => {}, never)).rejects.toMatchObject({ code: 'engine-crashed', message: expect.stringMatching(/^crash: the engine stopped twice/u) as string });
    expect((await client.read(request('next'), () => {}, never)).notes).toEqual(['Uint8Array 3']);
  });

  it('takes a killed process for a crash', async () => {
    const client = clientWith();
    const { rssBytes: pid } = await client.start();
    const controller = new AbortController();
    const events: string[] = [];
    const reading = client.read(request('slow'), (event) => {
      events.push(event.type === 'restarted' ? event.reason : event.type);
      if (events.length === 2) process.kill(pid, 'SIGKILL');
      if (event.type === 'restarted') controller.abort();
    }, controller.signal);
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(events).toContain('The engine stopped unexpectedly (signal SIGKILL) and was started again.');
  });

  it('ignores what is no message', async () => {
    const log: string[] = [];
    const answer = await clientWith({ log: (line) => log.push(line) }).read(request('garbage'), () => {}, never);
    expect(answer.version).toBe(1);
    expect(log.filter((line) => line.includes('not understood'))).toHaveLength(9);
  });

  it('cancels at once, before and during, and goes on with the next', async () => {
    const client = clientWith();
    await expect(client.read(request('one'), () => {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled', message: 'one: cancelled.' });
    const controller = new AbortController();
    await expect(client.read(request('slow'), () => controller.abort(), controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect((await client.read(request('next'), () => {}, never)).kind).toBe('flowchart');
  });

  it('kills a silent engine and tries once more', async () => {
    const failure = clientWith({ silence: 300 }).read(request('hang'), () => {}, never);
    await expect(failure).rejects.toMatchObject({ code: 'engine-crashed', message: expect.stringContaining('SIGKILL') as string });
  });

  it('stops when idle and starts again', async () => {
    const client = clientWith({ idleShutdown: 50 });
    const { rssBytes: pid } = await client.start();
    await gone(pid);
    expect((await client.read(request('again'), () => {}, never)).version).toBe(1);
  });

  it('says why it does not start', async () => {
    await expect(clientWith({ packageFolder: 'refuse' }).read(request('a'), () => {}, never)).rejects.toMatchObject({ code: 'package-invalid' });
    await expect(clientWith({ packageFolder: 'exit' }).start()).rejects.toMatchObject({ code: 'engine-crashed', message: expect.stringContaining('exit code 7') as string });
    await expect(clientWith({ packageFolder: 'hang', readyTimeout: 300 }).start()).rejects.toMatchObject({ code: 'engine-crashed', message: expect.stringContaining('not ready after 0.3 s') as string });
    await expect(clientWith({ script: join(folder, 'none.mjs') }).start()).rejects.toMatchObject({ code: 'engine-crashed' });
  });

  it('dispose kills what does not stop, and cancels what waits', async () => {
    const client = clientWith();
    writeFileSync(join(folder, 'stubborn'), '');
    const { rssBytes: pid } = await client.start();
    const waiting = client.read(request('hang'), () => {}, never);
    const refused = expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await client.dispose();
    await refused;
    expect(alive(pid)).toBe(false);
    expect(existsSync(folder)).toBe(true);
  });
});
