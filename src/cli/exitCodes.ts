/** What the process ends with; part of the command line's contract (docs/cli.md). */
export const exitCodes = {
  done: 0,
  /** Some picture could not be read, or holds no flowchart where Mermaid was asked for, no formula where LaTeX was. The others were read. */
  somePicture: 1,
  usage: 2,
  /** The engine does not run here: model, text reader or execution provider. */
  engine: 3,
  interrupted: 130,
} as const;

/** The command line was wrong: said without a stack, with exit code 2. */
export class UsageError extends Error {}
