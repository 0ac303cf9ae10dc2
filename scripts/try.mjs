/** `npm run try [PICTURE...]`: sets up what is missing, explains a sample picture (or yours) and writes a page to look at. */
import { resolve } from 'node:path';
import { node, root, run, setUp } from './set-up.mjs';

const pictures = process.argv.slice(2).map((picture) => resolve(process.env.INIT_CWD ?? process.cwd(), picture));
if (pictures.length === 0) pictures.push('docs/sample/order.png');
setUp();
console.log('');
run(node(), ['dist/cli.js', 'read', ...pictures]);
run(node(), ['dist/cli.js', 'read', ...pictures, '--format', 'html', '--out', 'artifacts/try']);
console.log(`\nA page with the picture, the diagram and the explanation: ${resolve(root, 'artifacts/try')}`);
