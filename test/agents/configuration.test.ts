/** What the pages tell clients to start is what starts. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clientConfiguration, clients, type ClientName } from '../../src/agents/clientConfiguration.js';

const launch = { command: 'node', args: ['/path/to/unrender/dist/cli.js', 'mcp', '--root', '/path/to/project'], env: {} };
const pages = ['README.md', 'docs/agents.md'].map((name) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
const examples = pages.flatMap((page) => Array.from(page.matchAll(/```json\n([^]*?)```/gu), ([, json]) => JSON.parse(json ?? '') as unknown));

describe('configuration of clients', () => {
  it('has the key and the form that each client wants', () => {
    const parsed = (client: ClientName, env: Readonly<Record<string, string>> = {}): unknown => JSON.parse(clientConfiguration(client, { ...launch, env }));
    expect(parsed('claudeDesktop')).toEqual({ mcpServers: { unrender: { command: 'node', args: launch.args } } });
    expect(parsed('vscode')).toEqual({ servers: { unrender: { type: 'stdio', command: 'node', args: launch.args } } });
    expect(parsed('zed', { A: '1' })).toEqual({ context_servers: { unrender: { command: 'node', args: launch.args, env: { A: '1' } } } });
  });
  it('is what the pages show, for three clients at least', () => {
    const known = (Object.keys(clients) as ClientName[]).map((client) => JSON.parse(clientConfiguration(client, launch)) as unknown);
    for (const example of examples) expect(known).toContainEqual(example);
    expect(new Set(examples.map((example) => JSON.stringify(example))).size).toBeGreaterThanOrEqual(3);
  });
});
