/** Taking in a picture: paste, drop or the host's file dialog. Pasting and dropping work on the whole page at any time. */
import { announce, byId } from '../dom.js';
import { l10n } from '../l10n.js';
import { largestPicture } from '../protocol.js';

export interface PasteListener {
  picked(name: string, bytes: Uint8Array): void;
  choose(): void;
}

export class PasteView {
  readonly #section = byId('paste', HTMLElement);
  readonly #problem = byId('paste-problem', HTMLElement);

  constructor(private readonly listener: PasteListener) {
    byId('choose', HTMLButtonElement).addEventListener('click', () => { this.listener.choose(); });
    document.addEventListener('paste', (event) => { this.#take(event, event.clipboardData, l10n.t('pasted picture')); });
    document.addEventListener('dragover', (event) => {
      if (![...event.dataTransfer?.types ?? []].includes('Files')) return;
      event.preventDefault();
      this.#section.classList.add('over');
    });
    for (const type of ['dragleave', 'drop'] as const) document.addEventListener(type, () => { this.#section.classList.remove('over'); });
    document.addEventListener('drop', (event) => { this.#take(event, event.dataTransfer, l10n.t('dropped picture')); });
  }

  show(): void {
    this.#problem.hidden = true;
    this.#section.focus();
  }

  #take(event: Event, data: DataTransfer | null, fallback: string): void {
    const files = [...data?.files ?? []];
    const picture = files.find((file) => file.type.startsWith('image/')) ?? files[0];
    if (!picture) {
      // Text pasted into the editor is none of our business; with the paste screen open an empty hand deserves an answer.
      if (!this.#section.hidden && event.type === 'paste') this.#say(l10n.t('There is no picture on the clipboard.'));
      return;
    }
    event.preventDefault();
    if (picture.size > largestPicture) this.#say(l10n.t('{0} is larger than {1} MiB.', picture.name, largestPicture / 1024 / 1024));
    else void this.#read(picture, fallback);
  }

  async #read(file: File, fallback: string): Promise<void> {
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      this.#problem.hidden = true;
      this.listener.picked(file.name === '' || /^image\.\w+$/.test(file.name) ? fallback : file.name, bytes);
    } catch {
      this.#say(l10n.t('{0} could not be read.', file.name));
    }
  }

  #say(text: string): void {
    this.#problem.hidden = false;
    this.#problem.textContent = text;
    if (this.#section.hidden) announce(text);
  }
}
