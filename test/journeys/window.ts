/** What a person does in a VS Code window, as functions over its DOM. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { afterEach } from 'vitest';
import type { CodeServer, Theme } from '../support/codeServer.js';
import { root } from '../support/testExtension.js';

/** Menus of an extension appear some seconds after the window: everything here polls. */
const patience = 150_000;

/** To be called among the tests of a file: a journey that fails leaves what was on screen, and what the extension logged. */
export function showFailures(now: () => { readonly window: Window | undefined; readonly server: CodeServer | undefined }): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const { window, server } = now();
    await window?.shot(`failed ${task.name.replace(/[^\p{L}\d]+/gu, ' ').slice(0, 50).trim()}`);
    console.log(await server?.logs());
  });
}

export class Window {
  constructor(readonly page: Page, private readonly theme: Theme) {}

  /** Right-clicks `target` until its menu offers `item`, and takes it. */
  async menu(target: Locator, item: string): Promise<void> {
    await target.waitFor({ timeout: patience });
    const entry = this.page.locator('.monaco-menu .action-label', { hasText: item });
    for (const end = Date.now() + patience; Date.now() < end;) {
      // By place, not by element: the target may be covered by a webview's frame, which then opens the menu.
      const box = await target.boundingBox();
      if (!box) throw new Error('The target of the menu is not on screen.');
      await this.page.mouse.click(box.x + Math.min(box.width / 2, 400), box.y + box.height / 2, { button: 'right' });
      try {
        await entry.first().waitFor({ timeout: 3000 });
        await this.page.waitForTimeout(200);
        await entry.first().click();
        return;
      } catch {
        await this.page.keyboard.press('Escape');
      }
    }
    throw new Error(`The menu never offered “${item}”.`);
  }

  explorerItem(name: string): Locator { return this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }); }

  async expand(folder: string): Promise<void> {
    const row = this.explorerItem(folder).first();
    await row.waitFor({ timeout: patience });
    if (await row.getAttribute('aria-expanded') !== 'true') await row.click();
    await this.page.waitForTimeout(500);
  }

  /** Runs a command through the palette; again where a page that comes up takes the focus, which closes the palette. */
  async command(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input').first();
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    for (const end = Date.now() + patience; Date.now() < end;) {
      await this.page.keyboard.press('F1');
      try {
        await input.waitFor({ timeout: 25_000 });
        await input.fill(`>${title}`, { timeout: 25_000 });
        await row.waitFor({ timeout: 25_000 });
        await row.click({ timeout: 25_000 });
        return;
      } catch {
        await this.page.keyboard.press('Escape');
      }
    }
    throw new Error(`The palette never offered “${title}”.`);
  }

  /** Runs a command of the extension until `shown` is on screen: VS Code knows its title before its extension host is up, and gives up after half a minute. Then it is asked again. */
  async commandShows(title: string, shown: Locator, most = 4 * patience): Promise<void> {
    const unknown = this.page.locator('.monaco-dialog-box', { hasText: 'not found' });
    for (const end = Date.now() + most; Date.now() < end;) {
      // Before the host has told of the extension the palette offers nothing: that is waiting, too.
      if (!await this.command(title).then(() => true, () => false)) continue;
      await shown.or(unknown).first().waitFor({ timeout: most });
      if (!await unknown.isVisible()) return;
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`“${title}” never came to anything.`);
  }

  /** Opens a picture in VS Code's own preview; again where its extension was not there yet, and VS Code took the file for one without an editor. */
  async preview(name: string): Promise<void> {
    for (const end = Date.now() + patience; Date.now() < end;) {
      await this.explorerItem(name).first().dblclick({ timeout: patience });
      const shown = await this.page.locator('.statusbar-item', { hasText: 'Whole Image' }).waitFor({ timeout: 20_000 }).then(() => true, () => false);
      if (shown) return;
      await this.closeAllEditors();
    }
    throw new Error(`${name} was never shown as a picture.`);
  }

  async closeAllEditors(): Promise<void> {
    await this.command('View: Close All Editors');
    await this.page.locator('.tabs-container .tab').first().waitFor({ state: 'detached', timeout: 30_000 });
  }

  /** The frame of the panel that is on screen, once its body matches `selector`. */
  async panel(selector: string): Promise<Frame> {
    for (const end = Date.now() + patience; Date.now() < end;) {
      for (const frame of this.page.frames()) {
        const found = await frame.evaluate((what) => document.getElementById('viewport') !== null && document.querySelector(what) !== null && document.body.clientWidth > 0, selector)
          .catch(() => false);
        if (found) return frame;
      }
      await this.page.waitForTimeout(250);
    }
    throw new Error(`No panel shows ${selector}.`);
  }

  answered(): Promise<Frame> { return this.panel('body[data-ready="true"]'); }

  /** Into artifacts/journeys/<theme>/<name>.png, which git ignores and CI keeps. */
  async shot(name: string): Promise<void> {
    const folder = join(root, 'artifacts', 'journeys', this.theme);
    await mkdir(folder, { recursive: true });
    await this.page.waitForTimeout(400);
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }
}
