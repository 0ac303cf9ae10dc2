import type { AskEvent, AskReply, AskRequest, ModelChoice } from '../client/asking.js';
import { requestBody } from './body.js';
import { events, whole } from './events.js';

/** What went wrong with an endpoint, in words for a person; the host is named. */
export class EndpointFailure extends Error {}

type Endpoint = Extract<ModelChoice, { kind: 'endpoint' }>;

/** Milliseconds without a byte after which an endpoint counts as gone. A large model may think for minutes before its first word. */
const SILENCE = 300_000;

/**
 * One question to an endpoint of OpenAI's protocol (`POST BASE/chat/completions`, streamed), as vLLM, llama.cpp and Ollama serve it.
 * @throws EndpointFailure; AbortError where `signal` was aborted
 */
export async function askEndpoint(request: AskRequest, endpoint: Endpoint, tell: (event: AskEvent) => void, signal: AbortSignal): Promise<AskReply> {
  const url = completionsUrl(endpoint.url);
  const started = performance.now();
  tell({ type: 'step', step: 'send' });
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), SILENCE);
  let text: string | undefined;
  const alive = (): void => { clearTimeout(timer); timer = setTimeout(() => silent.abort(), SILENCE); };
  try {
    const response = await fetch(url, {
      // A redirect could take the key and the pictures to another host than the one that the person was shown.
      method: 'POST', redirect: 'error', signal: AbortSignal.any([signal, silent.signal]),
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...(endpoint.key !== undefined && endpoint.key !== '' && { authorization: `Bearer ${endpoint.key}` }) },
      body: JSON.stringify(requestBody(request, endpoint.model)),
    });
    if (!response.ok || response.body === null) throw new EndpointFailure(await refusal(url, response));
    text = '';
    let [tokens, firstMs, end] = [0, 0, 'stop' as AskReply['end']];
    const streamed = response.headers.get('content-type')?.includes('text/event-stream') === true;
    for await (const event of streamed ? events(response.body, alive) : whole(response)) {
      const { words, finish, failure, used } = contentOf(event);
      if (failure !== undefined) throw new EndpointFailure(`${url.host} stopped: ${failure}`);
      if (words !== '') {
        if (text === '') {
          firstMs = performance.now() - started;
          tell({ type: 'step', step: 'write' });
        }
        text += words;
        tokens++;
        tell({ type: 'words', text: words });
      }
      if (finish === 'length') end = 'length';
      tokens = used ?? tokens;
    }
    return { text, end, tokens, reused: 0, firstMs, ms: performance.now() - started, by: `${endpoint.model} (${url.host})` };
  } catch (error) {
    if (signal.aborted || error instanceof EndpointFailure) throw error;
    if (silent.signal.aborted) throw new EndpointFailure(`${url.host} has said nothing for ${SILENCE / 60_000} minutes.`);
    if (text !== undefined) throw new EndpointFailure(`${url.host}: ${causeOf(error)}.`);
    throw new EndpointFailure(`${url.host} cannot be reached (${causeOf(error)}). Check the address, and whether the server runs.`);
  } finally {
    clearTimeout(timer);
  }
}

/** @param base as it is set: with or without a path; without one it is `/v1`. @throws EndpointFailure where it is no address */
export function completionsUrl(base: string): URL {
  let url: URL;
  try {
    url = new URL(base);
  } catch {
    throw new EndpointFailure(`"${base}" is no address; it is to be like http://host:8000/v1.`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new EndpointFailure(`"${base}" is no address of the web; it is to begin with http:// or https://.`);
  if (url.username !== '' || url.password !== '') throw new EndpointFailure('An address holds no user and no password; set the key instead.');
  const path = url.pathname.replace(/\/+$/u, '').replace(/\/chat\/completions$/u, '');
  url.pathname = `${path === '' ? '/v1' : path}/chat/completions`;
  url.hash = '';
  return url;
}

interface Part { readonly words: string; readonly finish?: string; readonly failure?: string; readonly used?: number }

/** What one event says; anything else in it is not ours. */
export function contentOf(event: unknown): Part {
  const { choices, error, usage } = object(event);
  if (error !== undefined) return { words: '', failure: typeof error === 'string' ? error : String(object(error)['message'] ?? 'it names no cause') };
  const choice = object(Array.isArray(choices) ? choices[0] : undefined);
  // A server that does not stream answers with a whole message.
  const { content } = object(choice['delta'] ?? choice['message']);
  const used = object(usage)['completion_tokens'];
  const finish = choice['finish_reason'];
  return { words: typeof content === 'string' ? content : '', ...(typeof finish === 'string' && { finish }), ...(typeof used === 'number' && { used }) };
}

async function refusal({ host }: URL, response: Response): Promise<string> {
  const text = (await response.text().catch(() => '')).slice(0, 2000);
  let cause = text.trim();
  try {
    const { error, detail, message } = object(JSON.parse(text));
    cause = [object(error)['message'], error, detail, message].find((value) => typeof value === 'string') ?? cause;
  } catch { /* no JSON: the text says it */ }
  const advice = response.status === 401 || response.status === 403 ? ' Set the key (Unrender: Set Key of the Endpoint).' : response.status === 404 ? ' Check the path of the address and the name of the model.' : '';
  return `${host} refused the question (${response.status}${cause === '' ? '' : `: ${cause.replace(/\s+/gu, ' ').slice(0, 300)}`}).${advice}`;
}

function causeOf(error: unknown): string {
  const { cause } = error as { readonly cause?: { readonly code?: unknown; readonly message?: unknown } };
  return String(cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : error));
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
