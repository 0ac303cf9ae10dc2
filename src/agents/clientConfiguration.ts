/** How MCP clients are told of the server: each has a file of its own, and a key of its own in it. */

export interface Launch { readonly command: string; readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> }

/** `file`: where the client keeps it. `key`: what the servers stand under. */
export const clients = {
  claudeDesktop: { name: 'Claude Desktop', file: 'claude_desktop_config.json', key: 'mcpServers' },
  claudeCode: { name: 'Claude Code', file: '.mcp.json', key: 'mcpServers' },
  cursor: { name: 'Cursor', file: '.cursor/mcp.json', key: 'mcpServers' },
  vscode: { name: 'VS Code', file: '.vscode/mcp.json', key: 'servers' },
  zed: { name: 'Zed', file: 'settings.json', key: 'context_servers' },
} as const;
export type ClientName = keyof typeof clients;

/** The client's file, with this server alone. Ends with a line break. */
export function clientConfiguration(client: ClientName, { command, args, env }: Launch): string {
  const type = client === 'vscode' ? { type: 'stdio' } : {};
  const server = { ...type, command, args, ...(Object.keys(env).length > 0 ? { env } : {}) };
  return `${JSON.stringify({ [clients[client].key]: { unrender: server } }, undefined, 2)}\n`;
}
