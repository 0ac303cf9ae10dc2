/**
 * Pasted pictures, finished answers and edits of their source, kept in the extension's own storage so that a reloaded panel comes back at once.
 * All are found by the picture's sha256; the oldest go when there are too many.
 */
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { Answer } from '../answer/types.js';
import { isAnswer } from '../../webview/answerCheck.js';
import { isTalk, largestPicture, type PictureRef, type Turn } from '../../webview/protocol.js';
import { PictureMissing } from './reader.js';

const mostKept = 40;

export class PictureStore {
  readonly #pictures: vscode.Uri;
  readonly #answers: vscode.Uri;
  readonly #edits: vscode.Uri;
  readonly #talks: vscode.Uri;
  #writing: Promise<void> = Promise.resolve();

  constructor(storage: vscode.Uri) {
    this.#pictures = vscode.Uri.joinPath(storage, 'pictures');
    this.#answers = vscode.Uri.joinPath(storage, 'answers');
    this.#edits = vscode.Uri.joinPath(storage, 'edits');
    this.#talks = vscode.Uri.joinPath(storage, 'talks');
  }

  /** Keeps a picture that has no file of its own. */
  async keep(name: string, bytes: Uint8Array): Promise<PictureRef> {
    const sha256 = hashOf(bytes);
    await vscode.workspace.fs.createDirectory(this.#pictures);
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(this.#pictures, sha256), bytes);
    await prune(this.#pictures);
    return { type: 'stored', sha256, name };
  }

  uriOf(ref: PictureRef): vscode.Uri {
    return ref.type === 'file' ? vscode.Uri.parse(ref.uri, true) : vscode.Uri.joinPath(this.#pictures, ref.sha256);
  }

  /** The picture's bytes. Rejects with PictureMissing when it is gone or larger than the engine takes. */
  async load(ref: PictureRef): Promise<Uint8Array> {
    const uri = this.uriOf(ref);
    try {
      const { size } = await vscode.workspace.fs.stat(uri);
      if (size > largestPicture) {
        throw new PictureMissing(vscode.l10n.t('{0} is larger than {1} MiB. Save it smaller, or cut out the part that matters.', ref.name, largestPicture / 1024 / 1024));
      }
      return plainBytes(await vscode.workspace.fs.readFile(uri));
    } catch (error) {
      if (error instanceof PictureMissing) throw error;
      throw new PictureMissing(ref.type === 'file' ? vscode.l10n.t('{0} cannot be opened. It may have been moved or deleted.', ref.name)
        : vscode.l10n.t('{0} cannot be opened. Pasted pictures are kept for a while only: paste it again.', ref.name));
    }
  }

  async keepAnswer(answer: Answer): Promise<void> {
    await vscode.workspace.fs.createDirectory(this.#answers);
    await vscode.workspace.fs.writeFile(recordUri(this.#answers, answer.picture.sha256), new TextEncoder().encode(JSON.stringify(answer)));
    await prune(this.#answers);
  }

  /** Deletes pasted pictures, answers, edits and conversations. */
  async clear(): Promise<void> {
    // A folder that was never made is no failure.
    await Promise.allSettled([this.#pictures, this.#answers, this.#edits, this.#talks].map((folder) => vscode.workspace.fs.delete(folder, { recursive: true })));
  }

  /** The answer for exactly these bytes, where there is one that this version understands. */
  async answerFor(bytes: Uint8Array): Promise<Answer | undefined> {
    try {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(recordUri(this.#answers, hashOf(bytes))));
      const answer: unknown = JSON.parse(text);
      return isAnswer(answer) ? answer : undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * Keeps the edited source, or that there is none. VS Code writes a page's state about once a minute, which a reload does not wait for.
   * Writes follow one another, so that the last one stays.
   */
  keepEdit(sha256: string, edited: string | undefined): Promise<void> {
    const write = async (): Promise<void> => {
      await vscode.workspace.fs.createDirectory(this.#edits);
      await vscode.workspace.fs.writeFile(recordUri(this.#edits, sha256), new TextEncoder().encode(JSON.stringify({ edited })));
      await prune(this.#edits);
    };
    return this.#writing = this.#writing.then(write, write);
  }

  /** Keeps the conversation about a picture. */
  keepTalk(sha256: string, talk: readonly Turn[]): Promise<void> {
    const write = async (): Promise<void> => {
      await vscode.workspace.fs.createDirectory(this.#talks);
      await vscode.workspace.fs.writeFile(recordUri(this.#talks, sha256), new TextEncoder().encode(JSON.stringify(talk)));
      await prune(this.#talks);
    };
    return this.#writing = this.#writing.then(write, write);
  }

  /** The conversation about exactly these bytes, where there was one. */
  async talkFor(bytes: Uint8Array): Promise<readonly Turn[] | undefined> {
    try {
      const talk: unknown = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(recordUri(this.#talks, hashOf(bytes)))));
      return isTalk(talk) && Array.isArray(talk) && talk.length > 0 ? talk as Turn[] : undefined;
    } catch {
      return undefined;
    }
  }

  /** The last edit for exactly these bytes; `undefined` where nothing is known of one. */
  async editFor(bytes: Uint8Array): Promise<{ readonly edited: string | undefined } | undefined> {
    try {
      const record: unknown = JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(recordUri(this.#edits, hashOf(bytes)))));
      const edited: unknown = typeof record === 'object' && record !== null && 'edited' in record ? record.edited : undefined;
      return { edited: typeof edited === 'string' ? edited : undefined };
    } catch {
      return undefined;
    }
  }
}

function recordUri(folder: vscode.Uri, sha256: string): vscode.Uri {
  // The hash comes from the engine: only a hash may become a file name.
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('The answer carries no sha256 of its picture.');
  return vscode.Uri.joinPath(folder, `${sha256}.json`);
}

/** Kept with the bytes, which nobody changes: answer, edit and mark of one picture are each looked up by it. */
const hashes = new WeakMap<Uint8Array, string>();

export function hashOf(bytes: Uint8Array): string {
  let hash = hashes.get(bytes);
  if (hash === undefined) hashes.set(bytes, hash = createHash('sha256').update(bytes).digest('hex'));
  return hash;
}

/**
 * A Uint8Array with a buffer of its own. VS Code hands out Node's Buffers in some hosts, and its messages to a page turn those into lists of numbers.
 */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array && bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}

async function prune(folder: vscode.Uri): Promise<void> {
  const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  if (names.length <= mostKept) return;
  const files = await Promise.all(names.map(async (name) => {
    const uri = vscode.Uri.joinPath(folder, name);
    const { mtime } = await vscode.workspace.fs.stat(uri);
    return { uri, mtime };
  }));
  files.sort((a, b) => b.mtime - a.mtime);
  // Another window may prune at the same time: a file that is gone already is no failure.
  await Promise.allSettled(files.slice(mostKept).map(({ uri }) => vscode.workspace.fs.delete(uri)));
}
