/** Names that the manifest (package.json) and this room share; test/agents/manifest.test.ts holds the two together. The tool's name is in src/agents/contract.ts. */

export const participantId = 'unrender.chat';
export const participantCommands = ['mermaid', 'explain', 'ask'] as const;
export type ParticipantCommand = (typeof participantCommands)[number];
export const modelVendor = 'unrender';
export const mcpProviderId = 'unrender.mcp';
