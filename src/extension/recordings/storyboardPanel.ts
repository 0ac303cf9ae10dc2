/** One panel: one recording, its steps and their answers. Owns the webview panel and the reading; closing it cancels. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { buildStoryboard, clockTime, stepChanges, storyboardToHtml, storyboardToMarkdown, type Storyboard } from '../../answer/storyboard/index.js';
import { locate } from '../../client/places.js';
import { LookFailure, lookThrough } from '../../client/recording.js';
import { readStep, readStoryboard, type KnownStep } from '../../client/storyboard.js';
import type { PickEvent } from '../../recording/types.js';
import { isFromStoryboard, type FromStoryboard, type ToStoryboard } from '../../../webview/storyboard/protocol.js';
import { saveAs, suggestedFolder } from '../commands/saveAs.js';
import { DisposableStore } from '../dispose.js';
import type { Log } from '../log.js';
import { background, translations } from '../panels/answerPanel.js';
import { panelPage } from '../panels/page.js';
import type { Panels } from '../panels/panels.js';
import { fileRef } from '../pictures.js';
import { plainBytes, type PictureStore } from '../pictureStore.js';
import { PictureMissing, ReadFailure, type Reader } from '../reader.js';
import type { StatusBar } from '../statusBar.js';
import { PageFailed, PagePicks } from './pagePicks.js';
import { openRecording, type Looked } from './source.js';

export interface StoryboardServices { readonly reader: Reader; readonly store: PictureStore; readonly log: Log; readonly status: StatusBar; readonly panels: Panels; readonly extensionUri: vscode.Uri }

export class StoryboardPanel {
  readonly #resources = new DisposableStore();
  readonly #name: string;
  #ready: () => void = () => {};
  readonly #isReady = new Promise<void>((resolve) => { this.#ready = resolve; });
  #up = false;
  #reading: AbortController | undefined;
  #picks: PagePicks | undefined;
  #steps: readonly KnownStep[] = [];
  #storyboard: Storyboard | undefined;
  #problem: Extract<ToStoryboard, { type: 'problem' }> | undefined;
  #progress: Extract<ToStoryboard, { type: 'progress' }> | undefined;
  /** What the page has been told of each of its steps. */
  readonly #told = new Map<number, string>();

  constructor(private readonly panel: vscode.WebviewPanel, readonly uri: vscode.Uri, private readonly services: StoryboardServices, closed: (panel: StoryboardPanel) => void) {
    this.#name = fileRef(uri).name;
    panel.title = `Unrender: ${this.#name}`;
    panel.iconPath = vscode.Uri.joinPath(services.extensionUri, 'media', 'icon.png');
    this.#resources.add(panel.onDidDispose(() => { this.#reading?.abort(); this.#resources.dispose(); closed(this); }));
    this.#resources.add(panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isFromStoryboard(message)) this.#receive(message);
      else services.log.warn('A message from the storyboard was not understood and was ignored.');
    }));
    void this.#load();
  }

  get busy(): boolean { return this.#reading !== undefined; }
  get storyboard(): Storyboard | undefined { return this.#storyboard; }
  reveal(): void { this.panel.reveal(undefined, false); }
  close(): void { this.panel.dispose(); }
  cancel(): void { this.#reading?.abort(); }

  /** Reads the recording anew; a reading that still runs here is cancelled. Resolves when it is over, whichever way. */
  async read(looked?: Looked): Promise<void> {
    this.#reading?.abort();
    const reading = this.#reading = new AbortController();
    this.#steps = [];
    this.#told.clear();
    this.#storyboard = this.#problem = this.#progress = undefined;
    this.#post(this.#beginning());
    this.services.status.begin(reading, this.#name);
    try {
      const recording = looked ?? await openRecording(this.uri, this.#name);
      if (recording === undefined) throw new PictureMissing(vscode.l10n.t('{0} stands still: it is no recording. “Explain Image” reads it.', this.#name));
      const storyboard = await this.#readNow(recording, reading);
      if (this.#reading !== reading) return;
      this.#storyboard = storyboard;
      this.#post({ type: 'done' });
    } catch (error) {
      if (this.#reading === reading) this.#fail(error);
    } finally {
      this.services.status.end(reading);
      if (this.#reading === reading) this.#reading = undefined;
    }
  }

  async #readNow(recording: Looked, reading: AbortController): Promise<Storyboard> {
    const { reader, log, status } = this.services;
    const started = performance.now();
    const storyboard = await readStoryboard({
      name: this.#name, signal: reading.signal, picks: this.#picksOf(recording, reading.signal),
      read: (name, png, signal) => reader.read({ name, bytes: plainBytes(png), background: background() }, (event) => {
        if (event.type === 'stage') status.stage(reading, this.#name, event.stage, event.done, event.total);
        if (event.type === 'restarted') log.warn(`${name}: ${event.reason}`);
      }, signal),
      changed: (steps, id, found) => { if (this.#reading === reading) this.#show(steps, id, found); },
    });
    log.info(`${this.#name}: ${storyboard.steps.length} steps in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
    return storyboard;
  }

  async *#picksOf(recording: Looked, signal: AbortSignal): AsyncGenerator<PickEvent<Uint8Array>, void, undefined> {
    const script = locate(this.services.extensionUri.fsPath).recordingScript;
    const look = (source: Extract<Looked, { by: 'process' }>['source']): AsyncIterable<PickEvent<Uint8Array>> => lookThrough(script, { name: this.#name, source, background: background() }, signal, (line) => { this.services.log.warn(`recording: ${line}`); });
    if (recording.by === 'process') return yield* look(recording.source);
    await Promise.race([this.#isReady, new Promise((resolve) => { signal.addEventListener('abort', resolve, { once: true }); })]);
    const picks = this.#picks = new PagePicks();
    const stop = (): void => { picks.end(); };
    signal.addEventListener('abort', stop, { once: true });
    this.#post({ type: 'video', bytes: recording.bytes, mime: recording.mime });
    let found = false;
    try {
      for await (const event of picks) { found = true; yield event; }
    } catch (error) {
      if (!(error instanceof PageFailed) || found) throw error;
      this.services.log.info(`${this.#name} is not played here (${error.message}).`);
      if (recording.path === undefined) throw new PictureMissing(vscode.l10n.t('{0} cannot be played here ({1}). Save it as WebM or GIF.', this.#name, error.message));
      yield* look({ kind: 'video', path: recording.path });
    } finally {
      signal.removeEventListener('abort', stop);
      if (this.#picks === picks) this.#picks = undefined;
    }
  }

  /** Brings the page to what is known now: new steps, steps that are gone, answers, and what changed where a neighbour is another one. */
  #show(steps: readonly KnownStep[], reading: number | undefined, found: boolean): void {
    this.#steps = steps;
    const there = new Set(steps.map(({ id }) => id));
    for (const id of [...this.#told.keys()]) if (!there.has(id)) { this.#told.delete(id); this.#post({ type: 'drop', id }); }
    steps.forEach((step, at) => { this.#showStep(step, at); });
    this.#progress = { type: 'progress', reading: 1 + steps.findIndex(({ id }) => id === reading), steps: steps.length, found };
    this.#post(this.#progress);
  }

  #showStep(step: KnownStep, at: number): void {
    const { id, time, width, height, png, answer, problem } = step;
    if (!this.#told.has(id)) this.#post({ type: 'step', id, time, width, height, bytes: plainBytes(png) });
    const changes = stepChanges(this.#steps, at);
    const told = JSON.stringify([answer !== undefined, problem, changes]);
    if (this.#told.get(id) === told) return;
    this.#told.set(id, told);
    if (answer !== undefined || problem !== undefined) this.#post({ type: 'told', id, answer, problem, changes });
  }

  #fail(error: unknown): void {
    const { log } = this.services;
    const code = error instanceof ReadFailure || error instanceof LookFailure ? error.code : 'internal';
    const told = error instanceof ReadFailure || error instanceof LookFailure || error instanceof PictureMissing;
    if (code !== 'cancelled') log.error(`${this.#name} could not be read.`, error);
    this.#problem = { type: 'problem', code, message: code === 'cancelled' ? vscode.l10n.t('Reading {0} was cancelled.', this.#name) : told ? error.message : vscode.l10n.t('Reading {0} failed. The log says more; please report it.', this.#name) };
    this.#post(this.#problem);
  }

  #receive(message: FromStoryboard): void {
    switch (message.type) {
      case 'ready': this.#replay(); break;
      case 'cancel': this.cancel(); break;
      case 'retry': void this.read(); break;
      case 'showLog': this.services.log.show(); break;
      case 'copyMarkdown': void this.copyMarkdown(); break;
      case 'saveHtml': void this.#saveHtml(); break;
      case 'openStep': void this.#openStep(message.id); break;
      case 'picked': this.#picks?.push({ type: 'step', id: message.id, time: message.time, slight: message.slight, width: message.width, height: message.height, picture: message.bytes }); break;
      case 'dropped': this.#picks?.push({ type: 'drop', id: message.id }); break;
      case 'looked': this.#picks?.end(); break;
      case 'undecodable': this.#picks?.fail(message.message); break;
      case 'trouble': this.services.log.error(`The storyboard reports: ${message.message}`); break;
    }
  }

  async copyMarkdown(): Promise<void> {
    const storyboard = this.#whole();
    if (storyboard === undefined) return;
    await vscode.env.clipboard.writeText(storyboardToMarkdown(storyboard));
    const message = vscode.l10n.t('The storyboard is on the clipboard, as Markdown.');
    vscode.window.setStatusBarMessage(`Unrender: ${message}`, 4000);
    this.#post({ type: 'notice', text: message });
  }

  async #saveHtml(): Promise<void> {
    const storyboard = this.#whole();
    if (storyboard === undefined) return;
    await saveAs({ folder: suggestedFolder(fileRef(this.uri)), name: this.#name, extension: 'html', filters: { HTML: ['html'], Markdown: ['md'] } },
      (uri) => new TextEncoder().encode(/\.(md|markdown)$/i.test(uri.path) ? storyboardToMarkdown(storyboard) : storyboardToHtml(storyboard)));
  }

  async #openStep(id: number): Promise<void> {
    const step = this.#steps.find((each) => each.id === id);
    if (step === undefined) return;
    await this.services.panels.show(await this.services.store.keep(`${this.#name}, ${clockTime(step.time)}`, plainBytes(step.png)));
  }

  #whole(): Storyboard | undefined {
    return this.#storyboard ?? (this.#steps.length === 0 ? undefined : buildStoryboard(this.#name, this.#steps.filter(({ answer, problem }) => answer !== undefined || problem !== undefined).map(readStep)));
  }

  #beginning(): ToStoryboard { return { type: 'begin', name: this.#name, state: { version: 1, uri: this.uri.toString() } }; }

  #replay(): void {
    this.#up = true;
    this.#post(this.#beginning());
    this.#told.clear();
    this.#steps.forEach((step, at) => { this.#showStep(step, at); });
    for (const message of [this.#progress, this.#storyboard === undefined ? undefined : { type: 'done' } as const, this.#problem]) if (message !== undefined) this.#post(message);
    this.#ready();
  }

  /** Until the page is up everything is only kept; the page gets it when it says that it is ready. */
  #post(message: ToStoryboard): void {
    if (this.#up && !this.#resources.disposed) void this.panel.webview.postMessage(message);
  }

  async #load(): Promise<void> {
    const { extensionUri, log } = this.services;
    const { webview } = this.panel;
    const media = vscode.Uri.joinPath(extensionUri, 'media'), dist = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
    try {
      const template = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(media, 'storyboard.html')));
      if (this.#resources.disposed) return;
      webview.options = { enableScripts: true, enableCommandUris: false, localResourceRoots: [media, dist] };
      webview.html = panelPage(template, {
        nonce: randomBytes(18).toString('base64'), cspSource: webview.cspSource, media: webview.asWebviewUri(media).toString(), script: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'storyboard.js')).toString(),
        lang: vscode.env.language, strings: translations(), video: true,
      });
    } catch (error) {
      log.error('The storyboard could not be loaded; the extension may be damaged: install it again.', error);
    }
  }
}
