/** The storyboard's page: what each message from the host does to it, and a video that is looked through here. */
import { onThemeChange } from '../diagram/theme.js';
import { announce, byId } from '../dom.js';
import { l10n } from '../l10n.js';
import type { FromStoryboard, ToStoryboard } from './protocol.js';
import { StepList } from './steps.js';
import { StepView } from './stepView.js';
import { Undecodable, videoSteps } from './video.js';

export interface StoryboardHost { post(message: FromStoryboard): void; save(state: Extract<ToStoryboard, { readonly type: 'begin' }>['state']): void }

export class StoryboardPage {
  readonly #view = new StepView((message) => { this.host.post({ type: 'trouble', message }); });
  readonly #list = new StepList((step, at) => { this.#view.show(step, at); });
  readonly #bar = byId('bar', HTMLProgressElement);
  readonly #state = byId('state', HTMLElement);
  #looking: AbortController | undefined;

  constructor(private readonly host: StoryboardHost) {
    for (const [id, type] of [['cancel', 'cancel'], ['retry', 'retry'], ['again', 'retry'], ['show-log', 'showLog'], ['copy', 'copyMarkdown'], ['save', 'saveHtml']] as const) {
      byId(id, HTMLButtonElement).addEventListener('click', () => { host.post({ type }); });
    }
    byId('step-open', HTMLButtonElement).addEventListener('click', () => { if (this.#list.shown) host.post({ type: 'openStep', id: this.#list.shown.id }); });
    onThemeChange(() => { this.#redraw(); });
  }

  receive(message: ToStoryboard): void {
    switch (message.type) {
      case 'begin': this.#begin(message.name); this.host.save(message.state); break;
      case 'video': void this.#look(message.bytes, message.mime); break;
      case 'step': {
        const { id, time, width, height, bytes } = message;
        this.#list.add({ id, time, width, height, url: URL.createObjectURL(new Blob([bytes.slice()], { type: 'image/png' })), changes: [] });
        break;
      }
      case 'drop': this.#list.drop(message.id); break;
      case 'told': if (this.#list.tell(message.id, message) === this.#list.shown) this.#redraw(); break;
      case 'progress': this.#progress(message.reading, message.steps, message.found); break;
      case 'done': this.#done(); break;
      case 'problem': this.#problem(message.code, message.message); break;
      case 'notice': announce(message.text); break;
    }
  }

  #begin(name: string): void {
    this.#looking?.abort();
    this.#list.clear();
    this.#view.clear();
    byId('name', HTMLElement).textContent = name;
    byId('problem', HTMLElement).hidden = true;
    byId('progress', HTMLElement).hidden = false;
    byId('toolbar', HTMLElement).hidden = true;
    delete document.body.dataset['ready'];
    this.#bar.removeAttribute('value');
    this.#state.textContent = l10n.t('Looking for steps');
    announce(l10n.t('Reading {0}', name));
  }

  #progress(reading: number, steps: number, found: boolean): void {
    this.#list.reading(reading);
    this.#state.textContent = reading === 0 ? (found ? '' : l10n.t('Looking for steps')) : found ? l10n.t('Reading step {0} of {1}', reading, steps) : l10n.t('Reading step {0} of at least {1}', reading, steps);
    if (found && steps > 0) this.#bar.value = Math.max(0, reading - 1) / steps; else this.#bar.removeAttribute('value');
  }

  #done(): void {
    this.#list.reading(0);
    byId('progress', HTMLElement).hidden = true;
    byId('toolbar', HTMLElement).hidden = false;
    const steps = this.#list.steps.length;
    announce(steps === 1 ? l10n.t('Done. One step: nothing changes.') : l10n.t('Done. {0} steps.', steps));
    document.body.dataset['ready'] = 'true';
  }

  #problem(code: string, message: string): void {
    this.#looking?.abort();
    this.#list.reading(0);
    byId('progress', HTMLElement).hidden = true;
    byId('problem', HTMLElement).hidden = false;
    byId('problem-title', HTMLElement).textContent = code === 'cancelled' ? l10n.t('Cancelled') : l10n.t('The recording could not be read');
    byId('problem-text', HTMLElement).textContent = message;
    byId('show-log', HTMLElement).hidden = code === 'cancelled';
    byId('retry', HTMLButtonElement).focus();
  }

  /** The current step again: its answer came, or the theme changed. */
  #redraw(): void {
    const step = this.#list.shown;
    if (step) this.#view.show(step, this.#list.steps.indexOf(step));
  }

  async #look(bytes: Uint8Array, mime: string): Promise<void> {
    this.#looking?.abort();
    const { signal } = this.#looking = new AbortController();
    try {
      for await (const event of videoSteps(bytes, mime, signal)) {
        if (signal.aborted) return;
        if (event.type === 'drop') this.host.post({ type: 'dropped', id: event.id });
        else this.host.post({ type: 'picked', id: event.id, time: event.time, slight: event.slight, width: event.width, height: event.height, bytes: event.picture });
      }
      if (!signal.aborted) this.host.post({ type: 'looked' });
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      this.host.post({ type: 'undecodable', message: message.slice(0, 2000) });
      if (!(error instanceof Undecodable)) this.host.post({ type: 'trouble', message: `The video could not be looked through: ${message}`.slice(0, 10_000) });
    }
  }
}
