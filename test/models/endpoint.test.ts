import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { AskClient } from '../../src/client/askClient.js';
import type { AskEvent, AskRequest } from '../../src/client/asking.js';
import { requestBody } from '../../src/remote/body.js';
import { completionsUrl } from '../../src/remote/endpoint.js';
import { bundle } from '../support/bundle.js';
import type { Bundles } from '../support/bundle.js';
import { serve, stream } from './server.js';
import type { Server } from './server.js';

const schema = JSON.parse(readFileSync(new URL('completions.schema.json', import.meta.url), 'utf8')) as object;
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const signal = new AbortController().signal;

let bundles: Bundles;
let client: AskClient;
let server: Server | undefined;
beforeAll(async () => {
  bundles = await bundle({ remote: 'src/remote/main.ts' });
  client = new AskClient({ script: join(bundles.folder, 'dist', 'remote.js'), idleShutdown: 0, log: () => undefined });
});
afterEach(async () => { await server?.close(); server = undefined; });
afterAll(async () => {
  await client.dispose();
  bundles.dispose();
});

function asked(url: string, more: Partial<AskRequest> = {}): AskRequest {
  return {
    model: { kind: 'endpoint', url, model: 'smollm2', key: 'secret' }, pictures: [{ name: 'a.png', bytes: png }], most: 20, temperature: 0, seed: 1, background: '#ffffff',
    messages: [{ role: 'system', content: ['Be short.'] }, { role: 'user', content: [0, 'What is this?'] }], ...more,
  };
}

describe('a question to an endpoint', () => {
  it('holds pictures and words as the protocol wants them', async () => {
    const validate = new Ajv2020({ strict: false }).compile(schema);
    const body: unknown = JSON.parse(JSON.stringify(requestBody(asked('http://a'), 'smollm2')));
    expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
    expect(body).toMatchObject({ messages: [{ content: 'Be short.' }, { content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${png.toString('base64')}` } }, { type: 'text', text: 'What is this?' }] }] });
    // The schema is one that can say no.
    expect(validate({ ...(body as object), messages: [{ role: 'user', content: [{ type: 'picture' }] }] })).toBe(false);
  });

  it('is answered word by word, with the key, at the address that was set', async () => {
    server = await serve((response) => stream(response, ['A ', 'flow', 'chärt', '.']));
    const seen: AskEvent[] = [];
    const reply = await client.ask(asked(server.url), (event) => seen.push(event), signal);
    expect(reply).toMatchObject({ text: 'A flowchärt.', end: 'stop', tokens: 4, by: `smollm2 (${server.host})` });
    expect(seen.filter(({ type }) => type === 'words')).toHaveLength(4);
    expect(seen.map((event) => (event.type === 'step' ? event.step : '')).filter((step) => step !== '')).toEqual(['send', 'write']);
    expect(server.received[0]).toMatchObject({ url: '/v1/chat/completions', authorization: 'Bearer secret', body: { stream: true, max_tokens: 20 } });
  });

  it('takes an answer that is not streamed, and says when it was cut', async () => {
    server = await serve((response) => { response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices: [{ message: { content: 'All at once' }, finish_reason: 'length' }] })); });
    await expect(client.ask(asked(server.url), () => undefined, signal)).resolves.toMatchObject({ text: 'All at once', end: 'length' });
  });

  it('is stopped at the server, too, when it is cancelled', async () => {
    server = await serve((response) => { response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {"choices":[{"delta":{"content":"One"}}]}\n\n'); });
    const controller = new AbortController();
    const asking = client.ask(asked(server.url), (event) => { if (event.type === 'words') controller.abort(); }, controller.signal);
    await expect(asking).rejects.toMatchObject({ code: 'cancelled' });
    await server.received[0]?.closed;
  });

  it.each<[string, (server: Server) => void, (response: Parameters<Parameters<typeof serve>[0]>[0]) => void, RegExp]>([
    ['a wrong key', () => undefined, (response) => { response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":{"message":"bad key"}}'); }, /^127\.0\.0\.1:\d+ refused the question \(401: bad key\)\. Set the key/u],
    ['a model that is not there', () => undefined, (response) => { response.writeHead(404).end('{"error":"model not found"}'); }, /\(404: model not found\)\. Check the path/u],
    ['an error in the stream', () => undefined, (response) => { response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"error":{"message":"out of memory"}}\n\n'); }, /stopped: out of memory/u],
    ['words that are no JSON', () => undefined, (response) => { response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: <html>\n\n'); }, /no JSON \(<html>\)/u],
    ['a redirect to another host', () => undefined, (response) => { response.writeHead(307, { location: 'http://example.com/v1/chat/completions' }).end(); }, /cannot be reached|redirect/u],
  ])('names the host and the cause: %s', async (_, __, answer, message) => {
    server = await serve(answer);
    await expect(client.ask(asked(server.url), () => undefined, signal)).rejects.toMatchObject({ code: 'endpoint', message: expect.stringMatching(message) as string });
  });

  it('says that nobody is there', async () => {
    const gone = await serve(() => undefined);
    await gone.close();
    await expect(client.ask(asked(gone.url), () => undefined, signal)).rejects.toMatchObject({ code: 'endpoint', message: expect.stringMatching(/cannot be reached \(ECONNREFUSED\)\. Check the address/u) as string });
  });
});

describe('an address', () => {
  it.each([
    ['http://host:8000', 'http://host:8000/v1/chat/completions'],
    ['http://host:8000/v1/', 'http://host:8000/v1/chat/completions'],
    ['https://host/team/openai/v1', 'https://host/team/openai/v1/chat/completions'],
    ['https://host/v1/chat/completions', 'https://host/v1/chat/completions'],
  ])('%s is %s', (base, url) => { expect(completionsUrl(base).href).toBe(url); });
  it.each(['host:8000', 'file:///etc/passwd', 'http://user:word@host/v1', ''])('%s is refused', (base) => { expect(() => completionsUrl(base)).toThrow(); });
});
