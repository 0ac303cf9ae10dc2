/**
 * `npm run inspect`: holds `unrender mcp` against the MCP Inspector, the protocol's own tool for looking at servers. The Inspector is no dependency, since it is larger than everything that ships:
 * this fetches the pinned version into the cache (once), and runs test/agents/inspector.test.ts, which is passed over where it was never fetched.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, root, run } from './set-up.mjs';

const version = '2.12.0';
const folder = join(root, '.cache', 'inspector');
const manifest = join(folder, 'node_modules', '@modelcontextprotocol', 'inspector', 'package.json');

function isFetched() {
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version;
}

if (!isFetched()) {
  console.log(`> MCP Inspector ${version}`);
  mkdirSync(folder, { recursive: true });
  // A package of its own: without one npm would look for the one above, which is this repository's.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  // Its command line needs nothing that is built when it is installed.
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', `@modelcontextprotocol/inspector@${version}`], { cwd: folder, shell: process.platform === 'win32' });
}
const bytes = readdirSync(folder, { recursive: true, withFileTypes: true }).reduce((sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0), 0);
console.log(`MCP Inspector ${version}, ${Math.round(bytes / 1e6)} MB in ${folder.slice(root.length + 1)}`);
try {
  run(node(), [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'unit', '--reporter', 'verbose', 'test/agents/inspector.test.ts']);
} catch {
  // What failed stands above.
  process.exit(1);
}
