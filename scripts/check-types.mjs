/** Type-checks every process and every folder of tests on its own: each has a tsconfig.json, so a wrong import does not compile. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const projects = ['src', 'webview', 'test'].flatMap((folder) => {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return ['.', ...readdirSync(path)].map((name) => join(folder, name, 'tsconfig.json')).filter((file) => existsSync(join(root, file)));
});
let failed = 0;
for (const project of projects) {
  const { status } = spawnSync(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '--noEmit', '-p', project], { cwd: root, stdio: 'inherit' });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${project}`);
  if (status !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
