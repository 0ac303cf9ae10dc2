/** Everything by which Unrender is met in documents; register.ts tells VS Code of it. */
import type * as vscode from 'vscode';
import type { AgentReader } from '../agents/agentReader.js';
import type { DocumentCommandName } from '../contributions.js';
import type { History } from '../history.js';
import type { Log } from '../log.js';
import type { Panels } from '../panels/panels.js';
import type { PictureStore } from '../pictureStore.js';
import { LinkActions, LinkLenses } from './actions.js';
import { Answers } from './answers.js';
import { compareWithPicture } from './compare.js';
import { convertWorkspace } from './convert.js';
import { LinkHover } from './hover.js';
import { RememberedPreviews } from './inline/memory.js';
import { InlinePreviews } from './inline/previews.js';
import { addSourceBelow, copyLinkSource, explainLink, guarded, hideInlinePreviews, readLink, replaceLink, toggleInlinePreview, writeAltText } from './links.js';
import { outputPicture, previewPicture } from './menus.js';
import { SourcePaste } from './paste.js';
import type { DocumentFeatures } from './register.js';
import type { Reports } from './reports.js';
import { explainChanges } from './scm.js';
import type { DocumentServices } from './services.js';

export interface DocumentParts {
  readonly reader: AgentReader; readonly store: PictureStore; readonly log: Log; readonly panels: Panels; readonly history: History; readonly reports: Reports; readonly extensionUri: vscode.Uri;
  /** VS Code's memory for the workspace, and for all of them. */
  readonly memory: vscode.Memento; readonly everywhere: vscode.Memento;
}

/** The providers, and the commands by name. */
export class Documents implements DocumentFeatures, vscode.Disposable {
  readonly #services: DocumentServices;
  readonly paste: SourcePaste;
  readonly actions: LinkActions;
  readonly lenses: LinkLenses;
  readonly hover: LinkHover;
  readonly previews: InlinePreviews;
  readonly commands: Readonly<Record<DocumentCommandName, (...args: readonly unknown[]) => unknown>>;

  constructor({ reader, store, log, panels, history, reports, extensionUri, memory, everywhere }: DocumentParts) {
    const answers = new Answers(reader, store, history, log);
    const services = this.#services = { answers, reader, store, history, log, panels, reports, extensionUri };
    this.paste = new SourcePaste(services);
    this.hover = new LinkHover(services);
    this.lenses = new LinkLenses(services);
    const previews = this.previews = new InlinePreviews(services, new RememberedPreviews(memory, everywhere));
    this.actions = new LinkActions(services, previews);
    this.commands = {
      replaceLink: replaceLink(services), addSourceBelow: addSourceBelow(services), writeAltText: writeAltText(services), explainLink: explainLink(services), readLink: readLink(services),
      toggleInlinePreview: toggleInlinePreview(services, previews), hideInlinePreviews: hideInlinePreviews(services, previews), copyLinkSource: copyLinkSource(services),
      compareWithPicture: compareWithPicture(services), convertWorkspace: convertWorkspace(services), explainChanges: explainChanges(services),
      explainPreviewImage: this.#explain((context) => previewPicture(context, store)), explainOutputImage: this.#explain((context) => outputPicture(context, store)),
    };
  }

  dispose(): void { this.previews.dispose(); }

  #explain(find: (context: unknown) => Promise<Parameters<Panels['explain']>[0] | undefined>): (...args: readonly unknown[]) => Promise<void> {
    return guarded(this.#services, async (context) => {
      const ref = await find(context);
      if (ref) await this.#services.panels.explain(ref);
    });
  }
}
