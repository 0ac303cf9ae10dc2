/** `@unrender /ask`: a conversation with the chosen model, several pictures in one question, follow-ups with all that was said before. */
import * as vscode from 'vscode';
import type { AskMessage } from '../../client/asking.js';
import { AskFailure } from '../../client/askClient.js';
import { escapeMarkdown } from '../../answer/markdown.js';
import { isPictureRef, type PictureRef } from '../../../webview/protocol.js';
import { isSame } from '../agents/chatMemory.js';
import { commandIds } from '../contributions.js';
import type { PictureStore } from '../pictureStore.js';
import type { ModelService } from './service.js';
import { SafeStream } from './safeStream.js';

/** What a turn leaves for the next; VS Code keeps it as JSON. Numbers among the turns are pictures. */
interface Conversation { readonly pictures: readonly PictureRef[]; readonly messages: readonly AskMessage[] }

const nothing: Conversation = { pictures: [], messages: [] };

export class ModelChat {
  constructor(private readonly service: ModelService, private readonly store: PictureStore) {}

  /**
   * @param shown the pictures that this turn is about; those that the conversation has already are not shown again
   * @throws AskFailure, PictureMissing, Error with a message for people
   */
  async answer(prompt: string, shown: readonly PictureRef[], history: vscode.ChatContext['history'], response: vscode.ChatResponseStream, token: vscode.CancellationToken): Promise<vscode.ChatResult> {
    const current = await this.service.current();
    if (current === undefined) {
      response.markdown(vscode.l10n.t('No model was chosen. Add a model package or set an endpoint first; everything else I answer without one.'));
      response.button({ command: commandIds.addModel, title: vscode.l10n.t('Add Model Package…') });
      response.button({ command: commandIds.chooseModel, title: vscode.l10n.t('Choose Model…') });
      return {};
    }
    const before = conversationOf(history) ?? nothing;
    const pictures = [...before.pictures, ...shown.filter((ref) => !before.pictures.some((known) => isSame(known, ref)))];
    const fresh = pictures.map((_, index) => index).slice(before.pictures.length);
    const messages: AskMessage[] = [...before.messages, { role: 'user', content: [...fresh, prompt.trim() === '' ? vscode.l10n.t('What is this?') : prompt.trim()] }];
    const bytes = await Promise.all(pictures.map(async (ref) => ({ name: ref.name, bytes: await this.store.load(ref) })));
    response.progress(current.host === undefined ? vscode.l10n.t('Asking {0}…', current.name) : vscode.l10n.t('Sending the question and {0} images to {1}…', pictures.length, current.host));
    const controller = new AbortController();
    const cancelling = token.onCancellationRequested(() => { controller.abort(); });
    const stream = new SafeStream();
    try {
      const reply = await this.service.ask(current, { pictures: bytes, messages }, (event) => {
        if (event.type === 'words') response.markdown(stream.push(event.text));
        if (event.type === 'step' && event.step === 'load') response.progress(vscode.l10n.t('Loading {0}…', current.name));
      }, controller.signal);
      response.markdown(stream.end());
      response.markdown(`\n*${escapeMarkdown(vscode.l10n.t('Written by {0}; nothing of it was compared with the image.', current.name))}*${reply.end === 'length' ? ` ${escapeMarkdown(vscode.l10n.t('The answer was cut: it had become as long as it may.'))}` : ''}\n`);
      const kept: Conversation = { pictures, messages: [...messages, { role: 'assistant', content: [reply.text] }] };
      return { metadata: { asked: kept } };
    } catch (error) {
      if (error instanceof AskFailure && error.code === 'cancelled') throw new vscode.CancellationError();
      throw error;
    } finally {
      cancelling.dispose();
    }
  }
}

/** The conversation that the last turn belongs to; a turn of another kind in between ends it. */
export function conversationOf(history: vscode.ChatContext['history']): Conversation | undefined {
  const last = [...history].reverse().find((turn) => 'result' in turn);
  const metadata: unknown = last !== undefined && 'result' in last ? last.result.metadata?.['asked'] : undefined;
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const { pictures, messages } = metadata as { readonly pictures?: unknown; readonly messages?: unknown };
  if (!Array.isArray(pictures) || !pictures.every(isPictureRef) || !Array.isArray(messages) || !messages.every(isMessage)) return undefined;
  return { pictures, messages };
}

function isMessage(value: unknown): value is AskMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { role, content } = value as Record<string, unknown>;
  return (role === 'user' || role === 'assistant') && Array.isArray(content) && content.every((part) => typeof part === 'string' || Number.isInteger(part));
}
