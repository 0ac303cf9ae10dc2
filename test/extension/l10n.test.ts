/** Every string of the code and of the manifest has its translations, with the same placeholders, links and settings. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bareWords, languages, manifestKeys, pages, placeholders, stringsOf } from '../../scripts/lib/strings.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const json = (name: string): Readonly<Record<string, string>> => JSON.parse(readFileSync(`${root}/${name}`, 'utf8')) as Record<string, string>;
const strings = stringsOf(root);
const english = json('package.nls.json');
/** What stays as it is in every language: addresses of commands, settings and code. */
const fixed = (text: string): string[] => (text.match(/\(command:[\w.]+\)|`[^`]+`|Ctrl|\bunrender\.[\w.]+/g) ?? []).filter((part) => part !== 'Ctrl').sort();

describe('strings', () => {
  it('of the code are the bundle: run node scripts/l10n.mjs', () => {
    expect(json('l10n/bundle.l10n.json')).toEqual(Object.fromEntries(strings.map((text) => [text, text])));
    expect(strings.length).toBeGreaterThan(200);
  });
  it('of the manifest are all keys that it refers to, and no others', () => {
    expect(Object.keys(english).sort()).toEqual(manifestKeys(root));
    const manifest = json('package.json') as unknown as { contributes: { commands: { title: string }[]; configuration: { properties: Record<string, { description?: string; markdownDescription?: string; enumDescriptions?: string[] }> } } };
    for (const { title } of manifest.contributes.commands) expect(title).toMatch(/^%[\w.]+%$/);
    for (const { description, markdownDescription, enumDescriptions = [] } of Object.values(manifest.contributes.configuration.properties)) {
      for (const text of [description ?? markdownDescription ?? '', ...enumDescriptions]) expect(text).toMatch(/^%[\w.]+%$/);
    }
  });
  it('of the panels’ pages all come from the bundle', () => {
    expect(pages(root)).toHaveLength(2);
    for (const page of pages(root)) expect(bareWords(readFileSync(page, 'utf8'))).toEqual([]);
    expect(bareWords('<body><p title="Bare words">{{\'Good\'}} more words</p><b>{{\'x\'}}</b>')).toEqual(['more words', 'Bare words']);
  });
  describe.each(languages)('in %s', (language) => {
    const code = json(`l10n/bundle.l10n.${language}.json`);
    const manifest = json(`package.nls.${language}.json`);
    it('are complete, and nothing is left over', () => {
      expect(Object.keys(code)).toEqual(strings);
      expect(Object.keys(manifest)).toEqual(Object.keys(english));
      for (const text of [...Object.values(code), ...Object.values(manifest)]) expect(text.trim()).not.toBe('');
    });
    it('have the placeholders, commands and settings of the original', () => {
      for (const text of strings) expect([placeholders(code[text] ?? ''), fixed(code[text] ?? '')], text).toEqual([placeholders(text), fixed(text)]);
      for (const [key, text] of Object.entries(english)) expect([placeholders(manifest[key] ?? ''), fixed(manifest[key] ?? '')], key).toEqual([placeholders(text), fixed(text)]);
    });
    it('are translated: few are the same as in English', () => {
      const same = strings.filter((text) => code[text] === text && /[a-z]{4}/i.test(text.replace(/Unrender/g, '')));
      expect(same.length, same.join(', ')).toBeLessThan(8);
    });
  });
});
