import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HubServer {
  readonly url: string;
  readonly host: string;
  /** Method, path and range of every request, in order. */
  readonly asked: string[];
  /** Headers of every request. */
  readonly headers: IncomingMessage['headers'][];
  /** Answers a file request instead of the server where it returns true. */
  instead: ((path: string, request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  /** What the model's page says, over what is right. */
  said: Record<string, unknown>;
  close(): Promise<void>;
}

export const revision = 'c0ffee'.padEnd(40, '0');

/** A hub with one model, a/tiny, on this machine: its files under resolve/, those of Git LFS behind a redirect, as Hugging Face has them. */
export async function serveHub(files: Readonly<Record<string, Buffer>>): Promise<HubServer> {
  const isLarge = (path: string): boolean => path.endsWith('.onnx');
  const siblings = Object.entries(files).map(([rfilename, content]) => ({
    rfilename, size: content.length, blobId: createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex'),
    ...(isLarge(rfilename) && { lfs: { sha256: createHash('sha256').update(content).digest('hex'), size: content.length, pointerSize: 130 } }),
  }));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
    hub.headers.push(request.headers);
    hub.asked.push(`${request.method ?? ''} ${path}${request.headers.range === undefined ? '' : ` ${request.headers.range}`}`);
    if (path === '/api/models/a/tiny') return json(response, { id: 'a/tiny', sha: revision, gated: false, cardData: { license: 'apache-2.0' }, siblings, ...hub.said });
    const [, kind, file = ''] = /^\/(a\/tiny\/resolve\/[\da-f]{40}|large)\/(.+)$/u.exec(path) ?? [];
    const content = files[file];
    if (kind === undefined || content === undefined) return void response.writeHead(path.startsWith('/api/') ? 401 : 404).end('{"error":"Repository not found"}');
    if (hub.instead?.(file, request, response) === true) return undefined;
    if (kind !== 'large' && isLarge(file)) return void response.writeHead(302, { location: `/large/${file}` }).end();
    sendFrom(response, content, request);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  const hub: HubServer = {
    url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, asked: [], headers: [], instead: undefined, said: {},
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
  return hub;
}

/**
 * A file, or the rest of it that was asked for.
 * @param cut where the connection breaks, and how much the other side has kept: it breaks when that much is safe, since what is still on its way may be lost
 */
export function sendFrom(response: ServerResponse, content: Buffer, { headers: { range } }: IncomingMessage, cut?: { readonly end: number; readonly kept: () => number }): void {
  const from = range === undefined ? 0 : Number(/^bytes=(\d+)-$/u.exec(range)?.[1]);
  response.writeHead(range === undefined ? 200 : 206, { 'content-length': content.length - from, ...(range !== undefined && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }) });
  if (cut === undefined) return void response.end(content.subarray(from));
  response.write(content.subarray(from, cut.end));
  const breakOff = (): void => {
    if (cut.kept() >= cut.end) response.destroy();
    else if (!response.destroyed) setImmediate(breakOff);
  };
  breakOff();
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
