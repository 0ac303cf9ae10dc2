/** The links and markers of an open document, looked for once a version: code actions and hovers ask with every move of the cursor. */
import type * as vscode from 'vscode';
import { findImageLinks } from '../../documents/links.js';
import { findMarkers, type Marker } from '../../documents/marker.js';
import type { ImageLink } from '../../documents/types.js';
import { familyOfDocument } from './edits.js';

interface Found { readonly version: number; readonly language: string; readonly links: readonly ImageLink[]; readonly markers: readonly Marker[] }
const known = new WeakMap<vscode.TextDocument, Found>();

export function foundIn(document: vscode.TextDocument): Pick<Found, 'links' | 'markers'> {
  const before = known.get(document);
  if (before && before.version === document.version && before.language === document.languageId) return before;
  const family = familyOfDocument(document);
  const text = document.getText();
  const found: Found = { version: document.version, language: document.languageId, links: family ? findImageLinks(text, family) : [], markers: family ? findMarkers(text, family) : [] };
  known.set(document, found);
  return found;
}
