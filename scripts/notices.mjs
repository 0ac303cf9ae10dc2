/**
 * Writes THIRD-PARTY-NOTICES: every package whose code is in what ships, its licence and the licence's text. The list is taken from the bundles themselves
 * (what esbuild put in), plus the native packages and the text reader's files that are packed beside them.
 *
 *     node scripts/notices.mjs [--check]      --check: writes nothing, fails when the file is out of date
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { flowchartOnly } from './lib/flowchart-only.mjs';
import { speechParts } from './lib/speechParts.mjs';
import { webviewAlias } from './webviewAlias.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = join(root, 'THIRD-PARTY-NOTICES');
/** Packages that are shipped as they are, not bundled. */
const native = ['onnxruntime-node', 'onnxruntime-common', 'sharp', '@img/colour', 'detect-libc', 'semver'];
/** Licences that may be in a product under Apache-2.0 in the way they are used here. Anything else stops the build until a person has looked. */
const accepted = /^\(?(MIT|MIT-0|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|Unlicense|CC0-1\.0|BlueOak-1\.0\.0|Zlib|Python-2\.0|EPL-2\.0|\(?MPL-2\.0 OR Apache-2\.0\)?)\)?$/;

/** What a person read in the package where its manifest is silent or leaves a choice. */
const overrides = {
  khroma: 'MIT',
};

const bundles = [
  { entryPoints: ['src/engine/main.ts'], platform: 'node', format: 'esm', external: ['onnxruntime-node', 'sharp', './speech.js'] },
  { entryPoints: ['src/engine/speech.ts'], platform: 'node', format: 'esm', plugins: [speechParts] },
  { entryPoints: ['src/cli/main.ts', 'src/cli/mcp.ts'], platform: 'node', format: 'esm', external: ['./mcp.js'] },
  { entryPoints: ['src/extension/extension.ts'], platform: 'node', format: 'cjs', external: ['vscode'] },
  { entryPoints: ['src/mermaid-parser/main.ts'], platform: 'node', format: 'cjs', plugins: [flowchartOnly] },
  { entryPoints: ['src/drawing/main.ts'], platform: 'node', format: 'cjs' },
  { entryPoints: ['webview/main.ts'], platform: 'browser', format: 'esm', splitting: true, alias: webviewAlias },
];

const folders = new Set(native.map((name) => join('node_modules', name)));
for (const bundle of bundles) {
  const { metafile } = await build({ ...bundle, absWorkingDir: root, bundle: true, write: false, outdir: 'dist', metafile: true, logLevel: 'error' });
  for (const output of Object.values(metafile.outputs)) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) if (bytesInOutput > 0 && input.includes('node_modules/')) folders.add(packageFolder(input));
  }
}

const packages = [...folders].map(describe).sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version));
const refused = packages.filter(({ license }) => !accepted.test(license));
if (refused.length > 0) {
  console.error(`Not accepted without a look: ${refused.map(({ name, license }) => `${name} (${license})`).join(', ')}`);
  process.exit(1);
}

const text = compose(packages);
if (process.argv.includes('--check')) {
  const current = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (current !== text) {
    console.error('THIRD-PARTY-NOTICES is out of date: run node scripts/notices.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(file, text);
}
console.log(`${packages.length} packages`);

function packageFolder(input) {
  const [, inside] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(input) ?? [];
  return inside ?? dirname(input);
}

function describe(folder) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const license = overrides[manifest.name] ?? (typeof manifest.license === 'string' ? manifest.license : manifest.license?.type ?? 'unknown');
  const name = readdirSync(join(root, folder)).find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry));
  const repository = typeof manifest.repository === 'string' ? manifest.repository : manifest.repository?.url ?? manifest.homepage ?? '';
  return {
    name: manifest.name, version: manifest.version, license, repository: repository.replace(/^git\+/, '').replace(/\.git$/, ''),
    text: name ? readFileSync(join(root, folder, name), 'utf8').replace(/\r\n/g, '\n').trim() : undefined,
  };
}

/** Equal texts are printed once, under all packages that carry them. */
function compose(list) {
  const byText = new Map();
  for (const entry of list) {
    const key = entry.text ?? `(The package carries no licence text of its own; its manifest says: ${entry.license}.)`;
    byText.set(key, [...(byText.get(key) ?? []), entry]);
  }
  const sections = [...byText].map(([licence, entries]) => [
    ...entries.map(({ name, version, license, repository }) => `${name} ${version} (${license})${repository ? `\n  ${repository}` : ''}`), '', licence,
  ].join('\n'));
  return `${[
    'Unrender includes the software below. Each part stays under its own licence.', '',
    'Not bundled, but shipped beside the code:',
    '- ONNX Runtime (MIT), Microsoft, with DirectML and the DirectX shader compiler on Windows, under their own licences: https://github.com/microsoft/onnxruntime',
    '- libvips and the libraries it uses (LGPL-3.0-or-later and others), unchanged and as separate shared libraries that may be replaced: https://github.com/lovell/sharp-libvips',
    '- PP-OCRv6 small, detector and recogniser (Apache-2.0), PaddlePaddle Authors, as converted to ONNX by RapidOCR (Apache-2.0): https://github.com/RapidAI/RapidOCR',
  ].join('\n')}\n\n${sections.map((section) => `${'-'.repeat(100)}\n${section}\n`).join('\n')}`;
}
