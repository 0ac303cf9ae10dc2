/** What was computed for the last few pictures, by their SHA-256: a conversation comes back to the same ones. */
export class Kept<T> {
  private readonly values = new Map<string, T>();

  constructor(private readonly most: number) {}

  async get(key: string, make: () => Promise<T>): Promise<T> {
    const value = this.values.get(key) ?? (await make());
    // Taken out and put in again: a Map keeps the order of insertion, so the first is the one that was longest unused.
    this.values.delete(key);
    this.values.set(key, value);
    for (const oldest of this.values.keys()) {
      if (this.values.size <= this.most) break;
      this.values.delete(oldest);
    }
    return value;
  }
}
