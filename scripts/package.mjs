/**
 * Packs a VSIX for each platform, with that platform's native parts only.
 *
 *     node scripts/package.mjs [--model FOLDER] [linux-x64 linux-arm64 win32-x64 win32-arm64 darwin-arm64]      none named: this machine's
 *
 * Takes the model package and the text reader from where set-up puts them; a missing one is an error, because a VSIX without them reads nothing.
 * (darwin-x64 is not among them: ONNX Runtime has no build for it any more.)
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const work = join(root, '.cache', 'package');
const targets = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'];
const { values, positionals: wanted } = parseArgs({ options: { model: { type: 'string', default: 'models/packages/unrender-s' } }, allowPositionals: true });
const needed = [join(values.model, 'manifest.json'), '.cache/text-reader/detector.onnx', '.cache/text-reader/recogniser.onnx', '.cache/text-reader/dictionary.txt'];

if (wanted.length === 0) wanted.push(`${process.platform}-${process.arch}`);
for (const target of wanted) if (!targets.includes(target)) fail(`There is no package for ${target}; there are: ${targets.join(', ')}.`);
for (const file of needed) if (!existsSync(resolve(root, file))) fail(`${file} is missing: run the set-up first (README).`);

run(process.execPath, ['scripts/build.mjs', '--production', 'engine', 'recording', 'speech', 'remote', 'cli', 'mcp', 'extension', 'features', 'parser', 'drawing', 'webview'], root);
run(process.execPath, ['scripts/notices.mjs'], root);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
for (const target of wanted) {
  const stage = join(work, target);
  fill(stage, target);
  const file = join(root, `unrender-${manifest.version}-${target}.vsix`);
  run(process.execPath, [join(modules, '@vscode', 'vsce', 'vsce'), 'package', '--target', target, '--no-dependencies', '--skip-license', '--no-rewrite-relative-links', '--out', file], stage);
  report(stage, file, target);
}

function fill(stage, target) {
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(join(stage, 'dist'), { recursive: true });
  for (const name of ['README.md', 'CHANGELOG.md', 'LICENSE', 'THIRD-PARTY-NOTICES', '.vscodeignore', ...readdirSync(root).filter((name) => /^package\.nls.*\.json$/.test(name))]) if (existsSync(join(root, name))) copy(name, stage);
  copy(join('docs', 'panel.png'), stage);
  copy(join('docs', 'sample', 'order.png'), stage);
  for (const folder of ['l10n', join('media', 'walkthrough')]) cpSync(join(root, folder), join(stage, folder), { recursive: true });
  for (const name of ['icon.png', ...readdirSync(join(root, 'media')).filter((name) => /\.(css|html)$/.test(name))]) copy(join('media', name), stage);
  for (const name of ['extension.cjs', 'features.cjs', 'mermaid-parser.cjs', 'drawing.cjs', 'engine.js', 'recording.js', 'remote.js', 'speech.js', 'cli.js', 'mcp.js']) copy(join('dist', name), stage);
  cpSync(join(root, 'dist', 'webview'), join(stage, 'dist', 'webview'), { recursive: true, filter: (path) => statSync(path).isDirectory() || path.endsWith('.js') });
  cpSync(resolve(root, values.model), join(stage, 'models', 'packages', 'unrender-s'), { recursive: true });
  // The other readers, a folder each.
  const beside = join('models', 'packages');
  for (const name of readdirSync(join(root, beside))) if (name !== 'unrender-s' && existsSync(join(root, beside, name, 'manifest.json'))) cpSync(join(root, beside, name), join(stage, beside, name), { recursive: true });
  cpSync(join(root, '.cache', 'text-reader'), join(stage, 'text-reader'), { recursive: true, filter: (path) => !/\.(whl|tmp|part)$/.test(path) });
  nativeParts(join(stage, 'dist', 'node_modules'), target);
  // What only a checkout needs stays out; with `private` vsce would refuse to pack.
  const { scripts, devDependencies, dependencies, bin, private: isPrivate, ...rest } = manifest;
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(rest, null, 2)}\n`);
}

/** onnxruntime-node and sharp beside the engine's bundle, where its imports find them. */
function nativeParts(folder, target) {
  const [platform, cpu] = target.split('-');
  const onnx = join('onnxruntime-node', 'bin', 'napi-v6', platform, cpu);
  if (!existsSync(join(modules, onnx))) fail(`onnxruntime-node brings nothing for ${target}.`);
  // macOS: the same library lies there under two names, and the binding loads the short one.
  cpSync(join(modules, onnx), join(folder, onnx), { recursive: true, filter: (path) => !/libonnxruntime\.\d+\.\d+\.\d+\.dylib$/.test(path) });
  scripts('onnxruntime-node', folder, ['dist']);
  scripts('onnxruntime-common', folder, ['dist/cjs', 'dist/esm']);
  scripts('sharp', folder, ['dist']);
  for (const name of ['detect-libc', 'semver', '@img/colour']) scripts(name, folder, ['.']);
  const { optionalDependencies } = JSON.parse(readFileSync(join(modules, 'sharp', 'package.json'), 'utf8'));
  for (const name of [`@img/sharp-${target}`, `@img/sharp-libvips-${target}`]) {
    const version = optionalDependencies[name];
    // On Windows libvips lies in sharp's own package.
    if (version === undefined) continue;
    cpSync(platformPackage(name, version), join(folder, name), { recursive: true, filter: (path) => !/\.(md|h|pc)$|glib-2\.0/.test(path) });
  }
}

/** A package's manifest, licence and scripts; no types, maps, sources or documents. */
function scripts(name, folder, parts) {
  const from = join(modules, name);
  mkdirSync(join(folder, name), { recursive: true });
  for (const entry of readdirSync(from)) if (/^(package\.json|licen[cs]e.*)$/i.test(entry)) cpSync(join(from, entry), join(folder, name, entry));
  for (const part of parts) {
    cpSync(join(from, part), join(folder, name, part), {
      recursive: true, filter: (path) => statSync(path).isDirectory() ? !/\/(bin|test|node_modules)$/.test(path) || path === from : /\.(c|m)?js$|package\.json$/.test(path) && !/\.min\.js$/.test(path),
    });
  }
}

/** The package of another platform, fetched once into the cache by npm itself. */
function platformPackage(name, version) {
  const own = join(modules, name);
  if (existsSync(own)) return own;
  const folder = join(work, 'platforms', `${name.replace('/', '-')}-${version}`);
  const found = join(folder, 'node_modules', name);
  if (!existsSync(found)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    run('npm', ['install', '--force', '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--omit=optional', `${name}@${version}`], folder);
  }
  return found;
}

function report(stage, file, target) {
  const groups = new Map();
  for (const path of walk(stage)) {
    const [first, second, third] = relative(stage, path).split('/');
    const group = second === 'node_modules' ? `dist/node_modules/${third}` : second && first !== 'models' ? `${first}/${/\.\w+$/.test(second) ? '' : second}` : first;
    groups.set(group, (groups.get(group) ?? 0) + statSync(path).size);
  }
  console.log(`\n${relative(root, file)}: ${megabytes(statSync(file).size)} packed, ${megabytes([...groups.values()].reduce((sum, size) => sum + size, 0))} unpacked (${target})`);
  for (const [group, size] of [...groups].sort((a, b) => b[1] - a[1])) if (size > 50_000) console.log(`  ${megabytes(size).padStart(9)}  ${group}`);
}

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else yield path;
  }
}

function copy(name, stage) {
  mkdirSync(join(stage, name, '..'), { recursive: true });
  cpSync(join(root, name), join(stage, name));
}

function megabytes(bytes) { return `${(bytes / 1e6).toFixed(1)} MB`; }

function run(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) fail(`${command} ${args.slice(0, 3).join(' ')} failed.`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
