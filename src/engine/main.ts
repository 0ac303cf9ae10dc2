/** The engine process: one queue, messages of src/client/protocol.ts over the fork's channel, and nothing else. */
import type { AskedEvent, ToAsked } from '../client/asking.js';
import type { FromEngine, ToEngine } from '../client/protocol.js';
import { Asking } from './asking.js';
import { Engine } from './engine.js';
import { toEngineError } from './errors.js';
import { Queue } from './queue.js';
import { Task } from './task.js';

const queue = new Queue();
const asking = new Asking(queue, (id, event) => send({ type: 'asked', id, event }));
let engine: Engine | undefined;
let starting: Promise<void> | undefined;

process.on('message', (message: ToEngine | ToAsked) => {
  switch (message.type) {
    case 'start': starting ??= start(message); break;
    case 'read': read(message); break;
    case 'ask': case 'verify': asking.take(message); break;
    case 'cancel': queue.cancel(message.id); break;
    case 'stop': void stop(); break;
    default: // a message of another version is not ours to understand
  }
});
// The parent is gone: nobody would ever stop us.
process.on('disconnect', () => process.exit(0));

async function start({ options }: Extract<ToEngine, { type: 'start' }>): Promise<void> {
  try {
    engine = await Engine.start(options, performance.now.bind(performance));
    send({ type: 'ready', info: engine.info });
  } catch (error) {
    send({ type: 'failed', error: toEngineError(error, 'The engine') });
  }
}

function read({ id, request }: Extract<ToEngine, { type: 'read' }>): void {
  queue.add(id, async (signal) => {
    const task = new Task(request.name, signal, (event) => send({ type: 'event', id, event }));
    try {
      await starting;
      if (engine === undefined) throw new Error('it was not started');
      task.tell({ type: 'done', answer: await engine.read(request, task) });
    } catch (error) {
      task.tell({ type: 'error', error: toEngineError(error, request.name) });
    }
  });
}

async function stop(): Promise<void> {
  await queue.drain();
  await Promise.all([engine?.dispose(), asking.dispose()]);
  process.exit(0);
}

function send(message: FromEngine | AskedEvent): void {
  if (process.connected) process.send?.(message);
}
