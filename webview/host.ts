/** The page's end of the line to the extension host. */
import { isPanelState, isToPanel, type FromPanel, type PanelState, type ToPanel } from './protocol.js';

interface VsCodeApi {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: PanelState): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

export class Host {
  readonly #api = acquireVsCodeApi();

  post(message: FromPanel): void { this.#api.postMessage(message); }

  /** Calls `listener` for each valid message; a message that is not understood is reported, not acted on. */
  listen(listener: (message: ToPanel) => void): void {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (isToPanel(event.data)) listener(event.data);
      else this.trouble('The panel received a message that it does not understand.');
    });
  }

  /** What VS Code gives back to the serializer after a reload. */
  save(state: PanelState): void { this.#api.setState(state); }

  saved(): PanelState | undefined {
    const state = this.#api.getState();
    return isPanelState(state) ? state : undefined;
  }

  trouble(message: string): void { this.post({ type: 'trouble', message: message.slice(0, 10_000) }); }
}
