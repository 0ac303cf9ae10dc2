/** Which picture an agent means: one in the workspace, or one that a person has opened. Nothing else may be read. */
import * as vscode from 'vscode';
import { Refused, Roots } from '../../agents/roots.js';
import { activePicture, openPictures } from '../pictures.js';

/**
 * @param path relative to a workspace folder, absolute, or an address; empty: the picture that is open
 * @throws Refused, with words for the agent
 */
export async function findPicture(path: string): Promise<vscode.Uri> {
  const open = openPictures();
  if (path === '') {
    const picture = activePicture() ?? open[0];
    if (picture) return picture;
    throw new Refused('No picture is open. Give "path", relative to the workspace.');
  }
  // Opening a picture is a person's leave to read it, wherever it lies.
  const opened = open.find((uri) => isNamed(uri, path));
  if (opened) return opened;
  try {
    return await findInWorkspace(path);
  } catch (error) {
    // Only now by its bare name: a file of the workspace comes first.
    const alike = open.find((uri) => path === uri.path.slice(uri.path.lastIndexOf('/') + 1));
    if (alike) return alike;
    throw error;
  }
}

async function findInWorkspace(path: string): Promise<vscode.Uri> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new Refused(`${JSON.stringify(path)} cannot be read: no folder is open. Open the picture or its folder in VS Code first.`);
  const inner = withoutFolderName(path, folders);
  const virtual = folders.filter(({ uri }) => uri.scheme !== 'file');
  for (const { uri } of inner?.folder ? virtual.filter((folder) => folder === inner.folder) : virtual) {
    const found = await findVirtual(uri, inner?.rest ?? path);
    if (found) return found;
  }
  const places = folders.filter(({ uri }) => uri.scheme === 'file');
  if (places.length === 0) throw new Refused(`${JSON.stringify(path)} is refused: it is not in the workspace.`);
  if (inner && places.includes(inner.folder)) {
    // A folder may hold a folder of its own name: that one is tried next.
    const file = await (await Roots.of([inner.folder.uri.fsPath])).resolve(inner.rest).catch(() => undefined);
    if (file !== undefined) return vscode.Uri.file(file);
  }
  return vscode.Uri.file(await (await Roots.of(places.map(({ uri }) => uri.fsPath))).resolve(path));
}

function isNamed(uri: vscode.Uri, path: string): boolean {
  return path === uri.toString() || path === uri.fsPath || path === vscode.workspace.asRelativePath(uri) || path === vscode.workspace.asRelativePath(uri, true);
}

/** With several folders VS Code writes the folder's name in front. */
function withoutFolderName(path: string, folders: readonly vscode.WorkspaceFolder[]): { readonly folder: vscode.WorkspaceFolder; readonly rest: string } | undefined {
  const [first, ...rest] = path.split(/[\\/]/);
  const folder = folders.find(({ name }) => name === first);
  return folder && rest.length > 0 ? { folder, rest: rest.join('/') } : undefined;
}

/** A folder that is no file (a virtual workspace): its provider keeps its own borders, here the address must not leave it. */
async function findVirtual(folder: vscode.Uri, path: string): Promise<vscode.Uri | undefined> {
  const base = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  // joinPath resolves `..`.
  const uri = path.startsWith(`${folder.scheme}:`) ? vscode.Uri.joinPath(vscode.Uri.parse(path), '.') : vscode.Uri.joinPath(folder, path);
  if (uri.scheme !== folder.scheme || uri.authority !== folder.authority || !uri.path.startsWith(base)) return undefined;
  const state = await vscode.workspace.fs.stat(uri).then((stat) => stat.type, () => undefined);
  return state === vscode.FileType.File ? uri : undefined;
}
