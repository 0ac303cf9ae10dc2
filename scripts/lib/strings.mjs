/** The strings that people see: what the code and the panel's page hand to `l10n.t`, and what the manifest names in package.nls.json. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Languages that every string exists in besides English. */
export const languages = ['de', 'zh-cn'];
/** Code whose strings are translated: the extension's and its page's. */
const folders = ['src/extension', 'webview'];

/**
 * Every message of the code, sorted. A call whose message is no plain literal is an error: VS Code finds translations by the message itself.
 * @param {string} root the repository's folder
 * @returns {string[]}
 */
export function stringsOf(root) {
  const found = new Set();
  for (const file of folders.flatMap((folder) => files(join(root, folder)))) {
    const text = readFileSync(file, 'utf8');
    for (const { index } of text.matchAll(/\bl10n\.t\(/g)) {
      const literal = /^l10n\.t\(\s*'((?:[^'\\\n]|\\.)*)'\s*[,)]/.exec(text.slice(index));
      if (!literal) throw new Error(`${relative(root, file)}: l10n.t needs its message as one literal in single quotes: ${text.slice(index, index + 60)}`);
      found.add(literal[1].replace(/\\(.)/g, '$1'));
    }
  }
  for (const page of pages(root)) for (const [, words] of readFileSync(page, 'utf8').matchAll(/\{\{'([^'{}]+)'\}\}/g)) found.add(words);
  return [...found].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The pages of the panels. */
export function pages(root) {
  return readdirSync(join(root, 'media')).filter((name) => name.endsWith('.html')).map((name) => join(root, 'media', name));
}

/** Keys that the manifest refers to, as `%key%`. */
export function manifestKeys(root) {
  return [...new Set([...readFileSync(join(root, 'package.json'), 'utf8').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key))].sort();
}

/** Words of the panel's page that no translation reaches: text and labels outside of {{'…'}}. */
export function bareWords(html) {
  const body = html.slice(html.indexOf('<body')).replace(/<script[\s\S]*?<\/script>/g, '');
  const words = [...body.matchAll(/>([^<>]+)</g), ...body.matchAll(/\b(?:aria-label|title|placeholder|alt)="([^"]*)"/g)].map(([, text]) => text);
  return words.map((text) => text.replace(/\{\{.*?\}\}/g, '').trim()).filter((text) => /\p{L}{2}/u.test(text));
}

/** `{0}`, `{1}`, ... of a message, sorted: a translation must have the same. */
export function placeholders(message) {
  return [...new Set(message.match(/\{\d+\}/g) ?? [])].sort();
}

export function readJson(root, name) {
  return JSON.parse(readFileSync(join(root, name), 'utf8'));
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name.endsWith('.ts')).map((entry) => join(entry.parentPath, entry.name)).sort();
}
