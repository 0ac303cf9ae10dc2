/**
 * The process that speaks to an endpoint or a hub: the only place of Unrender with network code. It is started by a question that a person sends to an endpoint that they
 * have set, or by a model that they ask a hub for, never otherwise; it knows neither the engine nor the packages. Messages of src/client/asking.ts over the fork's channel.
 */
import type { AskError, AskedEvent, AskEvent, AskRequest, ToAsked } from '../client/asking.js';
import { EndpointFailure, askEndpoint } from './endpoint.js';
import { fetchAll } from './hub/fetch.js';
import { look } from './hub/offer.js';
import { HubFailure } from './hub/request.js';

/** Milliseconds between two words about progress. */
const RHYTHM = 200;
const running = new Map<number, AbortController>();

process.on('message', (message: ToAsked) => {
  switch (message.type) {
    case 'ask': void run(message.id, (tell, signal) => ask(message.request, tell, signal)); break;
    case 'hub-look': void run(message.id, async (_, signal) => ({ type: 'offer', offer: await look(message.hub, message.name, signal) })); break;
    case 'hub-fetch': void run(message.id, async (tell, signal) => {
      await fetchAll(message.offer, message.folder, seldom((bytes) => tell({ type: 'progress', bytes })), signal);
      return { type: 'fetched', folder: message.folder };
    }); break;
    case 'cancel': running.get(message.id)?.abort(); break;
    case 'stop': process.exit(0); break;
    default: // there is nothing to verify here
  }
});
process.on('disconnect', () => process.exit(0));

type Tell = (event: AskEvent) => void;

/** Does what was asked for; its last event is what `act` returns, or why it failed. */
async function run(id: number, act: (tell: Tell, signal: AbortSignal) => Promise<AskEvent>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  const tell = (event: AskEvent): void => send({ type: 'asked', id, event });
  try {
    tell(await act(tell, controller.signal));
  } catch (error) {
    tell({ type: 'error', error: told(error, controller.signal) });
  } finally {
    running.delete(id);
  }
}

async function ask(request: AskRequest, tell: Tell, signal: AbortSignal): Promise<AskEvent> {
  if (request.model.kind !== 'endpoint') throw new EndpointFailure('No endpoint was named.');
  return { type: 'said', reply: await askEndpoint(request, request.model, tell, signal) };
}

/** At most one call in so many milliseconds. */
function seldom(tell: (bytes: number) => void): (bytes: number) => void {
  let last = 0;
  return (bytes) => {
    const now = performance.now();
    if (now - last < RHYTHM) return;
    last = now;
    tell(bytes);
  };
}

function told(error: unknown, signal: AbortSignal): AskError {
  if (signal.aborted) return { code: 'cancelled', message: 'Cancelled.' };
  return { code: error instanceof HubFailure ? 'hub' : 'endpoint', message: error instanceof Error ? error.message : String(error) };
}

function send(message: AskedEvent): void {
  if (process.connected) process.send?.(message);
}
