/** Where the machine puts its screenshots, looked at on demand only. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { isPicture } from './pictures.js';
import { readSettings } from './settings.js';
import { screenshotFolders } from './screenshotFolders.js';

export interface Screenshot { readonly uri: vscode.Uri; readonly when: number }

/** The newest screenshot in the first folder that has one; the folders, where there is none. */
export async function lastScreenshot(): Promise<Screenshot | { readonly folders: readonly string[] }> {
  const { screenshotFolder } = readSettings();
  const folders = screenshotFolder === '' ? screenshotFolders(process.platform, homedir(), process.env) : [{ folder: screenshotFolder.replace(/^~(?=[/\\]|$)/, homedir()), mixed: false }];
  for (const { folder, mixed } of folders) {
    const newest = await newestIn(vscode.Uri.file(join(folder)), mixed);
    if (newest) return newest;
  }
  return { folders: folders.map(({ folder }) => folder) };
}

async function newestIn(folder: vscode.Uri, mixed: boolean): Promise<Screenshot | undefined> {
  const names = await Promise.resolve(vscode.workspace.fs.readDirectory(folder)).catch(() => []);
  const pictures = names.filter(([name, type]) => (type & vscode.FileType.File) !== 0 && isPicture(vscode.Uri.joinPath(folder, name)) && (!mixed || named.test(name)));
  const files = await Promise.all(pictures.map(async ([name]): Promise<Screenshot | undefined> => {
    const uri = vscode.Uri.joinPath(folder, name);
    // A file that went away between the list and the look is no failure.
    return Promise.resolve(vscode.workspace.fs.stat(uri)).then(({ mtime }) => ({ uri, when: mtime }), () => undefined);
  }));
  return files.filter((file) => file !== undefined).sort((a, b) => b.when - a.when)[0];
}

/** What systems and tools call their screenshots, in the languages that they speak most. */
const named = /screen[ _-]?shot|screen[ _-]?cap|capture|bildschirmfoto|captura|cattura|schermafbeelding|skärmbild|skjermbilde|zrzut|снимок|スクリーンショット|截屏|截图|스크린샷|^shot[ _-]|^(flameshot|spectacle|ksnip|shutter|swappy|grim)/i;
