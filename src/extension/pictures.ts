/** Pictures: which files count, which one is open, what is in the workspace. */
import * as vscode from 'vscode';
import type { PictureRef } from '../../webview/protocol.js';

export const extensions = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp'] as const;
const pattern = new RegExp(`\\.(${extensions.join('|')})$`, 'i');
const mostListed = 500;

export function isPicture(uri: vscode.Uri): boolean { return pattern.test(uri.path); }

export function fileRef(uri: vscode.Uri): PictureRef {
  return { type: 'file', uri: uri.toString(), name: uri.path.slice(uri.path.lastIndexOf('/') + 1) };
}

/** The picture in the active tab: VS Code's preview, or any other editor that shows such a file. */
export function activePicture(): vscode.Uri | undefined {
  return pictureOf(vscode.window.tabGroups.activeTabGroup.activeTab);
}

/** The file in the active tab, whatever it is. */
export function activeUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText ? input.uri : undefined;
}

/** Pictures open in any tab, the active group's first. */
export function openPictures(): vscode.Uri[] {
  const groups = [...vscode.window.tabGroups.all].sort((a, b) => Number(b.isActive) - Number(a.isActive));
  return unique(groups.flatMap((group) => group.tabs).map(pictureOf).filter((uri) => uri !== undefined));
}

/** At most 500, as VS Code's own exclusions have it. */
export async function workspacePictures(token?: vscode.CancellationToken): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(`**/*.{${[...extensions, ...extensions.map((name) => name.toUpperCase())].join(',')}}`, undefined, mostListed, token);
  return found.sort((a, b) => a.path.localeCompare(b.path));
}

/** The media type by the file's first bytes; the name may lie. */
export function mediaType(bytes: Uint8Array): string {
  const starts = (...values: readonly number[]): boolean => values.every((value, index) => bytes[index] === value);
  if (starts(0x89, 0x50, 0x4e, 0x47)) return 'image/png';
  if (starts(0xff, 0xd8)) return 'image/jpeg';
  if (starts(0x47, 0x49, 0x46)) return 'image/gif';
  if (starts(0x42, 0x4d)) return 'image/bmp';
  if (starts(0x52, 0x49, 0x46, 0x46)) return 'image/webp';
  return 'application/octet-stream';
}

function pictureOf(tab: vscode.Tab | undefined): vscode.Uri | undefined {
  const input = tab?.input;
  if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) return isPicture(input.uri) ? input.uri : undefined;
  return undefined;
}

function unique(uris: readonly vscode.Uri[]): vscode.Uri[] {
  return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
}
