/** Runs jobs one after the other, in order; a job that is cancelled while it waits still runs, and finds its signal aborted. */
export class Queue {
  private readonly controllers = new Map<number, AbortController>();
  private last: Promise<void> = Promise.resolve();

  /** @param job must not reject */
  add(id: number, job: (signal: AbortSignal) => Promise<void>): void {
    const controller = new AbortController();
    this.controllers.set(id, controller);
    this.last = this.last.then(() => job(controller.signal)).finally(() => this.controllers.delete(id));
  }

  /** Nothing happens where the job is done or was never there. */
  cancel(id: number): void {
    this.controllers.get(id)?.abort();
  }

  /** Cancels everything and waits for what runs. */
  async drain(): Promise<void> {
    for (const controller of this.controllers.values()) controller.abort();
    await this.last;
  }
}
