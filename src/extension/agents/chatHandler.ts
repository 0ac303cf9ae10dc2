/** What `@unrender` answers: reads the attached picture, the one named, the one of the turn before, or the open one. Uses no language model; VS Code only wants that one is chosen. */
import * as vscode from 'vscode';
import { ask, noContext, suggestQuestions, type Reply } from '../../answer/questions/index.js';
import { escapeMarkdown } from '../../answer/markdown.js';
import type { Answer, Stage } from '../../answer/types.js';
import type { PictureRef } from '../../../webview/protocol.js';
import { commandIds } from '../contributions.js';
import type { Log } from '../log.js';
import type { PictureStore } from '../pictureStore.js';
import type { ModelChat } from '../models/chat.js';
import { AskFailure } from '../../client/askClient.js';
import { activePicture, fileRef } from '../pictures.js';
import { PictureMissing, ReadFailure } from '../reader.js';
import type { AgentReader } from './agentReader.js';
import { attachmentsOf, namedPictures } from './attachments.js';
import { chatMarkdown, replyMarkdown } from './chatMarkdown.js';
import { isSame, memoryOf, type Memory } from './chatMemory.js';
import { findPicture } from './findPicture.js';
import { participantCommands, type ParticipantCommand } from './ids.js';

/** The most pictures of one request; more would fill the chat. */
const mostPictures = 8;

/** What a person asks of one picture; `follows`: the turn before was about the same one. */
interface Question { readonly question: string; readonly follows: boolean; readonly conversation: Memory['conversation'] }

export class ChatHandler {
  constructor(private readonly reader: AgentReader, private readonly store: PictureStore, private readonly log: Log, private readonly models?: ModelChat) {}

  /** Answers one request. One picture that cannot be read among several does not cost the others. */
  async handle(request: vscode.ChatRequest, context: Pick<vscode.ChatContext, 'history'>, response: vscode.ChatResponseStream, token: vscode.CancellationToken): Promise<vscode.ChatResult> {
    const command = participantCommands.find((name) => name === request.command);
    try {
      const before = memoryOf(context.history);
      if (command === 'ask' && this.models !== undefined) {
        const { pictures, question } = await this.#picturesOf(request, before);
        return await this.models.answer(question, pictures.slice(0, mostPictures), context.history, response, token);
      }
      const { pictures, fromEditor, question } = await this.#picturesOf(request, before);
      if (pictures.length === 0) return this.#help(response);
      const asked = pictures.slice(0, mostPictures);
      // A question is asked of one picture; "it" means what the turn before spoke of, if that was about the same one.
      const follows = before !== undefined && asked.length === 1 && before.pictures.length === 1 && asked.every((ref) => isSame(ref, before.pictures[0]));
      const about = command === undefined && pictures.length === 1 ? { question, follows, conversation: follows ? before.conversation : noContext } : undefined;
      let hasDiagram = false;
      let [conversation, suggestions] = [follows ? before.conversation : noContext, [] as readonly string[]];
      for (const ref of asked) {
        try {
          const { answer, reply } = await this.#answer(ref, command, pictures.length > 1, about, response, token);
          hasDiagram ||= answer.kind === 'flowchart';
          conversation = reply?.context ?? conversation;
          suggestions = reply?.suggestions ?? suggestQuestions(answer);
        } catch (error) {
          if (pictures.length === 1 || token.isCancellationRequested) throw error;
          response.markdown(`\n${this.#tell(error)}\n\n`);
        }
      }
      if (pictures.length > asked.length) response.markdown(`\n${vscode.l10n.t('{0} more images were left out: ask for them again, at most {1} at a time.', pictures.length - asked.length, mostPictures)}\n`);
      const memory: Memory = { pictures: asked, command, fromEditor, hasDiagram, conversation, suggestions };
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
    if (error instanceof ReadFailure || error instanceof PictureMissing || error instanceof AskFailure) return escapeMarkdown(error.message);
    this.log.error('A request in the chat failed.', error);
    return vscode.l10n.t('Reading the image failed. The log says more; please report it.');
  }

  async #answer(ref: PictureRef, command: ParticipantCommand | undefined, several: boolean, about: Question | undefined, response: vscode.ChatResponseStream, token: vscode.CancellationToken): Promise<{ readonly answer: Answer; readonly reply?: Reply }> {
    const steps = new Set<string>();
    const step = (text: string): void => { if (!steps.has(text)) { steps.add(text); response.progress(text); } };
    step(vscode.l10n.t('Reading {0}…', escapeMarkdown(ref.name)));
    const answer = await this.reader.recall(ref, token, (stage) => { step(stepOf(stage)); });
    const uri = ref.type === 'file' ? vscode.Uri.parse(ref.uri, true) : undefined;
    if (uri) response.reference(uri);
    const reply = about && about.question !== '' ? ask(answer, about.question, about.conversation) : undefined;
    // The first words to a picture often ask for all of it ("what is this?") or are no question: then the whole picture is told, its source too.
    const general = reply?.status === 'declined' || reply?.sentences.some(({ text }) => text === answer.explanation[0]?.text) === true;
    if (reply && (!general || about?.follows === true)) {
      response.markdown(replyMarkdown(reply));
      return { answer, reply };
    }
    if (several && uri) { response.anchor(uri, ref.name); response.markdown('\n\n'); }
    response.markdown(`${chatMarkdown(answer, command)}\n`);
    if (uri) response.button({ command: commandIds.explainImage, arguments: [uri], title: several ? vscode.l10n.t('Open {0} in Unrender', ref.name) : vscode.l10n.t('Open in Unrender') });
    return { answer };
  }

  async #picturesOf({ references, prompt }: vscode.ChatRequest, before: Memory | undefined): Promise<{ readonly pictures: readonly PictureRef[]; readonly fromEditor: boolean; readonly question: string }> {
    const whole = prompt.trim();
    const attached: PictureRef[] = [];
    for (const item of attachmentsOf(references)) attached.push(item.type === 'file' ? fileRef(item.uri) : await this.store.keep(item.name, await item.load()));
    if (attached.length > 0) return { pictures: attached, fromEditor: false, question: whole };
    const named: PictureRef[] = [];
    // A word that looks like a picture's name may be none: then it is only a word.
    const names = namedPictures(prompt);
    for (const name of names) await findPicture(name).then((uri) => { named.push(fileRef(uri)); }, () => undefined);
    if (named.length > 0) return { pictures: named, fromEditor: false, question: names.reduce((text, name) => text.replace(name, ' '), whole).trim() };
    const active = activePicture();
    // Who asked about the open picture and has opened another one means that one.
    if (before && !(before.fromEditor && active)) return { pictures: before.pictures, fromEditor: before.fromEditor, question: whole };
    return { pictures: active ? [fileRef(active)] : [], fromEditor: true, question: whole };
  }
}

function stepOf(stage: Stage): string {
  switch (stage) {
    case 'decode': case 'detect': return vscode.l10n.t('Finding text…');
    case 'recognise': return vscode.l10n.t('Reading text…');
    case 'look': return vscode.l10n.t('Looking…');
    case 'write': case 'explain': return vscode.l10n.t('Writing…');
  }
}
