/** An engine that lists every package whose config.json is there and names a model's kind, and refuses all others. Messages of src/client/asking.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

process.on('message', ({ type, id, folder }) => {
  if (type === 'stop') process.exit(0);
  if (type !== 'verify') return;
  const { model_type: name } = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
  const event = name === 'smolvlm'
    ? { type: 'package', info: { name, version: '1.0.0', licence: 'MIT', family: 'onnx-folder', source: name, format: 'int4', task: 'text', parameters: 0, converses: true, context: 64, bytes: 1, memory: 1, provider: 'cpu', files: [] } }
    : { type: 'error', error: { code: 'package-invalid', message: `${name} is refused.` } };
  process.send({ type: 'asked', id, event });
});
process.on('disconnect', () => process.exit(0));
