import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { proveRow, table } from './familyProof.js';
import type { Row } from './familyProof.js';

/**
 * The family against its references: tiny random models, made and asked in Python, converted, and run by the engine.
 * What must hold: a logit differs by at most 1e-4 in fp32 (rounding of sums grows with what is summed, hence more for 4 and 8 bits), and 64 greedy tokens are equal.
 * A writer in 4 or 8 bits is compared with the reference that has the weights that the package stands for; towers in 8 bits with the reference as it is.
 */
const tolerance: Readonly<Record<string, number>> = { fp32: 1e-4, fp16: 1e-4, int8: 2e-4, int4: 2e-4 };
const root = fileURLToPath(new URL('../..', import.meta.url));

let folder = '';
const rows: Row[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'family-'));
  const venv = join(root, '.venv', 'bin', 'python');
  // Says which command installs the references where they are not there; that is a failure, nothing is skipped.
  execFileSync(existsSync(venv) ? venv : 'python3', ['-m', 'unrender_models.proof', '--out', folder], {
    cwd: join(root, 'models'), env: { ...process.env, OMP_NUM_THREADS: '1' }, stdio: ['ignore', 'ignore', 'inherit'],
  });
}, 600_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  if (rows.length > 0) console.log(table(rows));
});

describe('the family', () => {
  it('equals its references, row by row and prompt by prompt', async () => {
    for (const name of readdirSync(folder).sort()) {
      const row = await proveRow(join(folder, name));
      rows.push(row);
      expect(row.outcomes.length, row.name).toBeGreaterThan(0);
      for (const { variant, name: prompt, logits, cached, equal, tokens } of row.outcomes) {
        const where = `${row.name}, ${variant}, ${prompt}`;
        expect(logits, where).toBeLessThanOrEqual(prompt === 'zero-shot ranking' && variant === 'int8' ? 0.02 : (tolerance[variant] ?? 0));
        expect(cached, `${where}, cached`).toBeLessThanOrEqual(1e-4);
        expect(equal, `${where}, greedy tokens`).toBe(tokens);
      }
    }
    expect(rows.length).toBe(17);
  }, 600_000);
});
