import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { EngineClient, clientDefaults } from '../../src/client/client.js';
import { bundle } from '../support/bundle.js';
import type { Bundles } from '../support/bundle.js';

const packageFolder = fileURLToPath(new URL('../../models/packages/unrender-s', import.meta.url));
const ocrFolder = fileURLToPath(new URL('../../.cache/text-reader', import.meta.url));
/** Debian's chromium brings a Vulkan that runs on the CPU: slow, but the same shaders as on a graphics card. */
const chromium = '/usr/lib/chromium';
const driver = join(chromium, 'vk_swiftshader_icd.json');

describe.skipIf(process.platform !== 'linux' || !existsSync(driver) || !existsSync(join(packageFolder, 'manifest.json')) || !existsSync(ocrFolder))('WebGPU on software Vulkan', () => {
  let bundles: Bundles;
  beforeAll(async () => {
    vi.stubEnv('LD_LIBRARY_PATH', chromium);
    vi.stubEnv('VK_ICD_FILENAMES', driver);
    vi.stubEnv('XDG_RUNTIME_DIR', tmpdir());
    bundles = await bundle({ engine: 'src/engine/main.ts' });
  }, 60_000);
  afterAll(() => {
    vi.unstubAllEnvs();
    bundles.dispose();
  });

  it('passes the self-test, without which nothing is read', async () => {
    const client = new EngineClient({ ...clientDefaults, readyTimeout: 240_000, script: join(bundles.folder, 'dist', 'engine.js'), engine: { packageFolder, ocrFolder, provider: 'webgpu', threads: 2 } });
    try {
      expect(await client.start()).toMatchObject({ provider: 'webgpu', refused: [] });
    } finally {
      await client.dispose();
    }
  }, 300_000);
});
