/**
 * Keeps l10n/bundle.l10n.json (what the code says, in English) up to date and tells what the translations lack.
 *
 *     node scripts/l10n.mjs            writes the bundle; sorts the translations and drops what the code no longer says
 *     node scripts/l10n.mjs --check    writes nothing; exit code 1 where something is missing, left over or has other placeholders
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { languages, manifestKeys, placeholders, readJson, stringsOf } from './lib/strings.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const problems = [];

const strings = stringsOf(root);
keep('l10n/bundle.l10n.json', Object.fromEntries(strings.map((text) => [text, text])));
const english = readJson(root, 'package.nls.json');
compare('package.nls.json', english, manifestKeys(root), undefined);
for (const language of languages) {
  follow(`l10n/bundle.l10n.${language}.json`, strings, (key) => key);
  follow(`package.nls.${language}.json`, Object.keys(english), (key) => english[key]);
}
for (const problem of problems) console.error(problem);
console.log(`${strings.length} strings of the code, ${Object.keys(english).length} of the manifest, ${languages.length} languages, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);

/** A translation in the order of its original, without what the original no longer has. */
function follow(name, keys, original) {
  const known = existsSync(join(root, name)) ? readJson(root, name) : {};
  compare(name, known, keys, original);
  keep(name, Object.fromEntries(keys.filter((key) => key in known).map((key) => [key, known[key]])));
}

function compare(name, known, keys, original) {
  for (const key of keys) {
    if (typeof known[key] !== 'string' || known[key].trim() === '') problems.push(`${name}: missing: ${JSON.stringify(key)}`);
    else if (original && placeholders(known[key]).join() !== placeholders(original(key)).join()) problems.push(`${name}: other placeholders: ${JSON.stringify(key)}`);
  }
  if (check) for (const key of Object.keys(known)) if (!keys.includes(key)) problems.push(`${name}: left over: ${JSON.stringify(key)}`);
}

function keep(name, value) {
  if (check) {
    if (!existsSync(join(root, name)) || JSON.stringify(readJson(root, name)) !== JSON.stringify(value)) problems.push(`${name}: run node scripts/l10n.mjs`);
    return;
  }
  mkdirSync(join(root, name, '..'), { recursive: true });
  writeFileSync(join(root, name), `${JSON.stringify(value, null, 2)}\n`);
}
