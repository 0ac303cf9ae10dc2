/** A progress bar on a terminal's error output; silent where that is a file or a pipe. */
export class ProgressBar {
  private readonly shown: boolean;
  private width = 0;

  constructor(private readonly total: number, private readonly stream: NodeJS.WriteStream = process.stderr) {
    this.shown = stream.isTTY && total > 0;
  }

  update(done: number, what: string): void {
    if (!this.shown) return;
    const filled = Math.round((20 * done) / this.total);
    const line = `${'█'.repeat(filled)}${'░'.repeat(20 - filled)} ${done}/${this.total} ${what}`.slice(0, Math.max(20, (this.stream.columns || 80) - 1));
    this.stream.write(`\r${line.padEnd(this.width)}`);
    this.width = line.length;
  }

  /** Takes the bar away, so that a message can stand in its place. */
  clear(): void {
    if (this.shown && this.width > 0) this.stream.write(`\r${' '.repeat(this.width)}\r`);
    this.width = 0;
  }
}
