/** What is known of the picture behind a link. Looking it up reads nothing: only what was read before is found, by the picture's hash. */
import type * as vscode from 'vscode';
import type { ImageLink } from '../../documents/types.js';
import { fileRef } from '../pictures.js';
import { TellPerson, type SourceOfPicture } from './answers.js';
import { locatePicture } from './locate.js';
import type { DocumentServices } from './services.js';

/** @throws TellPerson where the link leads to no picture of this machine */
export async function knownBehind({ answers, store }: Pick<DocumentServices, 'answers' | 'store'>, document: vscode.Uri, link: Pick<ImageLink, 'target' | 'bases'>): Promise<SourceOfPicture | undefined> {
  const located = await locatePicture(document, link);
  // A picture inside the document is not stored for it.
  return answers.knownSource(located.type === 'bytes' ? located.bytes : await store.load(fileRef(located.uri)).catch(() => undefined));
}

/** The same for titles, which have nothing to tell about a link that leads nowhere. */
export async function knownOrNothing(...asked: Parameters<typeof knownBehind>): Promise<SourceOfPicture | undefined> {
  try {
    return await knownBehind(...asked);
  } catch (error) {
    if (error instanceof TellPerson) return undefined;
    throw error;
  }
}
