import { describe, expect, it } from 'vitest';
import { scopeOf } from '../../src/answer/build.js';
import { Readers } from '../../src/engine/readers/readers.js';
import type { Model } from '../../src/engine/families/family.js';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('what is said of a picture that no reader knows', () => {
  it('names everything that cannot be read, where nothing else is installed', () => {
    expect(scopeOf([])).toBe('The model does not take this picture for a flowchart. It reads flowcharts; formulas, tables, charts, user interfaces and other diagrams it cannot read yet.');
  });

  it('offers what is installed, and no longer calls it unreadable', () => {
    expect(scopeOf(['table'])).toBe('The model does not take this picture for a flowchart. If it holds a table, have it read as that: “Read as” in the panel, --as on the command line. Formulas, charts, user interfaces and other diagrams it cannot read yet.');
    expect(scopeOf(['table', 'formula', 'page'])).toMatch(/holds a table, a formula or a whole page, have .* Charts, user interfaces and other diagrams it cannot read yet\.$/);
  });

  it('follows the folders beside the diagram reader', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'unrender-readers-'));
    const readable = async (): Promise<readonly string[]> => {
      const readers = Readers.beside(join(folder, 'unrender-s'), { open: { dispose: () => Promise.resolve() } as Model, again: () => Promise.reject(new Error('not asked for')) }, 'cpu', 1);
      const found = readers.readable;
      await readers.dispose();
      return found;
    };
    try {
      expect(await readable()).toEqual([]);
      for (const name of ['unrender-table', 'unrender-router']) {
        mkdirSync(join(folder, name));
        writeFileSync(join(folder, name, 'manifest.json'), '{}');
      }
      expect(await readable()).toEqual(['table', 'page']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
