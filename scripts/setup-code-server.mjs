/**
 * Puts code-server (a real VS Code without a desktop) into the ignored folder .cache/code-server, for the in-host tests and the journeys.
 * Idempotent: a finished installation of the wanted version is left alone. Needs a C++ tool chain, Python 3 and libkrb5-dev.
 *
 * `--ignore-scripts` and the explicit steps replace code-server's own postinstall, which insists on a global Node of its own version.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const version = '4.139.1';
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.cache', 'code-server');
const stamp = join(folder, 'installed.txt');

if (existsSync(stamp) && readFileSync(stamp, 'utf8').trim() === version) {
  console.log(`code-server ${version} is in place`);
  process.exit(0);
}

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
step(folder, ['install', `code-server@${version}`, '--ignore-scripts', '--no-audit', '--no-fund']);
const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
step(vscode, ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']);
// One job at a time: a parallel native build takes the whole of a small machine.
step(vscode, ['rebuild'], { npm_config_jobs: '1' });
writeFileSync(stamp, `${version}\n`);
console.log(`code-server ${version} is installed`);

/** Runs npm in a folder with the repository's own Node first on the path; ends this process when npm fails. */
function step(cwd, args, env = {}) {
  const path = [join(root, 'node_modules', 'node', 'bin'), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
  console.log(`npm ${args.join(' ')}`);
  const { status } = spawnSync('npm', args, { cwd, stdio: 'inherit', env: { ...process.env, ...env, PATH: path, MAKEFLAGS: '-j1' } });
  if (status !== 0) {
    console.error(`npm ${args[0]} failed in ${cwd}; the native modules need g++, make, python3 and libkrb5-dev.`);
    process.exit(1);
  }
}
