/**
 * An engine that behaves as the name of a picture says: "crash", "crash-once" (a file marks the first time), "hang", "garbage", "slow"; anything else is answered.
 * Its package folder says how it starts: "hang", "exit", "refuse", or a folder for marks.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const info = { model: { name: 'fake', version: '1.0.0', family: 'fake', bytes: 1 }, provider: 'cpu', refused: [], readyMs: 1, rssBytes: 1 };
const cancelled = new Set();
let folder = '';

process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  if (message.type === 'start') start(message.options.packageFolder);
  else if (message.type === 'read') read(message.id, message.request);
  else if (message.type === 'cancel') cancelled.add(message.id);
  else if (message.type === 'stop' && !existsSync(join(folder, 'stubborn'))) process.exit(0);
});

function start(packageFolder) {
  folder = packageFolder;
  if (folder === 'hang') return;
  if (folder === 'exit') process.exit(7);
  if (folder === 'refuse') return process.send({ type: 'failed', error: { code: 'package-invalid', message: 'The model package in refuse cannot be used.' } });
  process.stderr.write('\u001b[31mloading\u001b[0m\n');
  process.send({ type: 'ready', info: { ...info, rssBytes: process.pid } });
}

function read(id, { name, bytes, as }) {
  const tell = (event) => process.send({ type: 'event', id, event });
  const mark = join(folder, 'crashed');
  tell({ type: 'stage', stage: 'decode', done: 0, total: 1 });
  if (name === 'crash' || (name === 'crash-once' && !existsSync(mark))) {
    writeFileSync(mark, '');
    return setTimeout(() => process.exit(9), 20);
  }
  if (name === 'hang') return;
  if (name === 'garbage') {
    for (const garbage of [null, 1, 'x', [], {}, { type: 'event' }, { type: 'event', id, event: { type: 'done' } }, { type: 'event', id, event: { type: 'done', answer: { version: 2 } } }, { type: 'other', id }]) process.send(garbage);
  }
  if (name === 'slow') {
    const timer = setInterval(() => {
      if (!cancelled.has(id)) return tell({ type: 'stage', stage: 'write', done: 1, total: 0 });
      clearInterval(timer);
      tell({ type: 'error', error: { code: 'cancelled', message: 'slow: cancelled.' } });
    }, 5);
    return;
  }
  if (name === 'bad') return tell({ type: 'error', error: { code: 'truncated', message: 'bad is truncated.' } });
  tell({ type: 'done', answer: {
    version: 1, kind: 'flowchart', explanation: [], doubts: [], regions: [], notes: [`${bytes.constructor.name} ${bytes.length}`],
    segments: [{ tag: 'mermaid', source: `flowchart TD\n  A["${name}"]`, spans: [] }],
    model: { name: 'fake', version: '1.0.0', provider: 'cpu' }, picture: { name, width: 1, height: 1, fed: { width: 32, height: 32 }, sha256: '0'.repeat(64), ...(as && { as }) }, timings: [],
  } });
}
