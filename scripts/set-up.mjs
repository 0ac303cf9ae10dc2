/** What a fresh machine lacks, in order; each step says what it does and is skipped where it is done. Plain Node 20, no packages. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const marks = join(root, '.cache', 'set-up');

/** Runs a command in the repository and shows its output. Throws where it fails. */
export function run(command, args, options = {}) {
  execFileSync(command, args, { cwd: root, stdio: 'inherit', ...options });
}

/** Node of the project (24), which npm installs for its scripts on a machine with an older one. */
export const node = () => join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

/** Runs `step` unless it ran before with the same files as input. */
export function once(name, files, step) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(root, file)));
  const digest = hash.digest('hex');
  const mark = join(marks, name);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) return;
  console.log(`\n> ${name}`);
  step();
  mkdirSync(marks, { recursive: true });
  writeFileSync(mark, digest);
}

export function installPackages() {
  const [major] = process.versions.node.split('.').map(Number);
  if ((major ?? 0) < 20) throw new Error(`Node ${process.versions.node} is too old: install Node 20 or newer and run this again.`);
  if (existsSync(join(root, 'node_modules', '.package-lock.json'))) once('npm packages', ['package-lock.json'], npmCi);
  else {
    console.log('\n> npm packages');
    npmCi();
    once('npm packages', ['package-lock.json'], () => undefined);
  }
}

function npmCi() {
  // onnxruntime-node would otherwise fetch CUDA libraries on Linux.
  run('npm', ['ci', '--no-audit', '--no-fund'], { env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' }, shell: process.platform === 'win32' });
}

export function setUp() {
  installPackages();
  run(node(), ['scripts/fetch-text-reader.mjs']);
  run(node(), ['scripts/build.mjs']);
}
