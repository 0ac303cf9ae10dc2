/** Pictures in a chat request: attached files, pasted pictures, and file names in the words. */
import * as vscode from 'vscode';
import { extensions, isPicture } from '../pictures.js';

export type Attachment =
  | { readonly type: 'file'; readonly uri: vscode.Uri }
  | { readonly type: 'bytes'; readonly name: string; readonly load: () => Promise<Uint8Array> };

/** In the order in which they were attached. References that are no pictures are left out. */
export function attachmentsOf(references: readonly vscode.ChatPromptReference[]): Attachment[] {
  // VS Code lists them from the last to the first.
  const found = [...references].reverse().map(({ value }) => attachmentOf(value)).filter((item) => item !== undefined);
  const files = new Set<string>();
  return found.filter((item) => item.type === 'bytes' || (!files.has(item.uri.toString()) && files.add(item.uri.toString())));
}

/** Words of the prompt that may be names of pictures: `docs/order.png`, "my picture.png". */
export function namedPictures(prompt: string): string[] {
  const ending = `\\.(?:${extensions.join('|')})`;
  const pattern = new RegExp(`"([^"\\n]+${ending})"|\`([^\`\\n]+${ending})\`|([^\\s"\`'<>|]+${ending})(?![\\w-])`, 'giu');
  return [...new Set(Array.from(prompt.matchAll(pattern), ([, quoted, code, bare]) => quoted ?? code ?? bare ?? ''))].filter((name) => name !== '');
}

function attachmentOf(value: unknown): Attachment | undefined {
  if (value instanceof vscode.Uri) return isPicture(value) ? { type: 'file', uri: value } : undefined;
  if (value instanceof vscode.Location) return isPicture(value.uri) ? { type: 'file', uri: value.uri } : undefined;
  return pasted(value);
}

/** A pasted picture comes as an object of VS Code's own with a media type and a function for the bytes; its class has no name in the stable API. */
function pasted(value: unknown): Attachment | undefined {
  if (typeof value !== 'object' || value === null || !('mimeType' in value) || !('data' in value)) return undefined;
  const { mimeType, data } = value;
  if (typeof mimeType !== 'string' || !mimeType.startsWith('image/') || typeof data !== 'function') return undefined;
  const reference: unknown = 'reference' in value ? value.reference : undefined;
  // An attached file: by its address it can be opened and asked about again.
  if (reference instanceof vscode.Uri && isPicture(reference)) return { type: 'file', uri: reference };
  return {
    type: 'bytes', name: vscode.l10n.t('pasted image'),
    load: async () => {
      const bytes: unknown = await (data as () => unknown).call(value);
      if (!(bytes instanceof Uint8Array)) throw new Error(vscode.l10n.t('The attached image cannot be opened. Attach it again.'));
      return bytes;
    },
  };
}
