import { describe, expect, it } from 'vitest';
import { Shelf, Slot } from '../../src/engine/readers/slot.js';

function closable(name: string, log: string[]) {
  return { name, async dispose() { log.push(`-${name}`); } };
}

describe('a shelf', () => {
  it('opens on first use, closes what was longest unused, and opens it again', async () => {
    const log: string[] = [];
    const slot = (name: string) => new Slot(async () => { log.push(`+${name}`); return closable(name, log); });
    const [a, b, c] = [slot('a'), slot('b'), slot('c')] as const;
    const shelf = new Shelf([a, b, c], 2);
    expect((await shelf.take(a)).name).toBe('a');
    await shelf.take(b);
    await shelf.take(a);
    expect(log).toEqual(['+a', '+b']);
    await shelf.take(c);
    expect(log.slice(2)).toEqual(['-b', '+c']);
    await shelf.take(b);
    expect(log.slice(4)).toEqual(['-a', '+b']);
    await shelf.dispose();
    expect(log.slice(6).sort()).toEqual(['-b', '-c']);
  });

  it('counts what was open from the start, and a failed opening leaves nothing', async () => {
    const log: string[] = [];
    const first = new Slot(async () => closable('again', log), closable('first', log));
    const broken = new Slot(async (): Promise<ReturnType<typeof closable>> => { throw new Error('broken'); });
    const shelf = new Shelf([first, broken], 1);
    await expect(shelf.take(broken)).rejects.toThrow('broken');
    expect([first.isOpen, broken.isOpen, log]).toEqual([false, false, ['-first']]);
    expect((await shelf.take(first)).name).toBe('again');
  });
});
