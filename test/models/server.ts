import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received { readonly url: string; readonly authorization: string | undefined; readonly body: unknown; readonly closed: Promise<void> }
export interface Server { readonly url: string; readonly host: string; readonly received: Received[]; close(): Promise<void> }

/** A server of OpenAI's protocol on this machine, for tests. */
export async function serve(answer: (response: ServerResponse, request: IncomingMessage) => void): Promise<Server> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const closed = new Promise<void>((resolve) => { response.on('close', () => resolve()); });
      received.push({ url: request.url ?? '', authorization: request.headers.authorization, body: JSON.parse(Buffer.concat(chunks).toString('utf8')), closed });
      answer(response, request);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`, host: `127.0.0.1:${port}`, received,
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); }),
  };
}

/** The words of an answer as events, cut at places that a network might choose. */
export function stream(response: ServerResponse, words: readonly string[], finish = 'stop'): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  const events = [
    { choices: [{ index: 0, delta: { role: 'assistant' }, finish_reason: null }] },
    ...words.map((content) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })),
    { choices: [{ index: 0, delta: {}, finish_reason: finish }] },
    { choices: [], usage: { completion_tokens: words.length, prompt_tokens: 3, total_tokens: 3 + words.length } },
  ];
  const bytes = Buffer.from(`: a comment\r\n\r\n${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`);
  for (let from = 0; from < bytes.length; from += 7) response.write(bytes.subarray(from, from + 7));
  response.end();
}
