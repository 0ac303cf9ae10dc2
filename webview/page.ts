/** The page's parts and what each message from the host does to them. */
import { editedAnswer } from '../src/answer/edited.js';
import type { Answer } from '../src/answer/types.js';
import { graphOf } from './diagram/draw.js';
import { onThemeChange, currentTheme } from './diagram/theme.js';
import { announce, byId } from './dom.js';
import { exportDiagram } from './exportDiagram.js';
import type { Host } from './host.js';
import { l10n } from './l10n.js';
import { LinkIndex, Pointing } from './links.js';
import { actions, longestTalk, type Action, type ExportFormat, type PanelState, type PictureRef, type ProgressEvent, type ToPanel } from './protocol.js';
import { AskView } from './views/askView.js';
import { DiagramView } from './views/diagramView.js';
import { Lists } from './views/lists.js';
import { PartView } from './views/partView.js';
import { PasteView } from './views/pasteView.js';
import { PictureView } from './views/pictureView.js';
import { ProgressView } from './views/progressView.js';
import { SourceView } from './views/sourceView.js';
import { TextView } from './views/textView.js';

type Screen = 'paste' | 'progress' | 'problem' | 'answer';
const screens: readonly Screen[] = ['paste', 'progress', 'problem', 'answer'];

export class Page {
  /** Of a page that was reloaded: what VS Code kept, until the first picture has come. */
  #kept: PanelState | undefined;
  #state: PanelState = { version: 1 };
  #answer: Answer | undefined;
  #index: LinkIndex | undefined;
  #thumbnail: string | undefined;
  readonly #pointing = new Pointing();
  readonly #progress = new ProgressView();
  readonly #diagram = new DiagramView(this.#pointing);
  readonly #picture = new PictureView(this.#pointing);
  readonly #lists = new Lists(this.#pointing);
  readonly #text: TextView;
  readonly #ask: AskView;
  readonly #source = new SourceView(this.#pointing, { edited: (source) => { void this.#edited(source); } });
  readonly #paste: PasteView;
  readonly #part: PartView;

  constructor(private readonly host: Host) {
    this.#paste = new PasteView({
      picked: (name, bytes) => { host.post({ type: 'pasted', name, bytes }); },
      choose: () => { host.post({ type: 'choose' }); },
    });
    this.#part = new PartView({ read: (how) => { host.post({ type: 'readAs', ...how }); } });
    this.#text = new TextView(this.#pointing, {
      openPlace: (segment, frame) => { host.post({ type: 'openPlace', segment, frame }); },
      saveTable: (segment, format) => { host.post({ type: 'saveTable', segment, format }); },
      trouble: (message) => { host.trouble(message); },
    });
    this.#kept = host.saved();
    this.#ask = new AskView(this.#pointing, {
      changed: (talk) => {
        const kept = talk.slice(-longestTalk.turns);
        this.#remember({ ...this.#state, talk: kept.length > 0 ? kept : undefined });
        host.post({ type: 'talked', talk: kept });
      },
      askModel: (id, question) => { host.post({ type: 'askModel', id, question }); },
      cancelModel: (id) => { host.post({ type: 'cancelModel', id }); },
    });
    this.#button('cancel', () => { host.post({ type: 'cancel' }); });
    this.#button('retry', () => { host.post({ type: 'retry' }); });
    this.#button('another', () => { this.#show('paste'); this.#paste.show(); });
    this.#button('show-log', () => { host.post({ type: 'showLog' }); });
    for (const button of document.querySelectorAll<HTMLButtonElement>('[data-action]')) {
      const action = actions.find((name): name is Action => name === button.dataset['action']);
      if (action) button.addEventListener('click', () => { host.post({ type: 'action', action }); });
    }
    onThemeChange(() => { void this.#draw(true); this.#ask.redraw(); });
  }

  receive(message: ToPanel): void {
    switch (message.type) {
      case 'paste': this.#begin('', { version: 1 }); this.#show('paste'); this.#paste.show(); break;
      case 'begin': this.#begin(message.name, message.state); this.#show('progress'); announce(l10n.t('Reading {0}', message.name)); break;
      case 'progress': this.#advance(message.event); break;
      case 'pixels': this.#setPixels(message.bytes, message.mime); break;
      case 'answer': void this.#showAnswer(message.answer, message.edited); break;
      case 'problem': this.#showProblem(message.code, message.message); break;
      case 'notice': announce(message.text); break;
      case 'ask': this.#ask.focus(); break;
      case 'model': this.#ask.setModel(message.name); break;
      case 'modelReply': this.#ask.modelSaid(message.id, message.name, message.text, message.done, message.problem); break;
      case 'export': void this.#export(message.id, message.format); break;
    }
  }

  #begin(name: string, state: PanelState): void {
    // After a reload the host's own record counts: what VS Code keeps for the page is up to a minute old.
    const before = this.#kept ?? this.#state;
    if (state.picture !== undefined) this.#kept = undefined;
    const talk = state.talk ?? (samePicture(before.picture, state.picture) ? before.talk : undefined);
    this.#ask.clear();
    this.#remember(talk === undefined ? state : { ...state, talk });
    this.#answer = this.#index = undefined;
    this.#pointing.clear();
    this.#diagram.clear();
    this.#picture.clear();
    this.#part.clear();
    this.#progress.begin();
    this.#thumbnail = undefined;
    byId('thumbnail', HTMLImageElement).removeAttribute('src');
    byId('head', HTMLElement).hidden = name === '';
    byId('name', HTMLElement).textContent = name;
    byId('facts', HTMLElement).textContent = '';
  }

  #advance(event: ProgressEvent): void {
    switch (event.type) {
      case 'picture': {
        if (this.#thumbnail !== undefined) URL.revokeObjectURL(this.#thumbnail);
        this.#thumbnail = URL.createObjectURL(new Blob([event.thumbnail.slice()], { type: 'image/png' }));
        byId('thumbnail', HTMLImageElement).src = this.#thumbnail;
        this.#picture.setThumbnail(this.#thumbnail);
        this.#facts(event);
        break;
      }
      case 'stage': this.#progress.stage(event.stage, event.done, event.total); break;
      case 'partial': this.#progress.partial(event.segment); break;
      case 'restarted': this.#progress.restarted(event.reason); break;
      // Regions are shown with the answer: before it, nothing can be said of them.
      case 'regions': break;
    }
  }

  #setPixels(bytes: Uint8Array, mime: string): void {
    const url = this.#picture.setPixels(bytes, mime);
    // After a reload there is no thumbnail from the engine.
    if (this.#thumbnail === undefined) byId('thumbnail', HTMLImageElement).src = url;
  }

  async #showAnswer(answer: Answer, edited: string | undefined): Promise<void> {
    this.#progress.end();
    this.#answer = answer;
    this.#index = new LinkIndex(answer);
    const mermaid = answer.kind === 'flowchart' ? answer.segments.find((segment) => segment.tag === 'mermaid') : undefined;
    byId('name', HTMLElement).textContent = answer.picture.name;
    byId('head', HTMLElement).hidden = false;
    this.#facts(answer.picture, answer);
    document.body.dataset['kind'] = answer.kind;
    byId('diagram-section', HTMLElement).hidden = byId('source-section', HTMLElement).hidden = mermaid === undefined;
    byId('text-section', HTMLElement).hidden = mermaid !== undefined;
    for (const button of document.querySelectorAll<HTMLElement>('[data-needs="diagram"]')) button.hidden = mermaid === undefined;
    this.#show('answer');
    this.#lists.show(answer, this.#index);
    this.#picture.show(answer, this.#index);
    this.#part.show(answer);
    if (mermaid) {
      const uncertain = new Set(answer.doubts.map((doubt) => doubt.element));
      this.#source.show(mermaid.source, mermaid.spans, uncertain, this.#index, edited);
      await this.#draw(false);
    } else this.#text.show(answer, this.#index);
    // After the drawing: the small diagrams of kept replies must not come before it.
    if (this.#answer !== answer) return;
    this.#ask.show(answer, this.#index, this.#state.talk ?? []);
    await this.#follow();
    announce(l10n.t('Done. {0}', answer.explanation[0]?.text ?? answer.notes[0] ?? ''));
    document.body.dataset['ready'] = 'true';
  }

  async #edited(source: string): Promise<void> {
    const edited = this.#source.edited ? source : undefined;
    this.#remember({ ...this.#state, edited });
    this.host.post({ type: 'edited', source: edited });
    await this.#draw(true);
    await this.#follow();
  }

  /** Questions are answered over the source as it stands; while it does not parse, over the last one that did. */
  async #follow(): Promise<void> {
    const answer = this.#answer;
    if (answer?.kind !== 'flowchart') return;
    const source = this.#source.source;
    if (!this.#source.edited) { this.#ask.follow(undefined); return; }
    const edited = await graphOf(source).then((diagram) => editedAnswer(answer, source, diagram), () => undefined);
    if (edited && this.#answer === answer && this.#source.source === source) this.#ask.follow(edited);
  }

  async #draw(keepView: boolean): Promise<void> {
    if (!this.#answer || !this.#index || this.#answer.kind !== 'flowchart') return;
    const problem = await this.#diagram.show(this.#source.source, this.#answer, this.#index, keepView);
    this.#source.showProblem(problem);
  }

  async #export(id: number, format: ExportFormat): Promise<void> {
    try {
      const drawn = this.#diagram.pristine;
      if (!drawn) throw new Error(l10n.t('There is no drawn diagram to export.'));
      const bytes = await exportDiagram(drawn, format, currentTheme().background, this.#answer?.explanation[0]?.text ?? l10n.t('Diagram'));
      this.host.post({ type: 'exported', id, bytes });
    } catch (error) {
      this.host.post({ type: 'exportFailed', id, message: error instanceof Error ? error.message : String(error) });
    }
  }

  #showProblem(code: string, message: string): void {
    this.#progress.end();
    const cancelled = code === 'cancelled';
    byId('problem-title', HTMLElement).textContent = cancelled ? l10n.t('Cancelled') : l10n.t('The picture could not be read');
    byId('problem-text', HTMLElement).textContent = message;
    byId('show-log', HTMLElement).hidden = cancelled;
    this.#show('problem');
    byId('retry', HTMLButtonElement).focus();
  }

  #facts(size: { width: number; height: number; fed: { width: number; height: number } }, answer?: Answer): void {
    const parts = [`${size.width} × ${size.height} px`];
    // Not known before the text lines have decided the scale.
    if (size.fed.width > 0) parts.push(l10n.t('the model sees {0} × {1}', size.fed.width, size.fed.height));
    if (answer) parts.push(l10n.t('{0} on {1}', answer.model.name, answer.model.provider));
    byId('facts', HTMLElement).textContent = parts.join(' · ');
  }

  #show(screen: Screen): void {
    for (const name of screens) byId(name, HTMLElement).hidden = name !== screen;
    byId('toolbar', HTMLElement).hidden = screen !== 'answer' || this.#answer?.kind === 'empty';
    document.body.dataset['screen'] = screen;
    delete document.body.dataset['ready'];
  }

  #remember(state: PanelState): void {
    this.#state = state;
    this.host.save(state);
  }

  #button(id: string, action: () => void): void { byId(id, HTMLButtonElement).addEventListener('click', action); }
}

function samePicture(a: PictureRef | undefined, b: PictureRef | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.type === 'file' ? b.type === 'file' && a.uri === b.uri : b.type === 'stored' && a.sha256 === b.sha256;
}
