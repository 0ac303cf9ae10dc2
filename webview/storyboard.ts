/** The storyboard's page: connects to the host and hands its messages to the page. */
import { StoryboardPage } from './storyboard/page.js';
import { isToStoryboard, type FromStoryboard, type StoryboardState } from './storyboard/protocol.js';

interface VsCodeApi { postMessage(message: FromStoryboard): void; setState(state: StoryboardState): void }
declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();
const trouble = (message: string): void => { api.postMessage({ type: 'trouble', message: message.slice(0, 10_000) }); };
window.addEventListener('error', (event) => { trouble(`${event.message} (${event.filename}:${event.lineno})`); });
window.addEventListener('unhandledrejection', (event) => { trouble(event.reason instanceof Error ? event.reason.stack ?? event.reason.message : String(event.reason)); });

const page = new StoryboardPage({ post: (message) => { api.postMessage(message); }, save: (state) => { api.setState(state); } });
window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (isToStoryboard(event.data)) page.receive(event.data);
  else trouble('The storyboard received a message that it does not understand.');
});
api.postMessage({ type: 'ready' });
