/** Answers for pictures in documents: the kept one where the picture is the same, a new reading otherwise; and how a person is told what went wrong. */
import * as vscode from 'vscode';
import type { Answer, Stage } from '../../answer/types.js';
import type { PictureRef } from '../../../webview/protocol.js';
import type { AgentReader } from '../agents/agentReader.js';
import { answerText, type AnswerText } from '../answerText.js';
import type { History } from '../history.js';
import type { Log } from '../log.js';
import { hashOf, type PictureStore } from '../pictureStore.js';
import { PictureMissing, ReadFailure } from '../reader.js';
import type { Reason } from './outcome.js';

export interface SourceOfPicture extends AnswerText { readonly answer: Answer; readonly sha256: string }

/** The picture holds nothing that could be written down. */
export class NothingToWrite extends Error {}

export class Answers {
  constructor(private readonly reader: AgentReader, private readonly store: PictureStore, private readonly history: History, private readonly log: Log) {}

  /** The kept answer for the picture as it is now; never starts the engine. */
  async known(ref: PictureRef): Promise<Answer | undefined> {
    try {
      return await this.store.answerFor(await this.store.load(ref));
    } catch {
      return undefined;
    }
  }

  /** @throws PictureMissing, ReadFailure, vscode.CancellationError */
  async get(ref: PictureRef, token: vscode.CancellationToken, onStage?: (stage: Stage) => void): Promise<Answer> {
    const answer = await this.reader.recall(ref, token, onStage);
    await this.history.add(ref, answer).catch((error: unknown) => { this.log.error('The list of recent answers could not be kept.', error); });
    return answer;
  }

  /**
   * The source for a document: the person's own version where the answer was edited in the panel.
   * @throws NothingToWrite, PictureMissing, ReadFailure, vscode.CancellationError
   */
  async source(ref: PictureRef, token: vscode.CancellationToken, onStage?: (stage: Stage) => void): Promise<SourceOfPicture> {
    const answer = await this.get(ref, token, onStage);
    const source = await this.#sourceOf(answer, await this.store.load(ref));
    if (source.source.trim() === '') throw new NothingToWrite(vscode.l10n.t('No diagram and no text was found in {0}.', ref.name));
    return source;
  }

  /** The same from the kept answer, where there is one; never starts the engine. Its source may be empty. */
  async knownSource(bytes: Uint8Array | undefined): Promise<SourceOfPicture | undefined> {
    const answer = bytes && await this.store.answerFor(bytes);
    return answer && bytes && this.#sourceOf(answer, bytes);
  }

  async #sourceOf(answer: Answer, bytes: Uint8Array): Promise<SourceOfPicture> {
    return { ...answerText(answer, (await this.store.editFor(bytes))?.edited), answer, sha256: hashOf(bytes) };
  }

  /** Runs slow work with progress and cancel. Nothing when it was cancelled or failed; a failure was told. */
  async withProgress<T>(title: string, ref: PictureRef | undefined, work: (token: vscode.CancellationToken, report: (message: string) => void) => Promise<T>): Promise<T | undefined> {
    try {
      return await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (progress, token) =>
        work(token, (message) => { progress.report({ message }); }));
    } catch (error) {
      this.tell(error, ref?.name ?? title);
      return undefined;
    }
  }

  /** Tells what went wrong and what can be done; says nothing of what the person cancelled. */
  tell(error: unknown, name: string): void {
    if (error instanceof vscode.CancellationError) return;
    this.log.error(`${name}: failed.`, error);
    const showLog = vscode.l10n.t('Show Log');
    void vscode.window.showErrorMessage(messageOf(error, name), showLog).then((choice) => { if (choice === showLog) this.log.show(); });
  }
}

/** Words for a person: the failure's own where it was written for people. */
export function messageOf(error: unknown, name: string): string {
  return error instanceof ReadFailure || error instanceof PictureMissing || error instanceof NothingToWrite || error instanceof TellPerson ? error.message
    : vscode.l10n.t('{0} failed. The log says more; please report it.', name);
}

/** An error whose message is written for the person at the keyboard. `reason`: what it counts as where many are counted. */
export class TellPerson extends Error {
  constructor(message: string, readonly reason?: Reason) { super(message); }
}

const stages: Readonly<Record<Stage, () => string>> = {
  decode: () => vscode.l10n.t('opening the picture'), detect: () => vscode.l10n.t('finding text'), recognise: () => vscode.l10n.t('reading text'), look: () => vscode.l10n.t('looking'),
  write: () => vscode.l10n.t('writing'), explain: () => vscode.l10n.t('explaining'),
};
export function stageText(stage: Stage): string { return stages[stage](); }
