/** `unrender mcp` as it ships, asked by the protocol's own client. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ListRootsRequestSchema, ProgressNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import type { CallToolResult, Progress } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { inputSchema, serverInstructions, toolName } from '../../src/agents/contract.js';
import { bundle } from '../support/bundle.js';
import type { Bundles } from '../support/bundle.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const entries = { cli: 'src/cli/main.ts', mcp: 'src/cli/mcp.ts' };
let bundles: Bundles;
let folder = '';
beforeAll(async () => {
  bundles = await bundle(entries);
  // An engine that behaves as the pictures' names say.
  copyFileSync(fileURLToPath(new URL('../client/engines/fake.mjs', import.meta.url)), join(bundles.folder, 'dist', 'engine.js'));
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'mcp-')));
  for (const name of ['in', 'out', 'other']) mkdirSync(join(folder, name));
  for (const name of ['in/a.png', 'in/slow', 'in/bad', 'in/crash-once', 'out/secret.png', 'other/o.png']) writeFileSync(join(folder, name), name);
  symlinkSync(join(folder, 'out', 'secret.png'), join(folder, 'in', 'link.png'));
}, 60_000);
afterAll(() => {
  bundles.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const open: Client[] = [];
afterEach(() => Promise.all(open.splice(0).map((client) => client.close())));

interface Options { readonly roots?: readonly string[]; readonly told?: () => readonly string[]; readonly cli?: string; readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> }
async function connect({ roots = ['in'], told, cli = join(bundles.folder, 'dist', 'cli.js'), args = [], env = { UNRENDER_MODEL: folder } }: Options = {}): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' }, { capabilities: told === undefined ? {} : { roots: { listChanged: true } } });
  if (told !== undefined) client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: told().map((uri) => ({ uri })) }));
  const given = roots.flatMap((root) => ['--root', join(folder, root)]);
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [cli, 'mcp', ...given, ...args], env: { ...process.env as Record<string, string>, ...env }, stderr: 'pipe' }));
  open.push(client);
  return client;
}
async function call(client: Client, args: Readonly<Record<string, unknown>>, onprogress?: (progress: Progress) => void, signal?: AbortSignal): Promise<CallToolResult> {
  return await client.callTool({ name: toolName, arguments: args }, undefined, { ...(onprogress && { onprogress }), ...(signal && { signal }), timeout: 60_000 }) as CallToolResult;
}
/** Progress as the server sends it. The client's own callback is told nothing where a step comes together with the answer. */
function stepsSent({ transport }: Client): Progress[] {
  const steps: Progress[] = [];
  if (transport === undefined) throw new Error('the client is not connected');
  const hear = transport.onmessage;
  transport.onmessage = (message, extra) => {
    const progress = ProgressNotificationSchema.safeParse(message);
    if (progress.success) steps.push(progress.data.params);
    hear?.(message, extra);
  };
  return steps;
}
function textOf({ content }: CallToolResult): string {
  const [part] = content;
  return part?.type === 'text' ? part.text : '';
}

describe('unrender mcp', { timeout: 60_000 }, () => {
  it('introduces itself and its tool', async () => {
    const client = await connect();
    expect(client.getServerVersion()?.name).toBe('unrender');
    expect(client.getInstructions()).toBe(serverInstructions);
    const { tools } = await client.listTools();
    expect(tools).toMatchObject([{ name: toolName, inputSchema: { properties: inputSchema.properties, required: ['path'] }, annotations: { readOnlyHint: true, openWorldHint: false } }]);
    await expect(client.callTool({ name: 'other', arguments: {} })).rejects.toThrow(/There is no tool "other"/u);
  });

  it('reads a picture below the roots in each format, and tells how far it is', async () => {
    const client = await connect();
    const steps = stepsSent(client);
    expect(textOf(await call(client, { path: 'a.png' }, () => undefined))).toContain('```mermaid\nflowchart TD\n  A["a.png"]\n```');
    expect(steps[0]).toMatchObject({ progress: 0, total: 100, message: 'opening the picture' });
    expect(textOf(await call(client, { path: join(folder, 'in', 'a.png'), format: 'mermaid' }))).toBe('```mermaid\nflowchart TD\n  A["a.png"]\n```\n');
    const json = await call(client, { path: pathToFileURL(join(folder, 'in', 'a.png')).href, format: 'json' });
    expect(json.structuredContent).toMatchObject({ version: 1, kind: 'flowchart', picture: { name: 'a.png' } });
    expect(JSON.parse(textOf(json))).toEqual(json.structuredContent);
    expect((await call(client, { path: 'a.png', format: 'json', as: 'table' })).structuredContent).toMatchObject({ picture: { as: 'table' } });
  });

  it('refuses what lies outside of the roots, by name, links too', async () => {
    const client = await connect();
    for (const path of [join(folder, 'out', 'secret.png'), '../out/secret.png', 'link.png', pathToFileURL(join(folder, 'out', 'secret.png')).href]) {
      const result = await call(client, { path });
      expect([result.isError, textOf(result)], path).toEqual([true, expect.stringContaining(`${JSON.stringify(path)} is refused: it is outside`)]);
    }
    expect(await call(client, { path: 'missing.png' })).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('does not exist in') as string }] });
  });

  it('answers bad pictures and bad input with an error that says why, and goes on', async () => {
    const client = await connect();
    expect(await call(client, { path: 'bad' })).toMatchObject({ isError: true, content: [{ text: 'The picture was not read: `"bad is truncated."`' }] });
    expect(await call(client, {})).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('needs "path"') as string }] });
    expect(await call(client, { path: 'a.png', format: 'pdf' })).toMatchObject({ isError: true });
    expect(await call(client, { path: 'a.png', as: 'chart' })).toMatchObject({ isError: true, content: [{ text: '"as" is one of flowchart, formula, table, text, page.' }] });
    expect(textOf(await call(client, { path: 'crash-once' }))).toContain('was started again');
    expect(textOf(await call(client, { path: 'a.png' }))).toContain('flowchart TD');
  });

  it('cancels a reading, and reads the next picture', async () => {
    const client = await connect();
    const cancel = new AbortController();
    // The engine writes until it is told to stop: without the cancellation reaching it, the second picture would wait for ever.
    const slow = call(client, { path: 'slow' }, ({ message }) => { if (message === 'writing') cancel.abort(); }, cancel.signal);
    await expect(slow).rejects.toThrow(/abort/iu);
    expect(textOf(await call(client, { path: 'a.png' }))).toContain('flowchart TD');
  });

  it('takes the folders that the client has open where it was given none, and follows their changes', async () => {
    let roots = [pathToFileURL(join(folder, 'in')).href, 'https://example.com/x', pathToFileURL(join(folder, 'gone')).href];
    const client = await connect({ roots: [], told: () => roots });
    expect(textOf(await call(client, { path: 'a.png' }))).toContain('flowchart TD');
    expect((await call(client, { path: 'o.png' })).isError).toBe(true);
    roots = [pathToFileURL(join(folder, 'other')).href];
    await client.sendRootsListChanged();
    expect(textOf(await call(client, { path: 'o.png' }))).toContain('flowchart TD');
    expect(textOf(await call(client, { path: join(folder, 'in', 'a.png') }))).toContain('is refused');
  });

  it('prefers its own roots to the client\'s, and reads nothing without any', async () => {
    const client = await connect({ told: () => [pathToFileURL(join(folder, 'other')).href] });
    expect(textOf(await call(client, { path: join(folder, 'other', 'o.png') }))).toContain('is refused');
    const bare = await connect({ roots: [] });
    expect(await call(bare, { path: join(folder, 'in', 'a.png') })).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('no folder was given') as string }] });
  });

  it('ends with standard input, writes nothing but the protocol, and refuses a root that is no folder', async () => {
    const ended = await run(['mcp', '--root', join(folder, 'in')], '{"jsonrpc":"2.0","id":1,"method":"ping"}\nnonsense\n');
    expect(ended.code).toBe(0);
    expect(ended.out.trimEnd().split('\n').map((line) => (JSON.parse(line) as { jsonrpc: string }).jsonrpc)).toEqual(['2.0']);
    expect(await run(['mcp', '--root', join(folder, 'gone')], '')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('gone is no folder') as string });
  });

  it.runIf(process.platform === 'linux')('the engine goes with the server', async () => {
    const client = await connect();
    const answer = await call(client, { path: 'a.png' });
    expect(answer.isError).toBeUndefined();
    const { pid } = client.transport as StdioClientTransport;
    const engines = childrenOf(pid ?? 0);
    expect(engines.length).toBeGreaterThan(0);
    await client.close();
    await expect.poll(() => engines.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  });
});

const model = join(repository, 'models', 'packages', 'unrender-s', 'manifest.json');
const textReader = join(repository, '.cache', 'text-reader', 'detector.onnx');
describe.skipIf(!existsSync(model) || !existsSync(textReader))('unrender mcp with the model that ships', { timeout: 120_000 }, () => {
  let real: Bundles;
  beforeAll(async () => { real = await bundle({ ...entries, engine: 'src/engine/main.ts' }); }, 60_000);
  afterAll(() => real.dispose());

  it('reads the sample and survives what is no picture', async () => {
    const client = await connect({ roots: [], cli: join(real.folder, 'dist', 'cli.js'), args: ['--provider', 'cpu', '--root', join(repository, 'docs')], env: {} });
    const text = textOf(await call(client, { path: 'sample/order.png' }));
    for (const part of ['kind: flowchart', '```mermaid\nflowchart TD', '"Order received"', '"Cancel order"', '-->']) expect(text).toContain(part);
    expect(textOf(await call(client, { path: 'architecture.md' }))).toMatch(/not read: `"architecture\.md is no picture/u);
    expect(textOf(await call(client, { path: '../README.md' }))).toContain('is refused');
  });
});

function run(args: readonly string[], input: string): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(bundles.folder, 'dist', 'cli.js'), ...args]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => { out += data.toString(); });
    child.stderr.on('data', (data: Buffer) => { err += data.toString(); });
    child.on('close', (code) => { resolve({ code, out, err }); });
    child.stdin.end(input);
  });
}

/** Linux tells a process's children in a file; elsewhere there is nothing to look at. */
function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter((word) => word !== '').map(Number);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
