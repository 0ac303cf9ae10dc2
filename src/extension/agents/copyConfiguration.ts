/** "Copy MCP Configuration": for agents outside of VS Code, with the paths of this machine filled in. */
import * as vscode from 'vscode';
import { clientConfiguration, clients, type ClientName } from '../../agents/clientConfiguration.js';
import { launchOf } from './launch.js';

export function copyMcpConfiguration(extensionUri: vscode.Uri): () => Promise<void> {
  return async () => {
    const launch = launchOf(extensionUri);
    if (!launch) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open the folder that agents may read first: the configuration names it.'));
      return;
    }
    const items = (Object.keys(clients) as ClientName[]).map((client) => ({ client, label: clients[client].name, description: clients[client].file }));
    const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Unrender: Copy MCP Configuration'), placeHolder: vscode.l10n.t('For which program?') });
    if (!picked) return;
    await vscode.env.clipboard.writeText(clientConfiguration(picked.client, launch));
    void vscode.window.showInformationMessage(vscode.l10n.t('The configuration is on the clipboard. Put it into {0} of {1}; it lets agents read the folders that are open here.', picked.description, picked.label));
  };
}
