/** A resource that is made when it is first needed, once, and disposed if it was made. */
export class OnFirstUse<T extends { dispose(): unknown }> {
  #value: T | undefined;
  #disposed = false;

  constructor(private readonly make: () => T) {}

  /** @throws Error after the end */
  get value(): T {
    if (this.#disposed) throw new Error('Unrender has been shut down.');
    return this.#value ??= this.make();
  }

  /** What was made; nothing is made for asking. */
  get made(): T | undefined { return this.#value; }

  dispose(): void {
    this.#disposed = true;
    this.#value?.dispose();
    this.#value = undefined;
  }
}
