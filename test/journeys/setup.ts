/** Once before all journeys: the extension that they share. */
import { join } from 'node:path';
import { codeServerInstalled } from '../support/codeServer.js';
import { buildTestExtension, root } from '../support/testExtension.js';

export default async function setup(): Promise<void> {
  if (codeServerInstalled) await buildTestExtension(join(root, 'test', 'extension', 'inhost', 'index.ts'));
}
