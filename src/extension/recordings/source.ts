/** What kind of recording a file is, and what of it is handed on. */
import * as vscode from 'vscode';
import type { RecordingSource } from '../../client/recording.js';
import { recordingKind, videoType } from '../../recording/kind.js';
import { largest } from '../../recording/errors.js';
import { plainBytes } from '../pictureStore.js';
import { PictureMissing } from '../reader.js';

export const recordingExtensions = ['gif', 'apng', 'webp', 'png', 'mp4', 'm4v', 'mov', 'webm', 'mkv'] as const;
const pattern = new RegExp(`\\.(${recordingExtensions.join('|')})$`, 'i');
export function mayBeRecording(uri: vscode.Uri): boolean { return pattern.test(uri.path); }

/** How a recording is looked through: by the process, or by the page (`path`: for ffmpeg, should the page not play it). */
export type Looked = { readonly by: 'process'; readonly source: RecordingSource } | { readonly by: 'page'; readonly bytes: Uint8Array; readonly mime: string; readonly path: string | undefined };

/** Undefined: it stands still, or is no picture. @throws PictureMissing where it cannot be opened, or is too large for the page */
export async function openRecording(uri: vscode.Uri, name: string): Promise<Looked | undefined> {
  const path = uri.scheme === 'file' ? uri.fsPath : undefined;
  let bytes: Uint8Array;
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largest.bytes) throw new PictureMissing(vscode.l10n.t('{0} is larger than {1} MiB. Cut it, or save it smaller.', name, largest.bytes / 2 ** 20));
    bytes = plainBytes(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof PictureMissing) throw error;
    throw new PictureMissing(vscode.l10n.t('{0} cannot be opened. It may have been moved or deleted.', name));
  }
  const kind = recordingKind(bytes);
  if (kind === undefined) return undefined;
  if (kind !== 'video') return { by: 'process', source: { kind, bytes } };
  const mime = videoType(bytes);
  if (mime !== undefined) return { by: 'page', bytes, mime, path };
  if (path === undefined) throw new PictureMissing(vscode.l10n.t('{0} is a video of a kind that only ffmpeg decodes, and ffmpeg reads files of this machine only. Save it as MP4 or WebM.', name));
  return { by: 'process', source: { kind: 'video', path } };
}
