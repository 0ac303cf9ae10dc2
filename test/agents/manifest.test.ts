/** VS Code takes the tool's contract from the manifest, MCP clients take it from the code: both must be the same. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { editorInputSchema, inputSchema, parseInput, toolDescription, toolName, toolTitle } from '../../src/agents/contract.js';
import { mcpProviderId, modelVendor, participantCommands, participantId } from '../../src/extension/agents/ids.js';

interface Contributions {
  readonly languageModelTools: readonly Readonly<Record<string, unknown>>[];
  readonly chatParticipants: readonly { readonly id: string; readonly name: string; readonly commands: readonly { readonly name: string; readonly description: string }[] }[];
  readonly languageModelChatProviders: readonly { readonly vendor: string }[];
  readonly mcpServerDefinitionProviders: readonly { readonly id: string }[];
}
const root = new URL('../../', import.meta.url);
const read = (name: string): Record<string, unknown> => JSON.parse(readFileSync(new URL(name, root), 'utf8')) as Record<string, unknown>;
const contributes = read('package.json')['contributes'] as Contributions;

/** Titles and descriptions may be keys of package.nls.json. */
const words = (() => { try { return read('package.nls.json'); } catch { return {}; } })();
const resolved = (value: unknown): unknown => (typeof value === 'string' && /^%.+%$/u.test(value) ? words[value.slice(1, -1)] : value);

describe('what the manifest says of agents', () => {
  it('is the tool of the code', () => {
    const [tool] = contributes.languageModelTools;
    expect(contributes.languageModelTools).toHaveLength(1);
    expect(tool).toMatchObject({ name: toolName, inputSchema: editorInputSchema, toolReferenceName: 'unrender', canBeReferencedInPrompt: true });
    expect([resolved(tool?.['displayName']), resolved(tool?.['modelDescription'])]).toEqual([toolTitle, toolDescription]);
  });
  it('is the participant, the model and the server of the code', () => {
    expect(contributes.chatParticipants.map(({ id, name, commands }) => [id, name, commands.map((command) => command.name)])).toEqual([[participantId, 'unrender', [...participantCommands]]]);
    expect(contributes.languageModelChatProviders.map(({ vendor }) => vendor)).toEqual([modelVendor]);
    expect(contributes.mcpServerDefinitionProviders.map(({ id }) => id)).toEqual([mcpProviderId]);
  });
});

describe('the schemas of the input', () => {
  const ajv = new Ajv({ strict: false });
  it.each([['MCP', inputSchema, undefined], ['editor', editorInputSchema, '']] as const)('%s: allow what the code takes, and nothing else', (_name, schema, otherwise) => {
    const allows = ajv.compile(schema);
    const takes = (value: unknown): boolean => { try { parseInput(value, otherwise); return true; } catch { return false; } };
    for (const value of [{}, { path: 'a.png' }, { path: '' }, { path: 1 }, { path: 'a'.repeat(5000) }, { path: 'a', format: 'json' }, { path: 'a', format: 'x' }, { format: 'mermaid' }, { path: 'a', more: 1 }, { path: 'a', as: 'table' }, { path: 'a', as: 'chart' }, { path: 'a', as: null }]) {
      expect(takes(value), JSON.stringify(value).slice(0, 60)).toBe(allows(value));
    }
  });
});
