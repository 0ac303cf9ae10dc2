/** The table of entry points is complete and true. `UPDATE_GOLDEN=1` writes docs/entry-points.md anew. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { entryPoints, entryPointsPage } from './entryPoints.js';

const root = new URL('../../', import.meta.url);
const text = (folder: string): string => readdirSync(new URL(folder, root)).filter((name) => name.endsWith('.ts')).map((name) => readFileSync(new URL(`${folder}/${name}`, root), 'utf8')).join('\n');
const inHost = text('test/extension/inhost');
const journeys = text('test/journeys');
const { contributes } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { contributes: {
  commands: { command: string }[]; menus: Record<string, { command: string }[]>; keybindings: { command: string }[]; walkthroughs: { id: string }[]; languageModelTools: { name: string }[];
  chatParticipants: { id: string }[]; languageModelChatProviders: { vendor: string }[]; mcpServerDefinitionProviders: { id: string }[];
} };

describe('the table of entry points', () => {
  it('names everything that the manifest contributes', () => {
    const named = new Set(entryPoints.flatMap((entry) => entry.contributes));
    const wanted = [
      ...contributes.commands.map(({ command }) => command), ...Object.entries(contributes.menus).filter(([menu]) => menu !== 'commandPalette').flatMap(([menu, items]) => items.map(({ command }) => `${menu}: ${command}`)),
      ...contributes.keybindings.map(({ command }) => `key: ${command}`), ...contributes.walkthroughs.map(({ id }) => `walkthrough: ${id}`), ...contributes.languageModelTools.map(({ name }) => `tool: ${name}`),
      ...contributes.chatParticipants.map(({ id }) => `chat participant: ${id}`), ...contributes.languageModelChatProviders.map(({ vendor }) => `chat models: ${vendor}`), ...contributes.mcpServerDefinitionProviders.map(({ id }) => `MCP server: ${id}`),
      'paste provider', 'drop provider', 'code actions', 'code lenses', 'hover', 'webview panel: unrender.answer', 'webview panel: unrender.storyboard',
    ];
    expect([...new Set(wanted)].filter((each) => !named.has(each))).toEqual([]);
  });
  it('names only tests, journeys and screenshots that there are', () => {
    for (const entry of entryPoints) {
      for (const title of entry.inHost) expect(inHost, `${entry.place}: in-host test`).toContain(`test('${title}`);
      for (const title of entry.journeys) expect(journeys, `${entry.place}: journey`).toContain(`it('${title}`);
      for (const name of entry.screenshots) expect(journeys, `${entry.place}: screenshot`).toContain(`shot('${name}')`);
    }
  });
  it('is the page: UPDATE_GOLDEN=1 writes it', () => {
    const page = new URL('docs/entry-points.md', root);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(page, entryPointsPage());
    expect(readFileSync(page, 'utf8')).toBe(entryPointsPage());
  });
});
