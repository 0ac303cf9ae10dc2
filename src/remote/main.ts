/**
 * The process that speaks to an endpoint: the only place of Unrender with network code. It is started by a question that a person sends to an endpoint that they have
 * set, never otherwise; it knows neither the engine nor the packages. Messages of src/client/asking.ts over the fork's channel.
 */
import type { AskError, AskedEvent, AskEvent, AskRequest, ToAsked } from '../client/asking.js';
import { EndpointFailure, askEndpoint } from './endpoint.js';

const running = new Map<number, AbortController>();

process.on('message', (message: ToAsked) => {
  switch (message.type) {
    case 'ask': void ask(message.id, message.request); break;
    case 'cancel': running.get(message.id)?.abort(); break;
    case 'stop': process.exit(0); break;
    default: // there is nothing to verify here
  }
});
process.on('disconnect', () => process.exit(0));

async function ask(id: number, request: AskRequest): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  const tell = (event: AskEvent): void => send({ type: 'asked', id, event });
  try {
    if (request.model.kind !== 'endpoint') throw new EndpointFailure('No endpoint was named.');
    tell({ type: 'said', reply: await askEndpoint(request, request.model, tell, controller.signal) });
  } catch (error) {
    tell({ type: 'error', error: told(error, controller.signal) });
  } finally {
    running.delete(id);
  }
}

function told(error: unknown, signal: AbortSignal): AskError {
  if (signal.aborted) return { code: 'cancelled', message: 'Cancelled.' };
  return { code: 'endpoint', message: error instanceof Error ? error.message : String(error) };
}

function send(message: AskedEvent): void {
  if (process.connected) process.send?.(message);
}
