/** A real VS Code (inside code-server) in headless Chromium: starts the server, opens a workspace with the extension under test, ends both. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { root } from './testExtension.js';

const server = join(root, '.cache', 'code-server', 'node_modules', 'code-server', 'lib', 'vscode', 'out', 'server-main.js');
export const codeServerInstalled = existsSync(server);

export type Theme = 'light' | 'dark' | 'hc';
const themeNames: Readonly<Record<Theme, string>> = { light: 'Default Light Modern', dark: 'Default Dark Modern', hc: 'Default High Contrast' };

export interface OpenOptions {
  readonly workspace: string;
  readonly extension: string;
  /** Settings besides those that make windows alike. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Path of the in-host tests' module; without it the window is an ordinary one. */
  readonly tests?: string;
  readonly theme?: Theme;
  /** Functions that the page may call, by name. */
  readonly exposed?: Readonly<Record<string, (...args: unknown[]) => unknown>>;
}

export class CodeServer {
  #contexts: BrowserContext[] = [];
  private constructor(private readonly process: ChildProcess, private readonly browser: Browser, readonly port: number, /** The server's own folder: settings, logs, what extensions store. */ readonly data: string) {}

  /** @param installed folders of extensions that are installed as a person's own are: a window's address can name one extension under development only, a second replaces the first */
  static async start({ installed = [] }: { readonly installed?: readonly string[] } = {}): Promise<CodeServer> {
    const port = await freePort();
    const data = await mkdtemp(join(tmpdir(), 'unrender-code-server-'));
    for (const folder of installed) await install(folder, join(data, 'extensions'));
    const node = join(root, 'node_modules', 'node', 'bin', 'node');
    const child = spawn(existsSync(node) ? node : process.execPath, [
      server, '--enable-smoke-test-driver', '--without-connection-token', '--accept-server-license-terms', '--disable-workspace-trust', '--disable-telemetry',
      '--host', '127.0.0.1', '--port', String(port), '--server-data-dir', data,
    ], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    for (let tries = 0; !output.includes(`${port}`); tries += 1) {
      if (child.exitCode !== null || tries > 1200) throw new Error(`code-server did not start:\n${output}`);
      await wait(100);
    }
    const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
    return new CodeServer(child, browser, port, data);
  }

  /** Opens a window on its own profile: no state is shared between two of them, except on the server. */
  async open(options: OpenOptions): Promise<Page> {
    const { workspace, extension, tests, theme = 'dark', exposed = {}, settings = {} } = options;
    await this.#settings(theme, settings);
    const context = await this.browser.newContext({ viewport: { width: 1500, height: 950 }, permissions: ['clipboard-read', 'clipboard-write'] });
    this.#contexts.push(context);
    const page = await context.newPage();
    for (const [name, run] of Object.entries(exposed)) await page.exposeFunction(name, run);
    const remote = (path: string): string => `vscode-remote://127.0.0.1:${this.port}${path}`;
    const payload = [['extensionDevelopmentPath', remote(extension)], ...(tests ? [['extensionTestsPath', remote(tests)]] : []), ['skipWelcome', 'true'], ['skipReleaseNotes', 'true']];
    await page.goto(`http://127.0.0.1:${this.port}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`, { timeout: 400_000 });
    await page.waitForSelector('.monaco-workbench', { timeout: 400_000 });
    return page;
  }

  /** The ends of what the extension host and the extension have logged: why a journey came to nothing. */
  async logs(): Promise<string> {
    const names = (await readdir(this.data, { recursive: true })).filter((name) => /(remoteexthost|Unrender)\.log$/.test(name));
    return (await Promise.all(names.map(async (name) => `${name}\n${(await readFile(join(this.data, name), 'utf8')).split('\n').slice(-40).join('\n')}`))).join('\n\n');
  }

  async close(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    await this.browser.close();
    const ended = new Promise((resolve) => { this.process.once('exit', resolve); });
    this.process.kill('SIGTERM');
    await Promise.race([ended, wait(5000)]);
    if (this.process.exitCode === null) this.process.kill('SIGKILL');
    await rm(this.data, { recursive: true, force: true, maxRetries: 5 });
  }

  async #settings(theme: Theme, others: Readonly<Record<string, unknown>>): Promise<void> {
    const text = JSON.stringify({
      'workbench.colorTheme': themeNames[theme], 'window.autoDetectColorScheme': false, 'workbench.startupEditor': 'none', 'files.simpleDialog.enable': true,
      'workbench.tips.enabled': false, 'chat.commandCenter.enabled': false, 'chat.disableAIFeatures': true, 'workbench.secondarySideBar.defaultVisibility': 'hidden',
      'telemetry.telemetryLevel': 'off', 'security.workspace.trust.enabled': false, 'workbench.reduceMotion': 'on', ...others,
    });
    // A setting of the application counts where the person keeps theirs, one of the machine where the machine does.
    for (const folder of [join(this.data, 'data', 'Machine'), join(this.data, 'data', 'User')]) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'settings.json'), text);
    }
  }
}

/** Before its first start the server takes every folder here for an installed extension. */
async function install(folder: string, extensions: string): Promise<void> {
  const { publisher, name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Readonly<Record<string, string>>;
  await cp(folder, join(extensions, `${publisher}.${name}-${version}`), { recursive: true });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => { if (address && typeof address === 'object') resolve(address.port); else reject(new Error('no port')); });
    });
  });
}
