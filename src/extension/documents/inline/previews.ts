/**
 * Previews between the lines: below a link to a picture, what it shows. They are comment threads, the only thing with which an extension may push lines apart;
 * nobody can reply to them. They follow their links, and go with the document.
 */
import * as vscode from 'vscode';
import type { Answer } from '../../../answer/types.js';
import type { ImageLink } from '../../../documents/types.js';
import type { PictureRef } from '../../../../webview/protocol.js';
import { answerText } from '../../answerText.js';
import { previewControllerId } from '../../contributions.js';
import { stageText, TellPerson } from '../answers.js';
import { rangeOf } from '../edits.js';
import { foundIn } from '../found.js';
import { locatePicture, refOf } from '../locate.js';
import { parseFlowchart } from '../parser.js';
import type { DocumentServices } from '../services.js';
import { placeArguments } from '../target.js';
import { replaceTitle } from '../titles.js';
import { previewParts, type PreviewContent } from './body.js';
import { drawnAddress } from './drawing.js';
import { keyOf, linkOf, RememberedPreviews, sameKey, type LinkKey } from './memory.js';

/** Between a change of the document and the look for its links, in milliseconds: nobody waits for it. */
const settle = 200;

interface Preview { readonly key: LinkKey; readonly content: PreviewContent; readonly thread: vscode.CommentThread; line: number }

type Services = Pick<DocumentServices, 'answers' | 'store' | 'log' | 'extensionUri'>;

export class InlinePreviews implements vscode.Disposable {
  #controller: vscode.CommentController | undefined;
  #following: vscode.Disposable | undefined;
  readonly #shown = new Map<string, { readonly document: vscode.TextDocument; readonly previews: Preview[] }>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly services: Services, private readonly memory: RememberedPreviews) {}

  isShown(document: vscode.TextDocument, link: ImageLink): boolean { return this.#find(document, link) !== undefined; }

  /** What the previews of a document say, from top to bottom: for tests. */
  bodies(document: vscode.TextDocument): readonly { readonly line: number; readonly bodies: readonly string[] }[] {
    return (this.#shown.get(document.uri.toString())?.previews ?? []).map(({ thread, line }) => ({ line, bodies: thread.comments.map(({ body }) => (typeof body === 'string' ? body : body.value)) }));
  }

  /** Shows the preview of the link, reading its picture where it has not been read; hides one that is shown. Rejects with what a person is to be told. */
  async toggle(document: vscode.TextDocument, link: ImageLink): Promise<void> {
    if (this.#find(document, link)) { this.#hide(document, link); return; }
    if (vscode.workspace.getConfiguration('comments').get('visible') === false) throw new TellPerson(vscode.l10n.t('Previews are shown where comments are, and those are switched off in this window: switch the setting “Comments: Visible” on.'));
    const key = keyOf(foundIn(document).links, link);
    const { answers, store } = this.services;
    const ref = await refOf(await locatePicture(document.uri, link), store);
    const answer = await answers.known(ref) ?? await answers.withProgress(vscode.l10n.t('Unrender: reading {0}', ref.name), ref, (token, report) => answers.get(ref, token, (stage) => { report(stageText(stage)); }));
    if (!answer || document.isClosed) return;
    await this.#show(document, key, ref, answer);
    await this.memory.add(document.uri, key);
    if (opensList() && await this.memory.firstEver()) void tellOfList();
  }

  /** The one in the thread; all of the document where no thread is given. */
  async hide(document: vscode.TextDocument | undefined, thread?: unknown): Promise<void> {
    for (const shown of [...this.#shown.values()]) {
      if (thread === undefined && shown.document !== document) continue;
      for (const preview of shown.previews.filter((one) => thread === undefined || one.thread === thread)) {
        this.#drop(shown.document, preview);
        await this.memory.remove(shown.document.uri, preview.key);
      }
    }
  }

  /** Brings back what was shown in the document, from answers that are kept; reads nothing. */
  async restore(document: vscode.TextDocument): Promise<void> {
    for (const key of this.memory.of(document.uri)) {
      const link = linkOf(foundIn(document).links, key);
      if (!link || this.#find(document, link)) continue;
      try {
        const ref = await refOf(await locatePicture(document.uri, link), this.services.store);
        const answer = await this.services.answers.known(ref);
        if (answer && !document.isClosed) await this.#show(document, key, ref, answer);
      } catch (error) {
        // A picture that is gone has no preview; the link is still what it was.
        if (!(error instanceof TellPerson)) this.services.log.error('A preview could not be brought back.', error);
      }
    }
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#following?.dispose();
    // With its threads.
    this.#controller?.dispose();
    this.#shown.clear();
  }

  async #show(document: vscode.TextDocument, key: LinkKey, ref: PictureRef, answer: Answer): Promise<void> {
    const content = await this.#content(ref, answer);
    const link = linkOf(foundIn(document).links, key);
    if (!link || document.isClosed || this.#find(document, link)) return;
    this.#following ??= this.#follow();
    this.#controller ??= vscode.comments.createCommentController(previewControllerId, 'Unrender');
    const thread = this.#controller.createCommentThread(document.uri, placeOf(document, link), []);
    thread.canReply = false;
    thread.label = ref.name;
    thread.contextValue = 'preview';
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    const preview: Preview = { key, content, thread, line: document.positionAt(link.end).line };
    const shown = this.#shown.get(document.uri.toString()) ?? { document, previews: [] };
    shown.previews.push(preview);
    this.#shown.set(document.uri.toString(), shown);
    this.#write(document, link, preview);
  }

  /** The graph is that of the source that counts: a person may have edited it in the panel. */
  async #content(ref: PictureRef, answer: Answer): Promise<PreviewContent> {
    const edit = await this.services.store.editFor(await this.services.store.load(ref));
    const read = answer.segments.find(({ diagram }) => diagram)?.diagram;
    if (edit?.edited === undefined || !read) return { answer, ...(read && { diagram: read }) };
    const diagram = await parseFlowchart(edit.edited, this.services.extensionUri).catch(() => undefined);
    return { answer, edited: edit.edited, ...(diagram && { diagram }) };
  }

  #write(document: vscode.TextDocument, link: ImageLink, { content, thread }: Preview): void {
    const draw = (diagram: NonNullable<PreviewContent['diagram']>): string | undefined => {
      try {
        return drawnAddress(diagram, this.services.extensionUri);
      } catch (error) {
        this.services.log.error('A diagram could not be drawn.', error);
        return undefined;
      }
    };
    const author = { name: 'Unrender', iconPath: vscode.Uri.joinPath(this.services.extensionUri, 'media', 'icon.png') };
    const { answer, edited } = content;
    const replace = link.placement === 'fixed' ? undefined : replaceTitle(document, { ...answerText(answer, edited), answer });
    thread.comments = previewParts(content, placeArguments(document, link.start), replace, draw)
      .map(({ label, body }) => ({ author, label, body, mode: vscode.CommentMode.Preview, contextValue: 'preview' }));
  }

  #follow(): vscode.Disposable {
    return vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document }) => { if (this.#shown.has(document.uri.toString())) this.#later(document); }),
      vscode.workspace.onDidCloseTextDocument((document) => { this.#closed(document); }),
      vscode.window.onDidChangeActiveColorTheme(() => { for (const { document } of this.#shown.values()) this.#again(document, true); }),
    );
  }

  #later(document: vscode.TextDocument): void {
    const id = document.uri.toString();
    clearTimeout(this.#timers.get(id));
    this.#timers.set(id, setTimeout(() => { this.#timers.delete(id); if (!document.isClosed) this.#again(document, false); }, settle));
  }

  /** Every preview at its link, where that is now; none where it is gone. */
  #again(document: vscode.TextDocument, all: boolean): void {
    const { links } = foundIn(document);
    for (const preview of [...this.#shown.get(document.uri.toString())?.previews ?? []]) {
      const link = linkOf(links, preview.key);
      if (!link) { this.#drop(document, preview); continue; }
      const { line } = document.positionAt(link.end);
      if (!all && line === preview.line) continue;
      preview.line = line;
      preview.thread.range = placeOf(document, link);
      // What its links run names the place.
      this.#write(document, link, preview);
    }
  }

  #closed(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document.uri.toString()));
    for (const preview of [...this.#shown.get(document.uri.toString())?.previews ?? []]) this.#drop(document, preview);
  }

  #find(document: vscode.TextDocument, link: ImageLink): Preview | undefined {
    const key = keyOf(foundIn(document).links, link);
    return this.#shown.get(document.uri.toString())?.previews.find((preview) => sameKey(preview.key, key));
  }

  #hide(document: vscode.TextDocument, link: ImageLink): void {
    const preview = this.#find(document, link);
    if (!preview) return;
    this.#drop(document, preview);
    void this.memory.remove(document.uri, preview.key);
  }

  #drop(document: vscode.TextDocument, preview: Preview): void {
    const id = document.uri.toString();
    const shown = this.#shown.get(id);
    preview.thread.dispose();
    shown?.previews.splice(shown.previews.indexOf(preview), 1);
    if (shown?.previews.length === 0) this.#shown.delete(id);
  }
}

/** The line on which the link ends: the preview stands below it. */
function placeOf(document: vscode.TextDocument, link: ImageLink): vscode.Range {
  const { end } = rangeOf(document, link);
  return new vscode.Range(end.line, 0, end.line, end.character);
}

/** VS Code shows its list of comments with the first one of a window, unless a person has said otherwise. */
function opensList(): boolean {
  const { globalValue, workspaceValue, workspaceFolderValue } = vscode.workspace.getConfiguration('comments').inspect('openView') ?? {};
  return globalValue === undefined && workspaceValue === undefined && workspaceFolderValue === undefined;
}

async function tellOfList(): Promise<void> {
  const closed = vscode.l10n.t('Keep It Closed');
  const choice = await vscode.window.showInformationMessage(vscode.l10n.t('Previews are comments to VS Code, and it opens its list of comments with the first one of a window.'), closed);
  if (choice !== closed) return;
  await vscode.workspace.getConfiguration('comments').update('openView', 'never', vscode.ConfigurationTarget.Global);
  await vscode.commands.executeCommand('workbench.action.closePanel');
}
