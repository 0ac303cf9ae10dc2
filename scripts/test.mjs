/**
 * `npm test`: every check, in order, on a machine with nothing but Node >= 20, Python 3.11 and git (Debian or Ubuntu; packages that are missing are installed
 * where apt-get may be used). Goes on after a failure and ends with a table; the exit code is 1 where any part failed.
 *
 *   npm test                  everything
 *   npm test -- unit types    only these parts
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, node, once, root, run, setUp } from './set-up.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);
const python = join(root, '.venv', 'bin', 'python');

function debianPackages() {
  const needed = { chromium: '/usr/bin/chromium', graphviz: '/usr/bin/dot' };
  const missing = Object.entries(needed).filter(([, file]) => !existsSync(file)).map(([name]) => name);
  if (!existsSync('/usr/include/gssapi/gssapi.h') && !existsSync('/usr/include/gssapi.h')) missing.push('libkrb5-dev');
  if (missing.length === 0) return;
  console.log(`\n> Debian packages: ${missing.join(' ')}`);
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'fonts-dejavu', 'fonts-liberation', ...missing], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

function pythonPackages() {
  once('Python packages', ['models/pyproject.toml'], () => {
    if (!existsSync(python)) run('python3', ['-m', 'venv', '--system-site-packages', '.venv']);
    run(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-e', 'models[check,family]']);
  });
}

/** Name -> steps. Each step is a command line, shown when it fails. */
const parts = {
  types: [[process.execPath, 'scripts/check-types.mjs']],
  unit: [[bin('vitest'), 'run', '--project', 'unit']],
  python: [
    [python, '-m', 'ruff', 'check', 'models'],
    [python, '-m', 'mypy', '--config-file', 'models/pyproject.toml', 'models/unrender_models'],
    [python, '-m', 'pytest', '-q', 'models/tests'],
  ],
  webview: [[bin('vitest'), 'run', '--project', 'webview']],
  journeys: [[node(), 'scripts/setup-code-server.mjs'], [bin('vitest'), 'run', '--project', 'journeys']],
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`Unknown part: ${unknown.join(', ')}. Parts: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
const wanted = Object.entries(parts).filter(([name]) => chosen.length === 0 || chosen.includes(name));
const has = (name) => wanted.some(([part]) => part === name);

installPackages();
if (has('webview') || has('journeys') || has('unit')) debianPackages();
// The unit tests compare converted models with their references, which are in Python.
if (has('python') || has('unit')) pythonPackages();
setUp();

const results = [];
for (const [name, steps] of wanted) {
  console.log(`\n=== ${name}`);
  const began = Date.now();
  let failed;
  for (const [command, ...args] of steps) {
    try {
      execFileSync(command, args, { cwd: root, stdio: 'inherit' });
    } catch {
      failed ??= [command.split('/').at(-1), ...args].join(' ');
    }
  }
  results.push({ name, failed, seconds: Math.round((Date.now() - began) / 1000) });
}
console.log('');
for (const { name, failed, seconds } of results) console.log(`${failed === undefined ? 'ok    ' : 'FAILED'} ${name.padEnd(10)} ${String(seconds).padStart(4)} s${failed === undefined ? '' : `  (${failed})`}`);
const bad = results.filter((result) => result.failed !== undefined).length;
console.log(`\n${results.length - bad} passed, ${bad} failed`);
process.exit(bad === 0 ? 0 : 1);
