/**
 * `unrender mcp`: a server of the Model Context Protocol over standard input and output. A bundle of its own (dist/mcp.js), so that the other commands do not load
 * the protocol's library. Nothing but the protocol goes to standard output.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ErrorCode, ListToolsRequestSchema, McpError, ResultSchema, RootsListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { BadInput, inputSchema, parseInput, serverInstructions, toolDescription, toolName, toolTitle } from '../agents/contract.js';
import { quoteData } from '../agents/data.js';
import { openPicture } from '../agents/openPicture.js';
import { ReadingProgress } from '../agents/progress.js';
import type { Step } from '../agents/progress.js';
import { NothingToReply, replyOf } from '../agents/reply.js';
import { Refused, Roots } from '../agents/roots.js';
import { ReadFailure } from '../client/failure.js';
import { exitCodes } from './exitCodes.js';
import { openClient, requestFor } from './session.js';
import type { EngineChoice } from './session.js';

export interface McpOptions extends EngineChoice { readonly root?: readonly string[] }

/** Milliseconds that the client has to name its folders. */
const rootsTimeout = 10_000;

/** Serves until standard input ends or `signal` is aborted. Returns the exit code. */
export async function mcp(options: McpOptions, signal: AbortSignal): Promise<number> {
  const given = options.root ?? [];
  const missing: string[] = [];
  const fixed = await Roots.of(given, (folder) => missing.push(folder));
  if (missing.length > 0) {
    process.stderr.write(`${missing.map((folder) => `--root ${folder} is no folder`).join('\n')}\n`);
    return exitCodes.usage;
  }
  const server = createServer();
  const roots = given.length > 0 ? (): Promise<Roots> => Promise.resolve(fixed) : rootsOfClient(server);
  // Starts no process before the first picture, and ends it when there was none for a while.
  const client = openClient(options);

  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: [{
      name: toolName, title: toolTitle, description: toolDescription, inputSchema: { ...inputSchema, required: [...inputSchema.required] },
      annotations: { title: toolTitle, readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    }],
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal: cancelled, _meta, sendNotification }): Promise<CallToolResult> => {
    if (params.name !== toolName) throw new McpError(ErrorCode.InvalidParams, `There is no tool ${JSON.stringify(params.name)}; there is ${toolName}.`);
    const token = _meta?.progressToken;
    // A client that has gone is told nothing; that is no failure of the reading.
    const tell = (step: Step): void => {
      if (token !== undefined) void sendNotification({ method: 'notifications/progress', params: { progressToken: token, progress: step.percent, total: 100, message: step.message } }).catch(() => undefined);
    };
    return readImage(params.arguments, tell, cancelled).catch(failed);
  });

  async function readImage(input: unknown, tell: (step: Step) => void, cancelled: AbortSignal): Promise<CallToolResult> {
    const { path, format, as } = parseInput(input);
    const { name, bytes } = await openPicture(path, await roots());
    const progress = new ReadingProgress();
    const answer = await client.read(requestFor(name, bytes, as === undefined ? options : { ...options, as }, undefined), (event) => {
      const step = progress.advance(event);
      if (step !== undefined) tell(step);
    }, cancelled);
    const { text, structured } = replyOf(answer, format);
    return { content: [{ type: 'text', text }], ...(structured === undefined ? {} : { structuredContent: { ...structured } }) };
  }

  try {
    await serve(server, signal);
  } finally {
    await client.dispose();
  }
  return signal.aborted ? exitCodes.interrupted : exitCodes.done;
}

function createServer(): Server {
  return new Server({ name: 'unrender', title: 'Unrender', version: versionOf() }, { capabilities: { tools: {} }, instructions: serverInstructions });
}

/** The folders that the client has open, asked for when they are needed and again after they changed. Without any, every path is refused and told why. */
function rootsOfClient(server: Server): () => Promise<Roots> {
  let asked: Promise<Roots> | undefined;
  server.setNotificationHandler(RootsListChangedNotificationSchema, () => { asked = undefined; });
  const ask = async (): Promise<Roots> => {
    if (server.getClientCapabilities()?.roots === undefined) return Roots.of([]);
    // Not by listRoots: for one folder that is no file (a virtual workspace) it would refuse the whole list.
    const { roots } = await server.request({ method: 'roots/list' }, ResultSchema, { timeout: rootsTimeout });
    return Roots.of((Array.isArray(roots) ? roots : []).flatMap(folderOf));
  };
  return async () => {
    const answer = asked ??= ask();
    try {
      return await answer;
    } catch (error) {
      // It is asked again with the next call.
      if (asked === answer) asked = undefined;
      throw new Refused(`The client did not say which folders may be read (${error instanceof Error ? error.message : String(error)}). Try again, or start the server with --root FOLDER.`);
    }
  };
}

function folderOf(root: unknown): string[] {
  const uri = typeof root === 'object' && root !== null && 'uri' in root ? root.uri : undefined;
  try {
    return typeof uri === 'string' ? [fileURLToPath(uri)] : [];
  } catch {
    return [];
  }
}

async function serve(server: Server, signal: AbortSignal): Promise<void> {
  const over = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve).once('close', resolve);
    signal.addEventListener('abort', () => { resolve(); }, { once: true });
    server.onclose = () => { resolve(); };
  });
  server.onerror = (error) => { process.stderr.write(`${error.message}\n`); };
  await server.connect(new StdioServerTransport());
  await over;
  await server.close();
}

/** What a model can act upon is a result; anything else is a fault of ours and goes to the client as an error of the protocol. */
function failed(error: unknown): CallToolResult {
  // The engine's messages begin with the file's name, which may say anything.
  if (error instanceof ReadFailure) return { content: [{ type: 'text', text: `The picture was not read: ${quoteData(error.message, 500)}` }], isError: true };
  if (error instanceof Refused || error instanceof BadInput || error instanceof NothingToReply) {
    return { content: [{ type: 'text', text: error.message }], isError: true };
  }
  throw error;
}

/** The package lies above the bundle, in a checkout as in an installed extension. */
function versionOf(): string {
  try {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version?: unknown };
    return typeof manifest.version === 'string' ? manifest.version : '0.0.0';
  } catch {
    return '0.0.0';
  }
}
