/** What everything in documents shares. */
import type * as vscode from 'vscode';
import type { AgentReader } from '../agents/agentReader.js';
import type { History } from '../history.js';
import type { Log } from '../log.js';
import type { Panels } from '../panels/panels.js';
import type { PictureStore } from '../pictureStore.js';
import type { Answers } from './answers.js';
import type { Reports } from './reports.js';

export interface DocumentServices {
  readonly answers: Answers;
  readonly reader: AgentReader;
  readonly store: PictureStore;
  readonly history: History;
  readonly log: Log;
  readonly panels: Panels;
  readonly reports: Reports;
  readonly extensionUri: vscode.Uri;
}
