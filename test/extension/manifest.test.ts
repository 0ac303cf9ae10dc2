/** The manifest and the code must tell the same story: VS Code checks neither. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandIds, contextKeys, panelType, previewControllerId, settingKeys, storyboardType, walkthroughId } from '../../src/extension/contributions.js';
import { documentLanguages, lineComments } from '../../src/documents/family.js';
import { pasteChoices, providers, settingsFrom } from '../../src/extension/settingsSnapshot.js';

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly engines: { readonly vscode: string };
  readonly activationEvents: readonly string[];
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string; readonly icon?: string; readonly enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
    readonly keybindings: readonly { readonly command: string; readonly key: string; readonly when?: string }[];
    readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly { readonly description: string; readonly media: { readonly svg: string }; readonly completionEvents: readonly string[] }[] }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown; readonly enum?: readonly string[]; readonly scope: string }>> };
  };
}
const root = new URL('../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as Manifest;
const { commands, menus, keybindings, configuration } = manifest.contributes;

describe('manifest', () => {
  it('declares exactly the commands that are registered', () => {
    expect(commands.map(({ command }) => command).sort()).toEqual(Object.values(commandIds).sort());
    expect(new Set(commands.map(({ category }) => category))).toEqual(new Set(['Unrender']));
  });
  it('names in menus and keys only declared commands, each key under a condition', () => {
    const known = new Set<string>(Object.values(commandIds));
    for (const { command } of [...Object.values(menus).flat(), ...keybindings]) expect(known).toContain(command);
    for (const { when } of [...Object.values(menus).flat(), ...keybindings]) expect(when).toBeTruthy();
    for (const { when } of menus['comments/commentThread/title'] ?? []) expect(when).toContain(`'${previewControllerId}'`);
  });
  it('uses only context keys that the code sets or VS Code has', () => {
    const own = new Set<string>(Object.values(contextKeys));
    const conditions = [...Object.values(menus).flat(), ...keybindings].map(({ when }) => when ?? '').concat(commands.map(({ enablement }) => enablement ?? ''));
    for (const [name] of conditions.flatMap((condition) => [...condition.replace(/'[^']*'/g, '').matchAll(/unrender\.\w+/g)])) expect(own).toContain(name);
  });
  it('offers Explain Image in the Explorer for the pictures that are read, and for nothing else', () => {
    const when = menus['explorer/context']?.[0]?.when ?? '';
    const source = /=~ \/(.+)\/i$/.exec(when)?.[1] ?? '';
    const pattern = new RegExp(source, 'i');
    for (const name of ['.png', '.JPG', '.jpeg', '.webp', '.gif', '.bmp']) expect(name).toMatch(pattern);
    for (const name of ['.svg', '.txt', '.pngx', '']) expect(name).not.toMatch(pattern);
  });
  it('offers Explain Recording for what moves by its name; what may stand still as well is told by its content', () => {
    const item = menus['explorer/context']?.find(({ command }) => command === commandIds.explainRecording);
    const pattern = new RegExp(/=~ \/(.+)\/i$/.exec(item?.when ?? '')?.[1] ?? 'nothing', 'i');
    for (const name of ['.gif', '.APNG', '.webp', '.mp4', '.webm', '.mov', '.mkv', '.m4v']) expect(name).toMatch(pattern);
    for (const name of ['.png', '.jpg', '.svg', '.txt', '.mp3']) expect(name).not.toMatch(pattern);
  });
  it('has a setting for each key, with the defaults of the code', () => {
    const defaults = settingsFrom(() => undefined);
    expect(Object.keys(configuration.properties).sort()).toEqual(Object.values(settingKeys).map((key) => `unrender.${key}`).sort());
    for (const key of Object.values(settingKeys)) expect(configuration.properties[`unrender.${key}`]?.default, key).toEqual(defaults[key]);
    expect(configuration.properties['unrender.executionProvider']?.enum).toEqual(providers);
    expect(configuration.properties['unrender.pasteAs']?.enum).toEqual(pasteChoices);
  });
  it('wakes up for its panels after a reload, for languages into which a picture can be pasted, and otherwise for its commands only', () => {
    const languages = [...Object.keys(documentLanguages), ...Object.keys(lineComments)].map((language) => `onLanguage:${language}`);
    expect(manifest.activationEvents).toEqual([`onWebviewPanel:${panelType}`, `onWebviewPanel:${storyboardType}`, ...languages]);
  });
  it('gives every command an icon, and a place in the palette where it can be run without more', () => {
    for (const { command, icon } of commands) expect(icon, command).toMatch(/^\$\([a-z-]+\)$/);
    const hidden = (menus['commandPalette'] ?? []).filter(({ when }) => when === 'false').map(({ command }) => command);
    // The menus that these two are for hand over what they need.
    expect(hidden).toEqual([commandIds.explainPreviewImage, commandIds.explainOutputImage]);
  });
  it('has a walkthrough whose steps run, end and have a picture', () => {
    const words = JSON.parse(readFileSync(new URL('package.nls.json', root), 'utf8')) as Record<string, string>;
    const known = new Set<string>(Object.values(commandIds));
    const [walkthrough] = manifest.contributes.walkthroughs;
    expect(walkthrough?.id).toBe(walkthroughId);
    expect(walkthrough?.steps).toHaveLength(3);
    for (const { description, media, completionEvents } of walkthrough?.steps ?? []) {
      const links = [...(words[description.slice(1, -1)] ?? '').matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command ?? '');
      expect(links.length).toBeGreaterThan(0);
      const ends = completionEvents.map((event) => event.replace(/^onCommand:/, ''));
      for (const command of [...links, ...ends]) expect(known).toContain(command);
      expect(existsSync(new URL(media.svg, root))).toBe(true);
    }
  });
  it('points at files that exist and asks for the VS Code whose types it uses', () => {
    expect(existsSync(new URL(manifest.icon, root))).toBe(true);
    expect(manifest.engines.vscode.replace(/^\^/, '')).toMatch(new RegExp(`^${(manifest.devDependencies['@types/vscode'] ?? '').replace('.', '\\.')}`));
  });
});
