/** `@unrender` in the chat. */
import * as vscode from 'vscode';
import type { ChatHandler } from './chatHandler.js';
import { followups } from './chatMemory.js';
import { participantId } from './ids.js';

export function createParticipant(handler: ChatHandler): vscode.Disposable {
  const participant = vscode.chat.createChatParticipant(participantId, (...request) => handler.handle(...request));
  participant.iconPath = new vscode.ThemeIcon('symbol-structure');
  participant.followupProvider = { provideFollowups: followups };
  return participant;
}
