/** Tells VS Code what is offered in documents. What is offered is made with the first document that may hold a picture, or the first picture that is pasted. */
import * as vscode from 'vscode';
import { documentLanguages, lineComments } from '../../documents/family.js';
import { mayHoldPictures } from '../../documents/hint.js';
import { onSettingsChange, wantsLenses } from '../settings.js';

/** What features.ts brings for documents; edits are resolved by who made them. */
export interface DocumentFeatures {
  readonly paste: Required<Omit<vscode.DocumentPasteEditProvider, 'prepareDocumentPaste'>> & Required<vscode.DocumentDropEditProvider>;
  readonly actions: vscode.CodeActionProvider;
  readonly lenses: Required<vscode.CodeLensProvider>;
  readonly hover: vscode.HoverProvider;
  readonly previews: { restore(document: vscode.TextDocument): Promise<void> };
}

const documents: vscode.DocumentSelector = Object.keys(documentLanguages).map((language) => ({ language }));
/** Every language that a picture's source has a form in, in files and in cells of notebooks. */
export const pasteable: vscode.DocumentSelector = [...Object.keys(documentLanguages), ...Object.keys(lineComments)].map((language) => ({ language }));
const mimes = ['image/*', 'text/uri-list', 'files'];

export const pasteKind = (): vscode.DocumentDropOrPasteEditKind => vscode.DocumentDropOrPasteEditKind.Empty.append('unrender', 'source');
export const actionKind = (): vscode.CodeActionKind => vscode.CodeActionKind.RefactorRewrite.append('unrender');

/** @param remembers whether the document was left with previews */
export function registerDocuments(features: () => DocumentFeatures, remembers: (document: vscode.Uri) => boolean): vscode.Disposable {
  const { languages } = vscode;
  const worthIt = hints();
  return vscode.Disposable.from(
    languages.registerDocumentPasteEditProvider(pasteable, {
      provideDocumentPasteEdits: (...asked) => features().paste.provideDocumentPasteEdits(...asked), resolveDocumentPasteEdit: (...asked) => features().paste.resolveDocumentPasteEdit(...asked),
    }, { providedPasteEditKinds: [pasteKind()], pasteMimeTypes: mimes }),
    languages.registerDocumentDropEditProvider(pasteable, {
      provideDocumentDropEdits: (...asked) => features().paste.provideDocumentDropEdits(...asked), resolveDocumentDropEdit: (...asked) => features().paste.resolveDocumentDropEdit(...asked),
    }, { providedDropEditKinds: [pasteKind()], dropMimeTypes: mimes }),
    languages.registerCodeActionsProvider(documents, {
      provideCodeActions: (document, ...asked) => (worthIt(document) ? features().actions.provideCodeActions(document, ...asked) : []),
    }, { providedCodeActionKinds: [actionKind()] }),
    languages.registerHoverProvider(documents, { provideHover: (document, ...asked) => (worthIt(document) ? features().hover.provideHover(document, ...asked) : undefined) }),
    previewsOf(features, remembers),
    lensesWhenAsked(() => features().lenses, worthIt),
  );
}

/** Looks once at each version of a document: VS Code asks with every move of the cursor. */
function hints(): (document: vscode.TextDocument) => boolean {
  const known = new WeakMap<vscode.TextDocument, { readonly version: number; readonly worth: boolean }>();
  return (document) => {
    const before = known.get(document);
    if (before?.version === document.version) return before.worth;
    const worth = mayHoldPictures(document.getText());
    known.set(document, { version: document.version, worth });
    return worth;
  };
}

/** A document that was left with previews gets them back, from answers that are kept. */
function previewsOf(features: () => DocumentFeatures, remembers: (document: vscode.Uri) => boolean): vscode.Disposable {
  const restore = (document: vscode.TextDocument): void => { if (remembers(document.uri)) void features().previews.restore(document); };
  // After activation, which loads nothing of what this needs.
  const open = setImmediate(() => { for (const document of vscode.workspace.textDocuments) restore(document); });
  return vscode.Disposable.from({ dispose: () => { clearImmediate(open); } }, vscode.workspace.onDidOpenTextDocument(restore));
}

/** Registered while the setting is on, and only then. */
function lensesWhenAsked(lenses: () => DocumentFeatures['lenses'], worthIt: (document: vscode.TextDocument) => boolean): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  // The features' own event, from the first document on for which they were made.
  let passedOn: vscode.Disposable | undefined;
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document, token) => {
      if (!worthIt(document)) return [];
      passedOn ??= lenses().onDidChangeCodeLenses(() => { changed.fire(); });
      return lenses().provideCodeLenses(document, token);
    },
    resolveCodeLens: (...asked) => lenses().resolveCodeLens(...asked),
  };
  let registered: vscode.Disposable | undefined;
  const follow = (): void => {
    const wanted = wantsLenses();
    if (wanted === (registered !== undefined)) return;
    registered?.dispose();
    registered = wanted ? vscode.languages.registerCodeLensProvider(documents, provider) : undefined;
  };
  follow();
  return vscode.Disposable.from(onSettingsChange(follow), changed, { dispose: () => { registered?.dispose(); passedOn?.dispose(); } });
}
