import { defineConfig } from 'vitest/config';

/**
 * Three projects by what they need: `unit` needs Node, `webview` a Chromium, `journeys` a Chromium and code-server. Files of the last two run one after the other:
 * they share two cores with a browser.
 */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/{agents,answer,documents,engine,client,cli,models,extension,recording,evaluation}/*.test.ts'], setupFiles: ['test/support/properties.ts'], testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { name: 'webview', include: ['test/webview/*.test.ts'], setupFiles: ['test/support/properties.ts'], testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 10_000 } }, fileParallelism: false } },
      { test: { name: 'journeys', include: ['test/journeys/*.test.ts'], globalSetup: 'test/journeys/setup.ts', testTimeout: 300_000, hookTimeout: 300_000, fileParallelism: false } },
    ],
  },
});
