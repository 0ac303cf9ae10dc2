/** The panel's page: connects to the host and hands its messages to the page. */
import { Host } from './host.js';
import { Page } from './page.js';

const host = new Host();
window.addEventListener('error', (event) => { host.trouble(`${event.message} (${event.filename}:${event.lineno})`); });
window.addEventListener('unhandledrejection', (event) => { host.trouble(event.reason instanceof Error ? event.reason.stack ?? event.reason.message : String(event.reason)); });

const page = new Page(host);
host.listen((message) => { page.receive(message); });
host.post({ type: 'ready' });
