/** `unrender mcp` looked at with the MCP Inspector's command line, as somebody would who wants to know whether the server keeps to the protocol. `npm run inspect` fetches it. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toolName } from '../../src/agents/contract.js';
import { bundle } from '../support/bundle.js';
import type { Bundles } from '../support/bundle.js';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const launcher = join(repository, '.cache', 'inspector', 'node_modules', '@modelcontextprotocol', 'inspector', 'clients', 'launcher', 'build', 'index.js');
const model = join(repository, 'models', 'packages', 'unrender-s', 'manifest.json');
const textReader = join(repository, '.cache', 'text-reader', 'detector.onnx');

/** The Inspector's own exit code for a tool that answers with an error; 0 is a success. */
const toolFailed = 5;
interface Inspected { readonly code: number; readonly out: unknown; readonly err: string }

describe.skipIf(!existsSync(launcher))('unrender mcp, through the MCP Inspector', { timeout: 120_000 }, () => {
  let bundles: Bundles;
  beforeAll(async () => { bundles = await bundle({ cli: 'src/cli/main.ts', mcp: 'src/cli/mcp.ts', engine: 'src/engine/main.ts' }); }, 60_000);
  afterAll(() => bundles.dispose());

  function inspect(...asked: readonly string[]): Promise<Inspected> {
    const server = [process.execPath, join(bundles.folder, 'dist', 'cli.js'), 'mcp', '--root', join(repository, 'docs')];
    return new Promise((resolve) => {
      execFile(process.execPath, [launcher, '--cli', ...server, '--method', ...asked], (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out: out.trim() === '' ? undefined : JSON.parse(out) as unknown, err });
      });
    });
  }
  const call = (path: string, ...more: readonly string[]): Promise<Inspected> => inspect('tools/call', '--tool-name', toolName, '--tool-arg', `path=${path}`, ...more);
  const text = (part: string): unknown => ({ content: [{ type: 'text', text: expect.stringContaining(part) as string }] });

  it('tools/list: one tool, which only reads', async () => {
    const { code, out, err } = await inspect('tools/list');
    expect(code, err).toBe(0);
    expect(out).toMatchObject({ tools: [{ name: toolName, inputSchema: { required: ['path'], additionalProperties: false }, annotations: { readOnlyHint: true, destructiveHint: false } }] });
  });

  it.skipIf(!existsSync(model) || !existsSync(textReader))('tools/call on docs/sample/order.png: its Mermaid source; as JSON the typed answer, too', async () => {
    const { code, out, err } = await call('sample/order.png');
    expect(code, err).toBe(0);
    for (const part of ['kind: flowchart', '```mermaid\nflowchart TD', '"Order received"', '"Cancel order"', '-->']) expect(out).toMatchObject(text(part) as object);
    const json = await call('sample/order.png', '--tool-arg', 'format=json');
    expect(json.out).toMatchObject({ structuredContent: { version: 1, kind: 'flowchart', picture: { name: 'order.png' } } });
  });

  it.each(['../README.md', join(repository, 'README.md'), '../media/icon.png'])('tools/call on a path outside of the roots: %s is refused', async (path) => {
    const { code, out } = await call(path);
    expect([code, out]).toEqual([toolFailed, { ...text(`${JSON.stringify(path)} is refused: it is outside of what may be read`) as object, isError: true }]);
  });

  it('tools/call without a path, and on what is no picture: an error that says why', async () => {
    expect(await inspect('tools/call', '--tool-name', toolName)).toMatchObject({ code: toolFailed, out: { isError: true, ...text('needs "path"') as object } });
    expect(await call('architecture.md')).toMatchObject({ code: toolFailed, out: { isError: true, ...text('was not read') as object } });
  });
});
