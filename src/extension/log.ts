/** The "Unrender" output channel: what was read, how long each stage took, what went wrong. Nothing read from a picture is written to it. */
import * as vscode from 'vscode';
import type { Answer } from '../answer/types.js';

export class Log implements vscode.Disposable {
  #made: vscode.LogOutputChannel | undefined;

  /** Made with the first line: a channel costs a file and a place in the list of channels. */
  get #channel(): vscode.LogOutputChannel { return this.#made ??= vscode.window.createOutputChannel('Unrender', { log: true }); }

  info(message: string): void { this.#channel.info(message); }
  warn(message: string): void { this.#channel.warn(message); }
  error(message: string, cause?: unknown): void { this.#channel.error(cause instanceof Error && cause.stack ? `${message}\n${cause.stack}` : message); }
  show(): void { this.#channel.show(true); }

  timings(answer: Answer, milliseconds: number): void {
    this.info(timingLine(answer, milliseconds));
  }

  dispose(): void { this.#made?.dispose(); }
}

/** One line a reading: "orders.png 640x400 (fed 512x320) flowchart in 760 ms: decode 12, detect 180, ... ; unrender-s 0.1.0 on cpu". */
export function timingLine(answer: Answer, milliseconds: number): string {
  const { name, width, height, fed } = answer.picture;
  const stages = answer.timings.map(({ stage, ms }) => `${stage} ${Math.round(ms)}`).join(', ');
  return `${name} ${width}x${height} (fed ${fed.width}x${fed.height}) ${answer.kind} in ${Math.round(milliseconds)} ms: ${stages}; `
    + `${answer.model.name} ${answer.model.version} on ${answer.model.provider}`;
}
