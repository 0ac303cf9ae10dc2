import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globPattern } from '../../src/cli/inputs.js';
import { ProgressBar } from '../../src/cli/progress.js';

describe('patterns', () => {
  it.each([
    ['*.png', ['a.png', '.png'], ['a/b.png', 'apng', 'a.pngx']],
    ['**/*.png', ['a.png', 'a/b.png', 'a/b/c.png'], ['a.gif']],
    ['a?.{png,jpg}', ['ab.png', 'ac.jpg'], ['a/.png', 'ab.gif', 'a.png']],
    ['a+(1)[b].png', ['a+(1)[b].png'], ['a1b.png']],
  ])('%s', (glob, yes, no) => {
    for (const path of yes) expect(globPattern(glob).test(path), path).toBe(true);
    for (const path of no) expect(globPattern(glob).test(path), path).toBe(false);
  });

  it('names without marks match themselves only', () => {
    fc.assert(fc.property(fc.string().filter((name) => !/[*?{}\n]/u.test(name)), fc.string(), (name, other) => {
      expect(globPattern(name).test(name)).toBe(true);
      if (other !== name) expect(globPattern(name).test(other)).toBe(false);
    }));
  });
});

describe('the progress bar', () => {
  const stream = (isTTY: boolean) => {
    const written: string[] = [];
    return { written, bar: new ProgressBar(4, { isTTY, columns: 30, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream) };
  };
  it('is drawn on a terminal only, never wider than it', () => {
    const silent = stream(false);
    silent.bar.update(1, 'a.png');
    silent.bar.clear();
    expect(silent.written).toEqual([]);
    const shown = stream(true);
    shown.bar.update(2, 'a-very-long-name-of-a-picture.png');
    expect(shown.written[0]).toMatch(/^\r█{10}░{10} 2\/4 a-/u);
    expect(shown.written[0]?.length).toBeLessThanOrEqual(30);
    shown.bar.clear();
    expect(shown.written[1]).toMatch(/^\r +\r$/u);
  });
});
