/** Finds the pictures that a document refers to. */
import { findAsciidocLinks } from './find/asciidoc.js';
import { findHtmlLinks } from './find/html.js';
import { findLatexLinks } from './find/latex.js';
import { findMarkdownLinks } from './find/markdown.js';
import { findRstLinks } from './find/rst.js';
import type { DocumentFamily, ImageLink } from './types.js';

/** Longest document that is searched, in characters; a book's chapter has some hundred thousand. */
const longestDocument = 5_000_000;

/** In the order of the text, never overlapping. Program code has no links. */
export function findImageLinks(text: string, family: DocumentFamily): ImageLink[] {
  if (text.length > longestDocument) return [];
  switch (family) {
    case 'markdown': return findMarkdownLinks(text, false);
    case 'mdx': return findMarkdownLinks(text, true);
    case 'html': return findHtmlLinks(text);
    case 'rst': return findRstLinks(text);
    case 'asciidoc': return findAsciidocLinks(text);
    case 'latex': return findLatexLinks(text);
    case 'code': return [];
  }
}

/** The link that holds `offset`, its ends included. */
export function linkAt(links: readonly ImageLink[], offset: number): ImageLink | undefined {
  return links.find(({ start, end }) => start <= offset && offset <= end);
}

export type Address =
  /** Relative paths in the order in which they are tried; percent signs decoded. `rooted`: from the workspace's root. */
  | { readonly type: 'paths'; readonly paths: readonly string[]; readonly rooted: boolean }
  | { readonly type: 'uri'; readonly uri: string }
  | { readonly type: 'data'; readonly mime: string; readonly base64: string }
  /** A picture in the cell of a notebook. */
  | { readonly type: 'attachment'; readonly name: string }
  /** On the network, or in a form that nobody knows. */
  | { readonly type: 'remote'; readonly uri: string };

const pictureExtension = /\.(png|jpe?g|webp|gif|bmp)$/i;

/** Where the link's picture is to be looked for. */
export function addressOf({ target, bases }: Pick<ImageLink, 'target' | 'bases'>): Address {
  const data = /^data:(image\/[\w.+-]+)(?:;[\w-]+=[^;,]*)*;base64,([A-Za-z0-9+/=\s%]+)$/i.exec(target);
  if (data) return { type: 'data', mime: (data[1] ?? '').toLowerCase(), base64: decode(data[2] ?? '').replace(/\s/g, '') };
  if (/^attachment:/i.test(target)) return { type: 'attachment', name: decode(target.slice(11)) };
  if (/^(file|vscode-remote|vscode-vfs|untitled|memfs|vscode-userdata):/i.test(target)) return { type: 'uri', uri: target };
  if (/^([a-z][\w+.-]+:|\/\/)/i.test(target) || /[{}$]\{|\{\{/.test(target)) return { type: 'remote', uri: target };
  const path = decode(target.replace(/[?#].*$/, '')).replace(/\\/g, '/');
  const rooted = path.startsWith('/');
  const named = pictureExtension.test(path) || /\.[a-z]{2,4}$/i.test(path) ? [path] : [path, ...['.png', '.jpg', '.jpeg'].map((extension) => path + extension)];
  const folders = rooted ? [''] : bases.map((base) => (base === '' || base.endsWith('/') ? base : `${base}/`));
  return { type: 'paths', paths: folders.flatMap((folder) => named.map((name) => folder + name)), rooted };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that is none: the name is meant as it is written.
    return text;
  }
}
