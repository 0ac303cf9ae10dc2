/** What one turn of the chat leaves for the next: VS Code keeps it with the turn, as JSON. */
import * as vscode from 'vscode';
import { noContext, type Conversation } from '../../answer/questions/index.js';
import { isPictureRef, type PictureRef } from '../../../webview/protocol.js';

export interface Memory {
  readonly pictures: readonly PictureRef[];
  readonly command: string | undefined;
  readonly hasDiagram: boolean;
  /** The picture was taken because it was open, not because it was named. */
  readonly fromEditor: boolean;
  /** Where a question was asked about a single picture: what "it" means in the next one. */
  readonly conversation: Conversation;
  /** Questions that can be answered. */
  readonly suggestions: readonly string[];
}

/** The last turn of this participant that read something. */
export function memoryOf(history: vscode.ChatContext['history']): Memory | undefined {
  for (const turn of [...history].reverse()) {
    const memory = 'result' in turn ? parse(turn.result.metadata) : undefined;
    if (memory) return memory;
  }
  return undefined;
}

/** What to ask next about a diagram that was read. */
export function followups({ metadata }: vscode.ChatResult): vscode.ChatFollowup[] {
  const memory = parse(metadata);
  if (memory?.hasDiagram !== true) return [];
  const command = memory.command === 'mermaid'
    ? { command: 'explain', prompt: vscode.l10n.t('Explain it step by step') }
    : { command: 'mermaid', prompt: vscode.l10n.t('Only the Mermaid source') };
  return [...memory.suggestions.slice(0, 3).map((prompt) => ({ prompt })), command];
}

/** Whether both name the same picture. */
export function isSame(a: PictureRef, b: PictureRef | undefined): boolean {
  return b !== undefined && (a.type === 'file' ? b.type === 'file' && a.uri === b.uri : b.type === 'stored' && a.sha256 === b.sha256);
}

function parse(value: unknown): Memory | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const known = value as Readonly<Record<string, unknown>>;
  const pictures = Array.isArray(known['pictures']) ? known['pictures'].filter(isPictureRef) : [];
  if (pictures.length === 0) return undefined;
  return {
    pictures, command: typeof known['command'] === 'string' ? known['command'] : undefined, hasDiagram: known['hasDiagram'] === true, fromEditor: known['fromEditor'] === true,
    conversation: conversationOf(known['conversation']), suggestions: texts(known['suggestions']),
  };
}

function conversationOf(value: unknown): Conversation {
  if (typeof value !== 'object' || value === null) return noContext;
  const known = value as Readonly<Record<string, unknown>>;
  const frame = known['frame'];
  return { focus: texts(known['focus']), found: texts(known['found']), subjects: texts(known['subjects']), ...(typeof frame === 'string' ? { frame } : {}) };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
