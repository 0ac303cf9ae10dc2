/** Everything by which Unrender is met in documents. Nothing here starts before it is asked for. */
import * as vscode from 'vscode';
import { AgentReader } from '../agents/agentReader.js';
import type { DocumentCommandName } from '../contributions.js';
import type { History } from '../history.js';
import type { Log } from '../log.js';
import type { Panels } from '../panels/panels.js';
import type { PictureStore } from '../pictureStore.js';
import type { Reader } from '../reader.js';
import type { StatusBar } from '../statusBar.js';
import { LinkActions, LinkLenses } from './actions.js';
import { Answers } from './answers.js';
import { compareWithPicture } from './compare.js';
import { convertWorkspace } from './convert.js';
import { LinkHover } from './hover.js';
import { addSourceBelow, explainLink, guarded, readLink, replaceLink, writeAltText } from './links.js';
import { outputPicture, previewPicture } from './menus.js';
import { SourcePaste } from './paste.js';
import { Reports } from './reports.js';
import { explainChanges } from './scm.js';
import type { DocumentServices } from './services.js';

export interface DocumentParts {
  readonly reader: Reader; readonly store: PictureStore; readonly log: Log; readonly status: StatusBar; readonly panels: Panels; readonly history: History; readonly extensionUri: vscode.Uri;
}

/** The providers, and the commands by name, which the list of commands registers. */
export class Documents implements vscode.Disposable {
  readonly #resources: vscode.Disposable;
  readonly #services: DocumentServices;
  readonly commands: Readonly<Record<DocumentCommandName, (...args: readonly unknown[]) => unknown>>;

  constructor({ reader, store, log, status, panels, history, extensionUri }: DocumentParts) {
    const reports = new Reports();
    const agentReader = new AgentReader({ reader, store, log, status });
    const answers = new Answers(agentReader, store, history, log);
    const services = this.#services = { answers, reader: agentReader, store, history, log, panels, reports, extensionUri };
    this.#resources = vscode.Disposable.from(reports, new SourcePaste(services).register(), new LinkActions().register(), new LinkLenses().register(), new LinkHover(services).register());
    this.commands = {
      replaceLink: replaceLink(services), addSourceBelow: addSourceBelow(services), writeAltText: writeAltText(services), explainLink: explainLink(services), readLink: readLink(services),
      compareWithPicture: compareWithPicture(services), convertWorkspace: convertWorkspace(services), explainChanges: explainChanges(services),
      explainPreviewImage: this.#explain((context) => previewPicture(context, store)), explainOutputImage: this.#explain(() => outputPicture(store)),
    };
  }

  dispose(): void { this.#resources.dispose(); }

  #explain(find: (context: unknown) => Promise<Parameters<Panels['explain']>[0] | undefined>): (...args: readonly unknown[]) => Promise<void> {
    return guarded(this.#services, async (context) => {
      const ref = await find(context);
      if (ref) await this.#services.panels.explain(ref);
    });
  }
}
