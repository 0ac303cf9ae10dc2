/** Most characters of one event: a server that never ends a line may not fill the memory. */
const LONGEST = 4 * 2 ** 20;

/**
 * The JSON of server-sent events (HTML Living Standard, 9.2), up to `[DONE]`.
 * @param alive called with every piece that comes
 */
export async function* events(body: AsyncIterable<Uint8Array>, alive: () => void): AsyncGenerator<unknown, void, void> {
  const decoder = new TextDecoder();
  let waiting = '';
  let data: string[] = [];
  for await (const piece of body) {
    alive();
    waiting += decoder.decode(piece, { stream: true });
    if (waiting.length > LONGEST) throw new Error('an event of the answer is too long');
    // A carriage return at the end may be half of a line break.
    const lines = waiting.split(/\r\n|\n|\r(?!$)/u);
    waiting = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /u, ''));
      if (line !== '' || data.length === 0) continue;
      const text = data.join('\n');
      data = [];
      if (text === '[DONE]') return;
      yield parse(text);
    }
  }
  // An event without its empty line: the connection ended too early for it, but what it says is whole.
  if (waiting.startsWith('data:')) data.push(waiting.slice(5).trim());
  const last = data.join('\n');
  if (last !== '' && last !== '[DONE]') yield parse(last);
}

/** The one object of an answer that is not streamed. */
export async function* whole(response: Response): AsyncGenerator<unknown, void, void> {
  yield parse(await response.text());
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`the answer holds something that is no JSON (${text.slice(0, 80)})`);
  }
}
