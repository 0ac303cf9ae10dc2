/** What `@unrender` answers: reads the attached picture, the one named, the one of the turn before, or the open one. Works without any language model. */
import * as vscode from 'vscode';
import { escapeMarkdown } from '../../answer/markdown.js';
import type { Answer, Stage } from '../../answer/types.js';
import { isPictureRef, type PictureRef } from '../../../webview/protocol.js';
import { commandIds } from '../contributions.js';
import type { Log } from '../log.js';
import type { PictureStore } from '../pictureStore.js';
import { activePicture, fileRef } from '../pictures.js';
import { PictureMissing, ReadFailure } from '../reader.js';
import type { AgentReader } from './agentReader.js';
import { attachmentsOf, namedPictures } from './attachments.js';
import { chatMarkdown } from './chatMarkdown.js';
import { findPicture } from './findPicture.js';
import { participantCommands, type ParticipantCommand } from './ids.js';

/** The most pictures of one request; more would fill the chat. */
const mostPictures = 8;

/** What the next turn knows of this one. */
interface Memory { readonly pictures: readonly PictureRef[]; readonly command: string | undefined; readonly hasDiagram: boolean; readonly fromEditor: boolean }

export class ChatHandler {
  constructor(private readonly reader: AgentReader, private readonly store: PictureStore, private readonly log: Log) {}

  /** Answers one request. One picture that cannot be read among several does not cost the others. */
  async handle(request: vscode.ChatRequest, context: Pick<vscode.ChatContext, 'history'>, response: vscode.ChatResponseStream, token: vscode.CancellationToken): Promise<vscode.ChatResult> {
    const command = participantCommands.find((name) => name === request.command);
    try {
      const { pictures, fromEditor } = await this.#picturesOf(request, context);
      if (pictures.length === 0) return this.#help(response);
      const asked = pictures.slice(0, mostPictures);
      let hasDiagram = false;
      for (const ref of asked) {
        try {
          const { kind } = await this.#answer(ref, command, pictures.length > 1, response, token);
          hasDiagram ||= kind === 'flowchart';
        } catch (error) {
          if (pictures.length === 1 || token.isCancellationRequested) throw error;
          response.markdown(`\n${this.#tell(error)}\n\n`);
        }
      }
      if (pictures.length > asked.length) response.markdown(`\n${vscode.l10n.t('{0} more images were left out: ask for them again, at most {1} at a time.', pictures.length - asked.length, mostPictures)}\n`);
      const memory: Memory = { pictures: asked, command, fromEditor, hasDiagram };
      return { metadata: { ...memory } };
    } catch (error) {
      if (error instanceof vscode.CancellationError || token.isCancellationRequested) return {};
      return { errorDetails: { message: this.#tell(error) } };
    }
  }

  #help(response: vscode.ChatResponseStream): vscode.ChatResult {
    response.markdown(vscode.l10n.t('Attach an image (PNG, JPEG, WebP, GIF or BMP), name a file of the workspace, or open one in the editor. I turn flowcharts into Mermaid and read the text of everything else, on this machine.'));
    response.button({ command: commandIds.pasteImage, title: vscode.l10n.t('Paste or Drop an Image…') });
    return {};
  }

  /** In words for a person, as Markdown: a message begins with a file's name, which may say anything. */
  #tell(error: unknown): string {
    if (error instanceof ReadFailure || error instanceof PictureMissing) return escapeMarkdown(error.message);
    this.log.error('A request in the chat failed.', error);
    return vscode.l10n.t('Reading the image failed. The log says more; please report it.');
  }

  async #answer(ref: PictureRef, command: ParticipantCommand | undefined, several: boolean, response: vscode.ChatResponseStream, token: vscode.CancellationToken): Promise<Answer> {
    const steps = new Set<string>();
    const step = (text: string): void => { if (!steps.has(text)) { steps.add(text); response.progress(text); } };
    step(vscode.l10n.t('Reading {0}…', escapeMarkdown(ref.name)));
    const answer = await this.reader.recall(ref, token, (stage) => { step(stepOf(stage)); });
    const uri = ref.type === 'file' ? vscode.Uri.parse(ref.uri, true) : undefined;
    if (uri) response.reference(uri);
    if (several && uri) { response.anchor(uri, ref.name); response.markdown('\n\n'); }
    response.markdown(`${chatMarkdown(answer, command)}\n`);
    if (uri) response.button({ command: commandIds.explainImage, arguments: [uri], title: several ? vscode.l10n.t('Open {0} in Unrender', ref.name) : vscode.l10n.t('Open in Unrender') });
    return answer;
  }

  async #picturesOf({ references, prompt }: vscode.ChatRequest, { history }: Pick<vscode.ChatContext, 'history'>): Promise<{ readonly pictures: readonly PictureRef[]; readonly fromEditor: boolean }> {
    const attached: PictureRef[] = [];
    for (const item of attachmentsOf(references)) attached.push(item.type === 'file' ? fileRef(item.uri) : await this.store.keep(item.name, await item.load()));
    if (attached.length > 0) return { pictures: attached, fromEditor: false };
    const named: PictureRef[] = [];
    // A word that looks like a picture's name may be none: then it is only a word.
    for (const name of namedPictures(prompt)) await findPicture(name).then((uri) => { named.push(fileRef(uri)); }, () => undefined);
    if (named.length > 0) return { pictures: named, fromEditor: false };
    const before = memoryOf(history);
    const active = activePicture();
    // Who asked about the open picture and has opened another one means that one.
    if (before && !(before.fromEditor && active)) return { pictures: before.pictures, fromEditor: before.fromEditor };
    return { pictures: active ? [fileRef(active)] : [], fromEditor: true };
  }
}

/** What to ask next about a diagram that was read. */
export function followups({ metadata }: vscode.ChatResult): vscode.ChatFollowup[] {
  if (metadata?.['hasDiagram'] !== true) return [];
  return metadata['command'] === 'mermaid'
    ? [{ command: 'explain', prompt: vscode.l10n.t('Explain it step by step') }]
    : [{ command: 'mermaid', prompt: vscode.l10n.t('Only the Mermaid source') }];
}

/** The last turn of this participant that read something. */
function memoryOf(history: vscode.ChatContext['history']): Pick<Memory, 'pictures' | 'fromEditor'> | undefined {
  for (const turn of [...history].reverse()) {
    const metadata: unknown = 'result' in turn ? turn.result.metadata : undefined;
    if (typeof metadata !== 'object' || metadata === null || !('pictures' in metadata) || !Array.isArray(metadata.pictures)) continue;
    const pictures = metadata.pictures.filter(isPictureRef);
    if (pictures.length > 0) return { pictures, fromEditor: 'fromEditor' in metadata && metadata.fromEditor === true };
  }
  return undefined;
}

function stepOf(stage: Stage): string {
  switch (stage) {
    case 'decode': case 'detect': return vscode.l10n.t('Finding text…');
    case 'recognise': return vscode.l10n.t('Reading text…');
    case 'look': return vscode.l10n.t('Looking…');
    case 'write': case 'explain': return vscode.l10n.t('Writing…');
  }
}
