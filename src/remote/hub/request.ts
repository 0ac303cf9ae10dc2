/** A request to a hub could not be made or was refused, in words for a person; the host is named. */
export class HubFailure extends Error {}
/** The hub says no, or sends what was not offered: to ask again changes nothing, and what was kept goes. */
export class HubRefusal extends HubFailure {}

/** Milliseconds without a byte after which a hub counts as gone. */
const SILENCE = 60_000;
const MOST_REDIRECTS = 5;

/**
 * The address of a hub as it is set, without a slash at its end.
 * @throws HubFailure where it is no address of the web
 */
export function hubAddress(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new HubFailure(`"${text}" is no address of a hub; it is to be like https://huggingface.co.`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new HubFailure(`"${text}" is no address of the web; it is to begin with https://.`);
  if (url.username !== '' || url.password !== '') throw new HubFailure('The address of a hub holds no user and no password.');
  url.pathname = url.pathname.replace(/\/+$/u, '');
  [url.search, url.hash] = ['', ''];
  return url;
}

/** A response whose body may be read piece by piece; `alive` is called with each. */
export interface Answered { readonly response: Response; readonly alive: () => void }

/**
 * GETs an address and hands the response to `use`. Redirects are followed, because a hub keeps weights on other hosts; never from https to http. Nothing but the
 * headers given here is sent: no key, no cookie, no name of a person.
 * @throws HubFailure where it cannot be reached or falls silent; AbortError where `signal` was aborted
 */
export async function get<T>(address: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal, use: (answered: Answered) => Promise<T>): Promise<T> {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), SILENCE);
  const alive = (): void => { clearTimeout(timer); timer = setTimeout(() => silent.abort(), SILENCE); };
  let url = address;
  let answered = false;
  try {
    for (let redirects = 0; ; redirects++) {
      // Compressed bytes could be neither resumed nor counted.
      const response = await fetch(url, { redirect: 'manual', headers: { 'accept-encoding': 'identity', ...headers }, signal: AbortSignal.any([signal, silent.signal]) });
      const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
      if (location === null) {
        answered = true;
        return await use({ response, alive });
      }
      await response.body?.cancel();
      if (redirects === MOST_REDIRECTS) throw new HubRefusal(`${address.host} redirects without end.`);
      const next = new URL(location, url);
      if (next.protocol !== url.protocol && next.protocol !== 'https:') throw new HubRefusal(`${url.host} redirects to an address that is not safe (${next.protocol}//${next.host}).`);
      url = next;
    }
  } catch (error) {
    // What has a `syscall` is this machine's own: a full disk is no fault of the hub.
    signal.throwIfAborted();
    if (error instanceof HubFailure || (error as { readonly syscall?: unknown }).syscall !== undefined) throw error;
    if (silent.signal.aborted) throw new HubFailure(`${url.host} has sent nothing for ${SILENCE / 1000} seconds.`);
    throw new HubFailure(answered ? `The connection to ${url.host} broke off.` : `${url.host} cannot be reached (${causeOf(error)}).`);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The JSON behind an address.
 * @param most bytes at most: an answer may not fill the memory
 * @returns undefined where there is nothing for the public (401, 404)
 * @throws HubFailure
 */
export async function getJson(address: URL, most: number, signal: AbortSignal): Promise<unknown> {
  return get(address, { accept: 'application/json' }, signal, async ({ response, alive }) => {
    if (response.status === 401 || response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new HubFailure(`${address.host} refused to answer (${response.status}).`);
    }
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of response.body as AsyncIterable<Uint8Array>) {
      alive();
      bytes += piece.length;
      if (bytes > most) throw new HubFailure(`${address.host} answered with more than ${most} bytes.`);
      pieces.push(piece);
    }
    try {
      return JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown;
    } catch {
      throw new HubFailure(`${address.host} answered with something that is no JSON.`);
    }
  });
}

function causeOf(error: unknown): string {
  const { cause } = error as { readonly cause?: { readonly code?: unknown; readonly message?: unknown } };
  return String(cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : error));
}
