// One headless Chromium with one page, and pictures of parts of it at any device scale.
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = name => fileURLToPath(new URL(name, import.meta.url));

export class Camera {
  static async open(scripts) {
    const camera = new Camera(scripts);
    await camera.start();
    return camera;
  }
  constructor(scripts) {
    Object.assign(this, { scripts, metrics: [0, 0, 0] });
  }
  get alive() { return this.browser.isConnected() && !this.page.isClosed(); }
  /** A fresh browser; call again where the last one died. */
  async start() {
    await this.browser?.close().catch(() => undefined);
    this.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--font-render-hinting=none', '--disable-gpu'] });
    this.page = await this.browser.newPage({ viewport: { width: 1200, height: 1000 } });
    this.session = await this.page.context().newCDPSession(this.page);
    await this.reload();
  }
  /** A fresh page: long-lived pages leak. */
  async reload() {
    await this.page.goto('about:blank');
    await this.page.setContent('<!doctype html><html><head><meta charset="utf-8"></head><body></body></html>');
    for (const script of this.scripts) await this.page.addScriptTag({ path: script.startsWith('/') ? script : here(script) });
    this.metrics = [0, 0, 0];
  }
  /** Makes the viewport at least that large. Device scale is in physical pixels a CSS pixel. */
  async resize(width, height, deviceScale) {
    const [w, h, scale] = this.metrics;
    if (scale === deviceScale && w >= width && h >= height && w * h < 4 * width * height + 1e6) return;
    this.metrics = [Math.max(width, 800), Math.max(height, 600), deviceScale];
    await this.session.send('Emulation.setDeviceMetricsOverride', { width: this.metrics[0], height: this.metrics[1], deviceScaleFactor: deviceScale, mobile: false });
  }
  /** PNG of the top left `width` x `height` CSS pixels. */
  async capture(width, height) {
    const { data } = await this.session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true, clip: { x: 0, y: 0, width, height, scale: 1 } });
    return Buffer.from(data, 'base64');
  }
  async close() { await this.browser.close(); }
}

/** Width and height of a PNG. */
export const pngSize = png => [png.readUInt32BE(16), png.readUInt32BE(20)];
