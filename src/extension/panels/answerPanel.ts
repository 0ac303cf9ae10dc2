/** One panel: one picture, its reading and its answer. Owns the webview panel and the reading; closing it cancels. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Answer } from '../../answer/types.js';
import { isFromPanel, type Action, type ExportFormat, type FromPanel, type How, type PictureRef, type ProgressEvent, type ToPanel, type Turn } from '../../../webview/protocol.js';
import { DisposableStore } from '../dispose.js';
import type { History } from '../history.js';
import type { Log } from '../log.js';
import { mediaType } from '../pictures.js';
import { plainBytes, type PictureStore } from '../pictureStore.js';
import { PictureMissing, ReadFailure, type Reader } from '../reader.js';
import type { StatusBar } from '../statusBar.js';
import { LanguageModelQuestions } from '../questions/languageModel.js';
import type { ModelService } from '../models/service.js';
import { openPlace } from '../places.js';
import { Coalesced } from './coalesce.js';
import { PanelContent } from './content.js';
import { panelPage } from './page.js';
import { saveTable } from './saveTable.js';

export interface PanelServices {
  readonly reader: Reader;
  readonly store: PictureStore;
  readonly log: Log;
  readonly status: StatusBar;
  readonly history: History;
  readonly extensionUri: vscode.Uri;
  readonly models: ModelService;
}

/** What the panel asks of whoever keeps the panels. */
export interface PanelOwner {
  changed(panel: AnswerPanel): void;
  closed(panel: AnswerPanel): void;
  act(panel: AnswerPanel, action: Action): void;
  choose(panel: AnswerPanel): void;
}

export class AnswerPanel {
  readonly #content = new PanelContent();
  readonly #resources = new DisposableStore();
  readonly #questions: LanguageModelQuestions;
  readonly #exports = new Map<number, { resolve(bytes: Uint8Array): void; reject(error: Error): void }>();
  #nextExport = 1;
  #reading: AbortController | undefined;
  #pixels: Uint8Array | undefined;
  #ready = false;

  constructor(private readonly panel: vscode.WebviewPanel, private readonly services: PanelServices, private readonly owner: PanelOwner) {
    panel.iconPath = vscode.Uri.joinPath(services.extensionUri, 'media', 'icon.png');
    this.#questions = this.#resources.add(new LanguageModelQuestions((message) => { this.#post(message); }, services.log, { service: services.models, picture: () => (this.picture && this.#pixels ? { name: this.picture.name, bytes: this.#pixels } : undefined) }));
    this.#resources.add(panel.onDidDispose(() => { this.#closed(); }));
    this.#resources.add(panel.onDidChangeViewState(() => { owner.changed(this); }));
    this.#resources.add(panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isFromPanel(message)) this.#receive(message);
      else services.log.warn('A message from the panel was not understood and was ignored.');
    }));
    void this.#load();
  }

  get visible(): boolean { return this.panel.visible; }
  get active(): boolean { return this.panel.active; }
  get picture(): PictureRef | undefined { return this.#content.picture; }
  get answer(): Answer | undefined { return this.#content.answer; }
  get edited(): string | undefined { return this.#content.edited; }
  get busy(): boolean { return this.#content.stand === 'reading'; }

  reveal(): void { this.panel.reveal(undefined, false); }
  close(): void { this.panel.dispose(); }
  cancel(): void { this.#reading?.abort(); }
  /** Shows the panel, with the focus in its ask box. */
  ask(): void { this.reveal(); this.#post({ type: 'ask' }); }
  notice(text: string): void { this.#post({ type: 'notice', text }); }

  /** Reads the picture anew; a reading that still runs here is cancelled. */
  async read(ref: PictureRef, how: How = {}): Promise<void> {
    this.#reading?.abort();
    this.#questions.cancelAll();
    const reading = this.#reading = new AbortController();
    this.panel.title = title(ref.name);
    this.#pixels = undefined;
    this.#post(this.#content.begin(ref, undefined, how));
    this.owner.changed(this);
    this.services.status.begin(reading, ref.name);
    try {
      await this.#readNow(ref, reading, how);
    } catch (error) {
      if (this.#reading === reading) this.#fail(ref, error);
    } finally {
      this.services.status.end(reading);
      if (this.#reading === reading) this.#reading = undefined;
      this.owner.changed(this);
    }
  }

  /** After a reload: the answer as it was, or a new reading where there is none for the picture as it is now. */
  async restore(ref: PictureRef, edited: string | undefined, how: How = {}): Promise<void> {
    // Answers are kept by their picture; of a part there is none.
    if (how.area !== undefined) return this.read(ref, how);
    this.panel.title = title(ref.name);
    this.#post(this.#content.begin(ref, edited, how));
    const bytes = await this.services.store.load(ref).catch(() => undefined);
    const answer = bytes && await this.services.store.answerFor(bytes);
    if (this.#resources.disposed) return;
    if (!bytes || !answer) return this.read(ref);
    const [kept, talk] = await Promise.all([this.services.store.editFor(bytes), this.services.store.talkFor(bytes)]);
    if (this.#resources.disposed) return;
    if (kept || talk) this.#post(this.#content.begin(ref, kept ? kept.edited : edited, how, talk));
    this.#pixels = bytes;
    this.#post(pixels(bytes));
    this.#post(this.#content.finish(answer));
    this.owner.changed(this);
  }

  /** The drawn diagram as a file's bytes. Rejects when the page has none, or is closed before it is done. */
  export(format: ExportFormat): Promise<Uint8Array> {
    const id = this.#nextExport++;
    return new Promise((resolve, reject) => {
      this.#exports.set(id, { resolve, reject });
      this.#post({ type: 'export', id, format });
    });
  }

  async #readNow(ref: PictureRef, reading: AbortController, { as, area }: How): Promise<void> {
    const { reader, store, log } = this.services;
    const bytes = await store.load(ref);
    const started = performance.now();
    const progress = new Coalesced((event: ProgressEvent) => {
      if (this.#reading !== reading) return;
      if (event.type === 'picture' && !this.#pixels) {
        // The engine found the file sound: now the page may decode it too.
        this.#pixels = bytes;
        this.#post(pixels(bytes));
      }
      if (event.type === 'stage') this.services.status.stage(reading, ref.name, event.stage, event.done, event.total);
      if (event.type === 'restarted') log.warn(`${ref.name}: ${event.reason}`);
      this.#post(this.#content.advance(event.type === 'picture' ? { ...event, thumbnail: plainBytes(event.thumbnail) } : event));
    });
    const answer = await reader.read({ name: ref.name, bytes, background: background(), ...(as && { as }), ...(area && { area }) }, (event) => {
      if (event.type !== 'done' && event.type !== 'error') progress.push(event);
    }, reading.signal).finally(() => { progress.flush(); });
    if (this.#reading !== reading) return;
    log.timings(answer, performance.now() - started);
    this.#post(this.#content.finish(answer));
    // Whoever asks for the picture's answer wants all of it.
    if (area !== undefined) return;
    await Promise.all([store.keepAnswer(answer), store.keepEdit(answer.picture.sha256, undefined), this.services.history.add(ref, answer)])
      .catch((error: unknown) => { log.error('The answer could not be kept for a reload.', error); });
  }

  #edited(source: string | undefined): void {
    this.#content.edited = source;
    const { store, log } = this.services;
    if (this.answer) store.keepEdit(this.answer.picture.sha256, source).catch((error: unknown) => { log.error('The edit could not be kept for a reload.', error); });
  }

  #talked(talk: readonly Turn[]): void {
    this.#content.talk = talk;
    const { store, log } = this.services;
    if (this.answer) store.keepTalk(this.answer.picture.sha256, talk).catch((error: unknown) => { log.error('The conversation could not be kept for a reload.', error); });
  }

  #fail(ref: PictureRef, error: unknown): void {
    if (error instanceof ReadFailure && error.code === 'cancelled') {
      this.#post(this.#content.fail('cancelled', vscode.l10n.t('Reading {0} was cancelled.', ref.name)));
      return;
    }
    this.services.log.error(`${ref.name} could not be read.`, error);
    const told = error instanceof ReadFailure || error instanceof PictureMissing;
    const code = error instanceof ReadFailure ? error.code : 'internal';
    this.#post(this.#content.fail(code, told ? error.message : vscode.l10n.t('Reading {0} failed. The log says more; please report it.', ref.name)));
  }

  #receive(message: FromPanel): void {
    switch (message.type) {
      case 'ready': this.#replay(); break;
      case 'cancel': this.cancel(); break;
      case 'retry': if (this.picture) void this.read(this.picture, this.#content.how); break;
      case 'readAs': if (this.picture) void this.read(this.picture, { as: message.as, area: message.area }); break;
      case 'showLog': this.services.log.show(); break;
      case 'choose': this.owner.choose(this); break;
      case 'pasted': void this.#pasted(message.name, message.bytes); break;
      case 'edited': this.#edited(message.source); break;
      case 'talked': this.#talked(message.talk); break;
      case 'action': this.owner.act(this, message.action); break;
      case 'exported': this.#exports.get(message.id)?.resolve(message.bytes); this.#exports.delete(message.id); break;
      case 'exportFailed': this.#exports.get(message.id)?.reject(new Error(message.message)); this.#exports.delete(message.id); break;
      case 'askModel': if (this.answer) void this.#questions.ask(message.id, message.question, this.answer); break;
      case 'saveTable': if (this.answer && this.picture) void saveTable(this.answer, this.picture, message.segment, message.format); break;
      case 'cancelModel': this.#questions.cancel(message.id); break;
      case 'openPlace': void this.#openPlace(message.segment, message.frame); break;
      case 'trouble': this.services.log.error(`The panel reports: ${message.message}`); break;
    }
  }

  async #openPlace(segment: number, frame: number): Promise<void> {
    const place = this.answer?.segments[segment]?.frames?.[frame];
    if (place === undefined) return;
    try {
      await openPlace(place);
    } catch (error) {
      this.services.log.error(`${place.path} could not be opened.`, error);
      void vscode.window.showErrorMessage(vscode.l10n.t('{0} could not be opened. The log says more.', place.path));
    }
  }

  async #pasted(name: string, bytes: Uint8Array): Promise<void> {
    try {
      await this.read(await this.services.store.keep(name, bytes));
    } catch (error) {
      this.services.log.error('The pasted picture could not be kept.', error);
      this.#post({ type: 'problem', code: 'internal', message: vscode.l10n.t('The pasted picture could not be stored on this machine. The log says more.') });
    }
  }

  #replay(): void {
    this.#ready = true;
    const [first, ...rest] = this.#content.replay();
    if (first) this.#post(first);
    if (this.#pixels) this.#post(pixels(this.#pixels));
    for (const message of rest) this.#post(message);
    void this.#questions.offer();
  }

  /** Until the page is up everything goes into the content alone, which it gets when it says that it is ready. */
  #post(message: ToPanel): void {
    if (this.#ready && !this.#resources.disposed) void this.panel.webview.postMessage(message);
  }

  async #load(): Promise<void> {
    const { extensionUri, log } = this.services;
    const { webview } = this.panel;
    const media = vscode.Uri.joinPath(extensionUri, 'media');
    const dist = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    try {
      const template = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(media, 'panel.html')));
      const absent = await absentReaders(vscode.Uri.joinPath(extensionUri, 'models', 'packages'));
      if (this.#resources.disposed) return;
      webview.options = { enableScripts: true, enableCommandUris: false, localResourceRoots: [media, dist] };
      webview.html = panelPage(template, {
        nonce: randomBytes(18).toString('base64'), cspSource: webview.cspSource, media: webview.asWebviewUri(media).toString(),
        script: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'main.js')).toString(),
        lang: vscode.env.language, strings: translations(), absent,
      });
    } catch (error) {
      log.error('The panel could not be loaded; the extension may be damaged: install it again.', error);
    }
  }

  #closed(): void {
    this.#reading?.abort();
    for (const { reject } of this.#exports.values()) reject(new Error(vscode.l10n.t('The panel was closed.')));
    this.#exports.clear();
    this.#resources.dispose();
    this.owner.closed(this);
  }
}

/** Packages without which a picture cannot be read as something. */
const packageOf = { formula: 'unrender-formula', table: 'unrender-table', page: 'unrender-router' } as const;

async function absentReaders(packages: vscode.Uri): Promise<string[]> {
  const missing = Object.entries(packageOf).map(async ([kind, folder]) => vscode.workspace.fs.stat(vscode.Uri.joinPath(packages, folder, 'manifest.json')).then(() => [], () => [kind]));
  return (await Promise.all(missing)).flat();
}

/** What VS Code has loaded for its display language; empty in English. */
export function translations(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(vscode.l10n.bundle ?? {}).map(([key, value]) => [key, typeof value === 'string' ? value : (value as { readonly message: string }).message]));
}

function title(name: string): string { return `Unrender: ${name}`; }

function pixels(bytes: Uint8Array): ToPanel { return { type: 'pixels', bytes, mime: mediaType(bytes) }; }

/** Under transparent pixels: what the picture would lie on in this theme. */
export function background(): string {
  const { kind } = vscode.window.activeColorTheme;
  if (kind === vscode.ColorThemeKind.HighContrast) return '#000000';
  return kind === vscode.ColorThemeKind.Dark ? '#1f1f1f' : '#ffffff';
}
