/** Something that is opened when it is first needed and may be closed and opened again. Owns what it holds. */
export interface Closable { dispose(): Promise<void> }

export class Slot<T extends Closable> {
  private held: T | undefined;
  /** When it was last asked for, in turns of its shelf; 0 while it is closed. */
  used = 0;

  constructor(private readonly open: () => Promise<T>, held?: T) {
    this.held = held;
  }

  get isOpen(): boolean { return this.held !== undefined; }

  async get(turn: number): Promise<T> {
    this.held ??= await this.open();
    this.used = turn;
    return this.held;
  }

  async close(): Promise<void> {
    const held = this.held;
    this.held = undefined;
    this.used = 0;
    await held?.dispose();
  }
}

/** Slots of which only so many are open at a time: before one more is opened, the one that was longest unused is closed. */
export class Shelf {
  private turn = 0;

  constructor(private readonly slots: readonly Slot<Closable>[], private readonly most: number) {}

  async take<T extends Closable>(slot: Slot<T>): Promise<T> {
    if (!slot.isOpen) {
      const open = this.slots.filter((other) => other.isOpen).sort((a, b) => a.used - b.used);
      for (const other of open.slice(0, Math.max(0, open.length - this.most + 1))) await other.close();
    }
    return slot.get(++this.turn);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.slots.map((slot) => slot.close()));
  }
}
