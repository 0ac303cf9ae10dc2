/** The panel's real page, bundle and policy in Chromium, with a stand-in for VS Code's end; counts every request that leaves it. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { extname, join, normalize, sep } from 'node:path';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { panelPage } from '../../src/extension/panels/page.js';
import type { FromPanel, ToPanel } from '../../webview/protocol.js';
import type { FromStoryboard, ToStoryboard } from '../../webview/storyboard/protocol.js';
import { themes, type ThemeName } from './themes.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundle = join(root, '.cache', 'test-webview');
export const origin = 'http://panel.test';
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' };

export interface Opened<From = FromPanel, To = ToPanel> {
  readonly page: Page;
  /** Addresses outside the page's own that were asked for. */
  readonly requests: string[];
  /** What the page posted, without bytes. */
  readonly posted: From[];
  readonly violations: string[];
  /** Errors and unhandled rejections. */
  readonly errors: string[];
  send(message: To): Promise<void>;
}

export async function buildPanel(): Promise<void> {
  await build({
    entryPoints: { main: join(root, 'webview', 'main.ts'), storyboard: join(root, 'webview', 'storyboard.ts') }, outdir: bundle, bundle: true, splitting: true, format: 'esm', platform: 'browser', target: 'chrome128', minify: true,
    logLevel: 'error',
  });
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
}

export interface OpenOptions { readonly theme?: ThemeName; readonly width?: number; readonly height?: number; readonly strings?: Readonly<Record<string, string>> }
type PageName = 'panel' | 'storyboard';

export function openPanel(browser: Browser, options: OpenOptions = {}): Promise<Opened> { return openPage<FromPanel, ToPanel>(browser, options, 'panel'); }
export function openStoryboard(browser: Browser, options: OpenOptions = {}): Promise<Opened<FromStoryboard, ToStoryboard>> { return openPage<FromStoryboard, ToStoryboard>(browser, options, 'storyboard'); }

async function openPage<From, To>(browser: Browser, options: OpenOptions, name: PageName): Promise<Opened<From, To>> {
  const { theme = 'dark', width = 1200, height = 900, strings = {} } = options;
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const requests: string[] = [];
  const posted: From[] = [];
  const violations: string[] = [];
  const errors: string[] = [];
  page.on('pageerror', (error) => { errors.push(error.message); });
  page.on('console', (message) => { if (/Content Security Policy/.test(message.text())) violations.push(message.text()); });
  await page.exposeFunction('posted', (message: From) => { posted.push(message); });
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.origin !== origin) {
      requests.push(url.href);
      await route.abort();
      return;
    }
    const body = await resource(url.pathname, theme, strings, name);
    if (body === undefined) await route.fulfill({ status: 404 });
    else await route.fulfill({ body, contentType: types[extname(url.pathname) || '.html'] ?? 'application/octet-stream' });
  });
  await page.addInitScript(stub);
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => Reflect.get(window, 'pageReady') === true);
  const send = (message: To): Promise<void> => page.evaluate((data) => { window.postMessage(data, '*'); }, message as unknown);
  return { page, requests, posted, violations, errors, send };
}

/** Runs in the page before its own script: what VS Code injects. */
function stub(): void {
  let state: unknown;
  Reflect.set(window, 'acquireVsCodeApi', () => ({
    postMessage(message: { type: string; bytes?: Uint8Array }) {
      if (message.type === 'ready') Reflect.set(window, 'pageReady', true);
      if (message.bytes) Reflect.set(window, 'lastBytes', message.bytes);
      const { bytes, ...rest } = message;
      (Reflect.get(window, 'posted') as (message: unknown) => void)(bytes ? { ...rest, size: bytes.byteLength } : rest);
    },
    getState: () => state,
    setState: (value: unknown) => { state = value; Reflect.set(window, 'savedState', value); },
  }));
}

async function resource(path: string, theme: ThemeName, strings: Readonly<Record<string, string>>, name: PageName): Promise<Buffer | string | undefined> {
  if (path === '/') {
    const template = await readFile(join(root, 'media', `${name}.html`), 'utf8');
    const { className, variables } = themes[theme];
    const style = Object.entries(variables).map(([name, value]) => `--vscode-${name}: ${value};`).join(' ');
    return panelPage(template, { nonce: 'test-nonce-0123456789', cspSource: origin, media: `${origin}/media`, script: `${origin}/dist/${name === 'panel' ? 'main' : name}.js`, lang: 'en', strings, video: name === 'storyboard' })
      .replace('<html lang="en"', `<html lang="en" style="--vscode-font-family: sans-serif; --vscode-editor-font-family: monospace; ${style}"`)
      .replace('<body ', `<body class="${className}" `);
  }
  const folder = path.startsWith('/media/') ? join(root, 'media') : path.startsWith('/dist/') ? bundle : undefined;
  if (folder === undefined) return undefined;
  const file = normalize(join(folder, path.slice(path.indexOf('/', 1))));
  if (!file.startsWith(folder + sep)) return undefined;
  return readFile(file).catch(() => undefined);
}
