/** Pictures in documents: pasting, code actions, hover, comparison, conversion, each with its undo. The engine is the stand-in. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { notChosen, readAll, replacements } from '../../../src/extension/documents/convert.js';
import { conversionReport, leftLinks, outcomeOf, replacedLinks } from '../../../src/extension/documents/outcome.js';
import { surveyWorkspace, textOf } from '../../../src/extension/documents/survey.js';
import { Answers } from '../../../src/extension/documents/answers.js';
import { AgentReader } from '../../../src/extension/agents/agentReader.js';
import { commandIds } from '../../../src/extension/contributions.js';
import { updateSource } from '../../../src/extension/documents/compare.js';
import { markerOf, placeOf } from '../../../src/extension/documents/target.js';
import { RememberedPreviews } from '../../../src/extension/documents/inline/memory.js';
import { InlinePreviews } from '../../../src/extension/documents/inline/previews.js';
import { findImageLinks } from '../../../src/documents/links.js';
import type { ImageLink } from '../../../src/documents/types.js';
import type { Reader } from '../../../src/extension/reader.js';
import { SourcePaste } from '../../../src/extension/documents/paste.js';
import { pasteable } from '../../../src/extension/documents/register.js';
import { parseFlowchart } from '../../../src/extension/documents/parser.js';
import { History } from '../../../src/extension/history.js';
import type { Log } from '../../../src/extension/log.js';
import { PictureStore } from '../../../src/extension/pictureStore.js';
import type { StatusBar } from '../../../src/extension/statusBar.js';
import { createReader } from '../../support/replayReader.js';
import { sampleAnswer } from '../../support/sampleAnswer.js';
import { eventually, test } from './harness.js';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
const file = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);
const run = (command: string, ...args: unknown[]): Thenable<unknown> => vscode.commands.executeCommand(command, ...args);
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

async function open(name: string, content: string): Promise<vscode.TextEditor> {
  await run('workbench.action.closeAllEditors');
  await vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(content));
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file(name)));
}
async function actionsAt(document: vscode.TextDocument, line: number, character: number): Promise<vscode.CodeAction[]> {
  const at = new vscode.Range(line, character, line, character);
  const found = await vscode.commands.executeCommand<(vscode.CodeAction | vscode.Command)[]>('vscode.executeCodeActionProvider', document.uri, at);
  return found.filter((action): action is vscode.CodeAction => action instanceof vscode.CodeAction && (action.kind?.value ?? '').includes('unrender'));
}
/** @param title how it begins */
async function act(document: vscode.TextDocument, line: number, character: number, title: string): Promise<void> {
  const action = (await actionsAt(document, line, character)).find((one) => one.title.startsWith(title));
  assert.ok(action?.command, title);
  await run(action.command.command, ...action.command.arguments ?? []);
}
async function undone(document: vscode.TextDocument, before: string): Promise<void> {
  await vscode.window.showTextDocument(document);
  await run('undo');
  await eventually('the undone text', () => document.getText() === before);
}

class Picture extends vscode.DataTransferItem {
  constructor(private readonly bytes: Uint8Array) { super(''); }
  override asFile(): vscode.DataTransferFile { return { name: 'image.png', data: () => Promise.resolve(this.bytes) }; }
}
class Memory implements vscode.Memento {
  readonly #values = new Map<string, unknown>();
  keys(): readonly string[] { return [...this.#values.keys()]; }
  get<T>(key: string, fallback?: T): T | undefined { return (this.#values.get(key) as T | undefined) ?? fallback; }
  update(key: string, value: unknown): Promise<void> { this.#values.set(key, value); return Promise.resolve(); }
}
const silentLog = { info() {}, warn() {}, error() {}, show() {}, timings() {} } as unknown as Log;
const silentStatus = { begin() {}, stage() {}, end() {} } as unknown as StatusBar;
function parts(read?: Reader['read']): { answers: Answers; store: PictureStore; history: History } {
  const store = new PictureStore(file('.storage'));
  const history = new History(new Memory(), store);
  return { store, history, answers: new Answers(new AgentReader({ reader: read ? { ...createReader(), read } : createReader(), store, log: silentLog, status: silentStatus }), store, history, silentLog) };
}

/** Registers the tests; index.ts says in which order the files come. */
export function documentTests(): void {
  const panels = (): string[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ input }) => input instanceof vscode.TabInputWebview).map(({ label }) => label);

  test('code actions stand on links to pictures, and only there', async () => {
    await vscode.workspace.fs.writeFile(file('unread.png'), new Uint8Array([...await vscode.workspace.fs.readFile(file('orders.png')), 41]));
    const { document } = await open('links.md', 'text\n\n![x](unread.png)\n\n| ![y](orders.png) |\n\n```\n![z](orders.png)\n```\n');
    await vscode.extensions.getExtension('unrender.unrender')?.activate();
    const titles = async (line: number, character: number): Promise<string[]> => (await actionsAt(document, line, character)).map(({ title }) => title);
    await eventually('the provider', async () => (await titles(2, 3)).length > 0);
    assert.deepEqual(await titles(2, 3), ['Replace with Source', 'Add source below', 'Write alt text', 'Preview inline', 'Explain picture']);
    assert.deepEqual(await titles(4, 5), ['Add source below', 'Write alt text', 'Preview inline', 'Explain picture']);
    assert.deepEqual(await titles(0, 1), []);
    assert.deepEqual(await titles(7, 3), []);
  });

  test('titles say what would be written, once that is known', async () => {
    const bytes = await vscode.workspace.fs.readFile(file('orders.png'));
    const expected: readonly (readonly [string, number, string, string])[] = [
      ['chart', 61, 'Mermaid', 'Mermaid'], ['table', 62, 'Table', 'Table'], ['formula', 63, 'LaTeX', 'MathML'], ['code', 64, 'Code', 'Code'], ['empty', 65, 'Source', 'Source'],
    ];
    for (const [name, end] of expected) await vscode.workspace.fs.writeFile(file(`titles/${name}.png`), new Uint8Array([...bytes, end]));
    const { document } = await open('titles/titles.md', expected.map(([name]) => `![x](${name}.png)\n\n`).join(''));
    const replace = async (within: vscode.TextDocument, line: number): Promise<string | undefined> => (await actionsAt(within, line, 2)).find(({ command }) => command?.command === commandIds.replaceLink)?.title;
    const configuration = vscode.workspace.getConfiguration('unrender');
    await configuration.update('codeLens', true, vscode.ConfigurationTarget.Workspace);
    try {
      for (const [nth] of expected.entries()) assert.equal(await replace(document, 2 * nth), 'Replace with Source', 'nothing is read for a title');
      for (const [nth] of expected.entries()) await run(commandIds.readLink, document.uri.toString(), 2 * nth, 2);
      for (const [nth, [, , title]] of expected.entries()) assert.equal(await replace(document, 2 * nth), `Replace with ${title}`);
      const lenses = async (): Promise<string[]> => (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100))
        // They come in the order in which they were resolved.
        .sort((a, b) => a.range.start.line - b.range.start.line).flatMap(({ command }) => (command?.command === commandIds.replaceLink ? [command.title] : []));
      await eventually('the lenses', async () => (await lenses()).length === expected.length);
      assert.equal((await lenses()).join('; '), expected.map(([, , title]) => `Replace with ${title}`).join('; '));
      // A formula is MathML in a page.
      const page = (await open('titles/titles.html', expected.map(([name]) => `<img src="${name}.png">\n`).join(''))).document;
      for (const [nth, [, , , title]] of expected.entries()) assert.equal(await replace(page, nth), `Replace with ${title}`);
    } finally {
      await configuration.update('codeLens', undefined, vscode.ConfigurationTarget.Workspace);
      await run('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(file('titles'), { recursive: true });
    }
  });

  test('replaces a link with Mermaid and a marker, in one step that can be undone', async () => {
    const before = '# Orders\n\n- ![x](orders.png)\n- next\n';
    const { document } = await open('replace.md', before);
    await act(document, 2, 4, 'Replace with');
    assert.match(document.getText(), /^# Orders\n\n- <!-- unrender picture=orders\.png sha256=[0-9a-f]{64} source=[0-9a-f]{16} -->\n {2}```mermaid\n {2}flowchart TD\n[\s\S]*\n {2}```\n- next\n$/);
    await undone(document, before);
  });

  test('adds the source below a table, and writes alternative text', async () => {
    const before = '| ![](orders.png) |\n|---|\n| b |\n\nend\n';
    const { document } = await open('below.md', before);
    await act(document, 0, 4, 'Add source below');
    assert.match(document.getText(), /^\| !\[\]\(orders\.png\) \|\n\|---\|\n\| b \|\n\n<!-- unrender [^\n]*-->\n```mermaid\n[\s\S]*```\n\nend\n$/);
    await undone(document, before);
    await act(document, 0, 4, 'Write alt text');
    assert.match(document.getText(), /^\| !\[Flowchart of 4 steps from “Order received” to “Ship parcel” with 1 decision \(“In stock\?”\), 1 loop and 1 group\. May contain errors\.\]\(orders\.png\) \|\n/);
    await undone(document, before);
  });

  test('every language has its own form', async () => {
    const cases: readonly (readonly [string, string, number, RegExp])[] = [
      ['form.rst', 'Title\n=====\n\n.. image:: orders.png\n   :alt: x\n\nEnd\n', 3, /^Title\n=====\n\n\.\. unrender [^\n]*\n\n\.\. mermaid::\n\n {3}flowchart TD\n[\s\S]*\n\nEnd\n$/],
      ['form.adoc', 'image::orders.png[x]\n\nEnd\n', 0, /^\/\/ unrender [^\n]*\n\[mermaid\]\n----\nflowchart TD\n[\s\S]*\n----\n\nEnd\n$/],
      ['form.html', '<p>\n<img src="orders.png">\n</p>\n', 1, /^<p>\n<!-- unrender [^\n]* -->\n<pre class="mermaid">\nflowchart TD\n[\s\S]*--&gt;[\s\S]*\n<\/pre>\n<\/p>\n$/],
      ['form.tex', '\\begin{figure}\n\\includegraphics{orders}\n\\end{figure}\n', 1, /^\\begin\{figure\}\n% unrender [^\n]*\n\\begin\{verbatim\}\nflowchart TD\n[\s\S]*\n\\end\{verbatim\}\n\\end\{figure\}\n$/],
    ];
    const languages: Readonly<Record<string, string>> = { rst: 'restructuredtext', adoc: 'asciidoc', tex: 'latex' };
    const known = new Set(await vscode.languages.getLanguages());
    for (const [name, content, line, expected] of cases) {
      const editor = await open(name, content);
      const language = languages[name.split('.').at(-1) ?? ''];
      // Languages come from extensions: this host has not all of them.
      if (language !== undefined && !known.has(language)) { console.log(`skipped ${name}: no language ${language}`); continue; }
      const document = language === undefined ? editor.document : await vscode.languages.setTextDocumentLanguage(editor.document, language);
      await run(commandIds.replaceLink, document.uri.toString(), line, 2);
      assert.match(document.getText(), expected);
      await undone(document, content);
    }
  });

  test('hovering tells what is known, reads nothing, and quotes', async () => {
    await run('workbench.action.closeAllEditors');
    const picture = await vscode.workspace.fs.readFile(file('orders.png'));
    // One byte more: another picture, of which nothing is known.
    await vscode.workspace.fs.writeFile(file('fresh.png'), new Uint8Array([...picture, 90]));
    const { document } = await open('hover.md', '![x](fresh.png)\n\n![y](https://example.org/a.png)\n');
    const hover = async (line: number): Promise<string> => (await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, new vscode.Position(line, 3)))
      .flatMap(({ contents }) => contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))).join('\n');
    const first = await hover(0);
    assert.match(first, /has not been read yet/);
    assert.match(first, /command:unrender\.readLink/);
    assert.doesNotMatch(await hover(2), /unrender/i);
    await run(commandIds.readLink, document.uri.toString(), 0, 3);
    const second = await hover(0);
    assert.match(second, /\*\*Unrender: Flowchart\*\*/);
    assert.match(second, /2 places are uncertain/);
    assert.doesNotMatch(second, /command:unrender\.readLink/);
  });

  test('a preview between the lines: drawn below its link, follows it, comes back with the document, and reads nothing by itself', async () => {
    const { answers, store } = parts();
    const extension = vscode.extensions.getExtension('unrender.unrender');
    assert.ok(extension);
    const common = { store, log: silentLog, extensionUri: extension.extensionUri };
    const memory = new RememberedPreviews(new Memory(), new Memory());
    const previews = new InlinePreviews({ ...common, answers }, memory);
    const unread = new InlinePreviews({ ...common, answers: parts(() => Promise.reject(new Error('a reading that nobody asked for'))).answers }, memory);
    try {
      await vscode.workspace.fs.writeFile(file('inline.png'), new Uint8Array([...await vscode.workspace.fs.readFile(file('orders.png')), 97]));
      const { document } = await open('inline.md', '# Title\n\n![x](inline.png)\n\n![y](gone.png)\n');
      const link = (nth: number): ImageLink => { const found = findImageLinks(document.getText(), 'markdown')[nth]; assert.ok(found); return found; };
      await unread.restore(document);
      assert.deepEqual(unread.bodies(document), []);
      await previews.toggle(document, link(0));
      assert.ok(previews.isShown(document, link(0)) && !previews.isShown(document, link(1)));
      const [shown] = previews.bodies(document);
      assert.equal(shown?.line, 2);
      const [look = '', source = ''] = shown.bodies;
      const address = /^!\[Flowchart of 4 steps[^\]]*\]\(data:image\/svg\+xml;base64,([A-Za-z0-9+/=]+)\)$/.exec(look)?.[1];
      assert.ok(address, look.slice(0, 300));
      const svg = Buffer.from(address, 'base64').toString();
      for (const label of ['Order received', 'In stock?', 'Warehouse', 'Order from supplier']) assert.ok(svg.includes(label), label);
      assert.match(source, /^Flowchart of 4 steps[^\n]*\n[^\n]*2 places are uncertain[\s\S]*command:unrender\.copyLinkSource[\s\S]*command:unrender\.replaceLink[^\n]*\n\n```mermaid\nflowchart TD\n[\s\S]*\n```\n$/);
      // The lines above grow: the preview stays with its link, and so do the places that its actions name.
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), 'one\n\ntwo\n\n');
      await vscode.workspace.applyEdit(edit);
      await eventually('the preview at its new line', () => previews.bodies(document)[0]?.line === 6);
      assert.ok(previews.bodies(document)[0]?.bodies[1]?.includes(encodeURIComponent(JSON.stringify([document.uri.toString(), 6, 0]))));
      // Closed and opened again (a change of the language is both): it goes, and comes back without a reading.
      const other = await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
      await eventually('no preview', () => previews.bodies(document).length === 0);
      const again = await vscode.languages.setTextDocumentLanguage(other, 'markdown');
      await unread.restore(again);
      assert.equal(unread.bodies(again)[0]?.line, 6);
      await unread.restore(again);
      assert.equal(unread.bodies(again).length, 1);
      await assert.rejects(previews.toggle(again, link(1)), /was not found/);
      // A link that is no longer there has no preview.
      const removal = new vscode.WorkspaceEdit();
      removal.delete(again.uri, again.lineAt(6).range);
      await vscode.workspace.applyEdit(removal);
      await eventually('no preview of a link that is gone', () => unread.bodies(again).length === 0);
    } finally {
      previews.dispose();
      unread.dispose();
    }
  });

  test('a preview between the lines: its colours are the theme’s, and a second time hides it for good', async () => {
    const { answers, store } = parts();
    const extension = vscode.extensions.getExtension('unrender.unrender');
    assert.ok(extension);
    const memory = new RememberedPreviews(new Memory(), new Memory());
    const previews = new InlinePreviews({ store, answers, log: silentLog, extensionUri: extension.extensionUri }, memory);
    const themes = vscode.workspace.getConfiguration('workbench');
    try {
      const { document } = await open('themes.md', '![x](orders.png)\n\n![code](docs/code.png)\n');
      const [first, second] = findImageLinks(document.getText(), 'markdown');
      assert.ok(first && second);
      await previews.toggle(document, first);
      await previews.toggle(document, second);
      const body = (nth: number): string => previews.bodies(document)[nth]?.bodies[0] ?? '';
      assert.doesNotMatch(body(1), /data:/);
      const dark = body(0);
      await themes.update('colorTheme', 'Default Light Modern', vscode.ConfigurationTarget.Global);
      await eventually('other colours', () => body(0) !== dark);
      assert.match(Buffer.from(/base64,([^)]+)\)/.exec(body(0))?.[1] ?? '', 'base64').toString(), /fill="#1f1f1f"/);
      await previews.toggle(document, first);
      assert.deepEqual(previews.bodies(document).map(({ line }) => line), [2]);
      assert.deepEqual(memory.of(document.uri), [{ target: 'docs/code.png', nth: 0 }]);
      await previews.hide(document);
      assert.deepEqual([previews.bodies(document), memory.of(document.uri)], [[], []]);
    } finally {
      await themes.update('colorTheme', undefined, vscode.ConfigurationTarget.Global);
      previews.dispose();
    }
  });

  test('a preview between the lines: the command and the code action toggle it, and the source can be copied from there', async () => {
    const { document } = await open('toggle.md', 'x\n\n![x](orders.png)\n');
    const titles = async (): Promise<string[]> => (await actionsAt(document, 2, 3)).map(({ title }) => title);
    await act(document, 2, 3, 'Preview inline');
    assert.ok((await titles()).includes('Hide inline preview'));
    await run(commandIds.copyLinkSource, document.uri.toString(), 2, 3);
    assert.match(await vscode.env.clipboard.readText(), /^flowchart TD\n/);
    await run(commandIds.toggleInlinePreview, document.uri.toString(), 2, 3);
    assert.ok((await titles()).includes('Preview inline'));
    await run(commandIds.toggleInlinePreview, document.uri.toString(), 2, 3);
    await run(commandIds.hideInlinePreviews);
    assert.ok((await titles()).includes('Preview inline'));
  });

  test('a link that leads nowhere, and a picture that is broken, change nothing', async () => {
    await vscode.workspace.fs.writeFile(file('broken-file.png'), new Uint8Array([...await vscode.workspace.fs.readFile(file('orders.png')), 93]));
    for (const [index, target] of ['gone.png', 'broken-file.png', 'https://example.org/a.png', 'notes.md'].entries()) {
      const before = `![x](${target})\n`;
      const { document } = await open(`broken-${index}.md`, before);
      await run(commandIds.replaceLink, document.uri.toString(), 0, 3);
      assert.equal(document.getText(), before);
      await run('notifications.clearAll');
    }
  });

  test('a document that changes while the picture is read is left alone', async () => {
    const { document } = await open('race.md', '![x](race.png)\n');
    await vscode.workspace.fs.writeFile(file('race.png'), new Uint8Array([...await vscode.workspace.fs.readFile(file('orders.png')), 91, 92]));
    const replacing = run(commandIds.replaceLink, document.uri.toString(), 0, 3);
    await pause(100);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'typed ');
    await vscode.workspace.applyEdit(edit);
    await replacing;
    assert.equal(document.getText(), 'typed ![x](race.png)\n');
    await run('notifications.clearAll');
  });

  test('pasted pixels become the block of the place', async () => {
    const { answers, store } = parts();
    const provider = new SourcePaste({ answers, store });
    const bytes = new Uint8Array([...await vscode.workspace.fs.readFile(file('orders.png')), 42]);
    let known = false;
    const token = new vscode.CancellationTokenSource().token;
    const paste = async (language: string, content: string, character: number, trigger: vscode.DocumentPasteTriggerKind): Promise<string | undefined> => {
      const document = await vscode.workspace.openTextDocument({ language, content });
      const data = new vscode.DataTransfer();
      data.set('image/png', new Picture(bytes));
      const [edit] = await provider.provideDocumentPasteEdits(document, [new vscode.Range(0, character, 0, character)], data, { only: undefined, triggerKind: trigger }, token);
      if (!edit) return undefined;
      assert.equal(edit.title, known ? 'Paste as Mermaid (Unrender)' : 'Paste as Source (Unrender)');
      assert.equal(edit.insertText, '', 'nothing is read before it is chosen');
      assert.ok((edit.yieldTo?.length ?? 0) > 0, 'others go first');
      const { insertText } = await provider.resolveDocumentPasteEdit(edit, token);
      known = true;
      return content.slice(0, character) + (typeof insertText === 'string' ? insertText : insertText.value) + content.slice(character);
    };
    const { Automatic, PasteAs } = vscode.DocumentPasteTriggerKind;
    assert.match(await paste('markdown', 'see here', 4, Automatic) ?? '', /^see \n\n<!-- unrender picture= sha256=[0-9a-f]{64} [^\n]*-->\n```mermaid\n[\s\S]*\n```\n\nhere$/);
    assert.match(await paste('python', '    # ', 6, PasteAs) ?? '', /^ {4}# unrender [^\n]*\n {4}# ```mermaid\n {4}# flowchart TD\n[\s\S]*\n {4}# ```\n$/);
    assert.match(await paste('typescript', '', 0, PasteAs) ?? '', /^\/\/ unrender [^\n]*\n\/\/ ```mermaid\n/);
    // Alone it would be the default.
    assert.equal(await paste('typescript', '', 0, Automatic), undefined);
  });

  test('a dropped picture becomes the block of the place, and a dropped text nothing', async () => {
    const { answers, store } = parts();
    const provider = new SourcePaste({ answers, store });
    const token = new vscode.CancellationTokenSource().token;
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: 'see\n' });
    const drop = async (mime: string, item: vscode.DataTransferItem): Promise<readonly vscode.DocumentDropEdit[]> => {
      const data = new vscode.DataTransfer();
      data.set(mime, item);
      return provider.provideDocumentDropEdits(document, new vscode.Position(1, 0), data, token);
    };
    const [edit] = await drop('text/uri-list', new vscode.DataTransferItem(file('orders.png').toString()));
    assert.ok(edit instanceof vscode.DocumentDropEdit);
    assert.equal(edit.insertText, '', 'nothing is read before it is chosen');
    const { insertText } = await provider.resolveDocumentDropEdit(edit as Parameters<typeof provider.resolveDocumentDropEdit>[0], token);
    assert.match(typeof insertText === 'string' ? insertText : insertText.value, /^<!-- unrender picture=[^ ]*orders\.png sha256=[0-9a-f]{64} [^\n]*-->\n```mermaid\nflowchart TD\n/);
    assert.equal((await drop('text/uri-list', new vscode.DataTransferItem(file('notes.md').toString()))).length, 0);
    assert.equal((await drop('text/uri-list', new vscode.DataTransferItem('https://example.org/a.png'))).length, 0);
  });

  test('a picture comes into a notebook’s Markdown cell, pasted or dropped, and its mark counts from the notebook', async () => {
    await run('workbench.action.closeAllEditors');
    const { answers, store } = parts();
    const provider = new SourcePaste({ answers, store });
    const token = new vscode.CancellationTokenSource().token;
    const bytes = new Uint8Array([...await vscode.workspace.fs.readFile(file('orders.png')), 43]);
    await vscode.workspace.fs.writeFile(file('cells/flow.png'), bytes);
    const cell = (id: string, type: 'markdown' | 'code', source: string): object => ({ id, cell_type: type, metadata: {}, source: [source], ...(type === 'code' && { outputs: [], execution_count: null }) });
    await vscode.workspace.fs.writeFile(file('cells/flow.ipynb'), new TextEncoder().encode(JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell('a', 'markdown', 'see '), cell('b', 'markdown', ''), cell('c', 'code', '')] })));
    const { notebook } = await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(file('cells/flow.ipynb')));
    const documents = notebook.getCells().map(({ document }) => document);
    const [first, second] = documents;
    assert.ok(first && second);
    assert.deepEqual(documents.map(({ uri, languageId }) => [uri.scheme, languageId]).slice(0, 2), [['vscode-notebook-cell', 'markdown'], ['vscode-notebook-cell', 'markdown']]);
    // What the providers are registered for holds for cells, too.
    for (const document of [first, second]) assert.ok(vscode.languages.match(pasteable, document) > 0, document.uri.toString());
    const insert = async (document: vscode.TextDocument, at: vscode.Position, text: string | vscode.SnippetString): Promise<string> => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, at, typeof text === 'string' ? text : text.value);
      assert.ok(await vscode.workspace.applyEdit(edit));
      return document.getText();
    };
    try {
      const pixels = new vscode.DataTransfer();
      pixels.set('image/png', new Picture(bytes));
      const end = new vscode.Position(0, 4);
      const [pasted] = await provider.provideDocumentPasteEdits(first, [new vscode.Range(end, end)], pixels, { only: undefined, triggerKind: vscode.DocumentPasteTriggerKind.Automatic }, token);
      assert.ok(pasted, 'a cell has VS Code’s own choice, so ours is offered beside it');
      assert.match(await insert(first, end, (await provider.resolveDocumentPasteEdit(pasted, token)).insertText), /^see \n\n<!-- unrender picture= sha256=[0-9a-f]{64} [^\n]*-->\n```mermaid\nflowchart TD\n[\s\S]*\n```\n$/);
      const list = new vscode.DataTransfer();
      list.set('text/uri-list', new vscode.DataTransferItem(file('cells/flow.png').toString()));
      const [dropped] = await provider.provideDocumentDropEdits(second, new vscode.Position(0, 0), list, token);
      assert.equal(dropped?.title, 'Paste as Mermaid (Unrender)');
      assert.match(await insert(second, new vscode.Position(0, 0), (await provider.resolveDocumentDropEdit(dropped, token)).insertText), /^<!-- unrender picture=flow\.png sha256=[0-9a-f]{64} [^\n]*-->\n```mermaid\nflowchart TD\n[\s\S]*\n```\n$/);
    } finally {
      await run('workbench.action.revertAndCloseActiveEditor');
      await vscode.workspace.fs.delete(file('cells'), { recursive: true });
    }
  });

  test('Mermaid’s own parser runs in this host', async () => {
    const extension = vscode.extensions.getExtension('unrender.unrender');
    assert.ok(extension);
    const graph = await parseFlowchart('flowchart LR\n  A["a #quot;b#quot;"] -->|"yes"| B & C\n  subgraph G [Group]\n    B\n  end', extension.extensionUri);
    assert.deepEqual(graph.nodes.map(({ id, lines, container }) => [id, lines.join('|'), container]), [['A', 'a "b"', undefined], ['B', 'B', 'G'], ['C', 'C', undefined]]);
    assert.deepEqual(graph.edges.map(({ source, target, label }) => [source, target, ...label]), [['A', 'B', 'yes'], ['A', 'C', 'yes']]);
    assert.deepEqual(graph.containers.map(({ id, lines }) => [id, ...lines]), [['G', 'Group']]);
    await assert.rejects(parseFlowchart('flowchart LR\n A --> [', extension.extensionUri), /Parse error/);
  });

  test('compares a source that was edited with its picture, and updates it', async () => {
    const { document } = await open('compare.md', '![x](orders.png)\n');
    await act(document, 0, 3, 'Replace with');
    const made = document.getText();
    const edit = new vscode.WorkspaceEdit();
    const at = document.positionAt(made.indexOf('Pick items'));
    edit.replace(document.uri, new vscode.Range(at, at.translate(0, 10)), 'Pack a crate');
    edit.insert(document.uri, document.positionAt(made.lastIndexOf('```')), '  D --> N["Bill"]\n');
    await vscode.workspace.applyEdit(edit);
    const comparing = run(commandIds.compareWithPicture, document.uri.toString(), 0, 3);
    const report = await eventually('the report', async () => {
      await run('notifications.focusToasts');
      await run('notification.acceptPrimaryAction');
      return vscode.window.visibleTextEditors.find(({ document: { uri } }) => uri.scheme === 'unrender-report');
    });
    await comparing;
    const text = report.document.getText();
    assert.match(text, /“Bill” is gone/);
    assert.match(text, /“Pack a crate” now reads “Pick items”/);
    assert.match(text, /edited since it was made; the picture is the same/);
    await run('notifications.clearAll');
    // The message's second choice cannot be clicked from here: what it does is asked for.
    const ref = { type: 'file', uri: file('orders.png').toString(), name: 'orders.png' } as const;
    const place = await placeOf([document.uri.toString(), 0, 3]);
    await updateSource(place, markerOf(place), await parts().answers.source(ref, new vscode.CancellationTokenSource().token), ref);
    assert.equal(document.getText(), made);
  });

  test('converts every diagram of the workspace after a look at the preview, with one undo', async () => {
    await run('workbench.action.closeAllEditors');
    const texts: Readonly<Record<string, string>> = {
      'convert/a.md': '# A\n\n![one](../sure.png)\n\ntext\n', 'convert/b.rst': 'B\n=\n\n.. image:: ../sure.png\n\nend\n', 'convert/c.md': '| ![cell](../sure.png) |\n\n![gone](gone.png)\n\n![code](../docs/code.png)\n',
    };
    await vscode.workspace.fs.writeFile(file('sure.png'), new Uint8Array([...await vscode.workspace.fs.readFile(file('orders.png')), 94]));
    for (const [name, text] of Object.entries(texts)) await vscode.workspace.fs.writeFile(file(name), new TextEncoder().encode(text));
    const converting = run(commandIds.convertWorkspace);
    const text = async (name: string): Promise<string> => (await vscode.workspace.openTextDocument(file(name))).getText();
    // Accepts the list when it comes, then the preview; either command does nothing before its turn.
    await eventually('the converted documents', async () => {
      await run('workbench.action.acceptSelectedQuickOpenItem');
      await run('refactorPreview.apply');
      await pause(700);
      return /mermaid/.test(await text('convert/a.md'));
    });
    await run('notifications.clearAll');
    await converting;
    const report = await eventually('the report', () => vscode.workspace.textDocuments.find(({ uri, isClosed }) => !isClosed && uri.scheme === 'unrender-report' && uri.path.includes('Convert')));
    assert.match(report.getText(), /\| Links replaced \| [1-9]\d* \|[\s\S]*\n- convert\/b\.rst: 1\n[\s\S]*\n- convert\/c\.md:1: no block can stand/);
    assert.match(await text('convert/a.md'), /^# A\n\n<!-- unrender picture=\.\.\/sure\.png [^\n]*\n```mermaid\n[\s\S]*```\n\ntext\n$/);
    assert.match(await text('convert/b.rst'), /^B\n=\n\n\.\. unrender [^\n]*\n\n\.\. mermaid::\n/);
    assert.equal(await text('convert/c.md'), texts['convert/c.md']);
    await vscode.window.showTextDocument(file('convert/a.md'));
    await run('undo');
    await eventually('the undone text', async () => (await text('convert/a.md')) === texts['convert/a.md'], 10_000);
  });

  test('a conversion’s report: every link is counted once, by what became of it', async () => {
    await run('workbench.action.closeAllEditors');
    const root = 'report';
    const bytes = await vscode.workspace.fs.readFile(file('orders.png'));
    for (const [name, end] of [['sure-a.png', 51], ['sure-b.png', 52], ['code-x.png', 53], ['broken-y.png', 54], ['other.png', 55]] as const) await vscode.workspace.fs.writeFile(file(`${root}/${name}`), new Uint8Array([...bytes, end]));
    const text = '![](sure-a.png)\n\n![](sure-b.png)\n\n![](sure-b.png)\n\n| ![](sure-a.png) |\n|---|\n\n![](code-x.png)\n\n![](broken-y.png)\n\n![](other.png)\n\n![](gone.png)\n\n![](https://example.org/a.png)\n\n![](drawn.svg)\n\n![](data:image/png;base64,AAAA)\n';
    await vscode.workspace.fs.writeFile(file(`${root}/all.md`), new TextEncoder().encode(text));
    const survey = await surveyWorkspace(new vscode.CancellationTokenSource().token, () => undefined);
    const mine = <T extends { readonly where: string }>(all: readonly T[]): T[] => all.filter(({ where }) => where.startsWith(`${root}/`));
    const chosen = survey.pictures.filter(({ uri }) => uri.path.includes(`/${root}/`) && !uri.path.endsWith('/other.png'));
    const { answers } = parts();
    const { read, flowcharts, left } = await readAll({ answers }, chosen, new vscode.CancellationTokenSource().token, () => undefined);
    assert.deepEqual([read, flowcharts.length], [3, 2]);
    const { edit, offers, left: unfit } = await replacements(flowcharts);
    assert.deepEqual(offers.map(({ where, same }) => [where, same]), [[`${root}/all.md:1`, 2], [`${root}/all.md:3`, 2], [`${root}/all.md:5`, 2]]);
    // A person takes two of three: the first, and one of the two that lead to the same picture.
    const document = await vscode.workspace.openTextDocument(file(`${root}/all.md`));
    const [, edits = []] = edit.entries().find(([uri]) => uri.toString() === document.uri.toString()) ?? [];
    const some = new vscode.WorkspaceEdit();
    some.set(document.uri, edits.filter(({ newText }) => newText !== '').slice(0, 2));
    assert.ok(await vscode.workspace.applyEdit(some));
    const outcome = await outcomeOf(offers, textOf);
    assert.deepEqual([...outcome.replaced], [[`${root}/all.md`, 2]]);
    const conversion = { documents: 1, pictures: 5, chosen: 4, read, flowcharts: flowcharts.length, offers, replaced: outcome.replaced, left: [...mine(survey.left), ...left, ...unfit, ...outcome.left, ...notChosen({ ...survey, pictures: survey.pictures.filter(({ uri }) => uri.path.endsWith(`/${root}/other.png`)) }, chosen)] };
    assert.equal(replacedLinks(conversion) + leftLinks(conversion), findImageLinks(text, 'markdown').length);
    const report = conversionReport(conversion);
    for (const line of ['| Links replaced | 2 |', '| Links left as they were | 9 |', '| No flowchart: Code | 1 |', '| The picture could not be read | 1 |', '| The picture was not found | 1 |', '| The picture is not on this machine | 1 |', '| A format that is not read (SVG, PDF and others) | 1 |', '| The picture is a part of the document | 1 |', '| No block can stand in the place | 1 |', '| The picture was not chosen | 1 |', '| Offered, and not taken in the preview | 1 |', `- ${root}/all.md: 2`]) assert.ok(report.includes(`${line}\n`), `${line}\n${report}`);
    await run('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(file(root), { recursive: true });
  });

  test('converts the pictures of a notebook’s Markdown cells', async () => {
    await run('workbench.action.closeAllEditors');
    await vscode.workspace.fs.writeFile(file('nb/sure.png'), new Uint8Array([...await vscode.workspace.fs.readFile(file('orders.png')), 95]));
    const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{ id: 'a', cell_type: 'markdown', metadata: {}, source: ['# Flow\n', '\n', '![x](sure.png)\n'] }, { id: 'b', cell_type: 'code', metadata: {}, outputs: [], execution_count: null, source: ['# ![x](sure.png)'] }] };
    await vscode.workspace.fs.writeFile(file('nb/flow.ipynb'), new TextEncoder().encode(JSON.stringify(notebook)));
    const cellText = async (): Promise<string> => (await vscode.workspace.openNotebookDocument(file('nb/flow.ipynb'))).cellAt(0).document.getText();
    const survey = await surveyWorkspace(new vscode.CancellationTokenSource().token, () => undefined);
    const picture = survey.pictures.find(({ uri }) => uri.path.endsWith('/nb/sure.png'));
    assert.deepEqual(picture?.references.map(({ where }) => where), ['nb/flow.ipynb#1:3']);
    const { answers } = parts();
    const { flowcharts } = await readAll({ answers }, [picture], new vscode.CancellationTokenSource().token, () => undefined);
    const { edit, offers } = await replacements(flowcharts);
    assert.equal(offers.length, 1);
    const applying = vscode.workspace.applyEdit(edit, { isRefactoring: true });
    // The preview comes first; the command does nothing before its turn.
    await eventually('the converted cell', async () => {
      await run('refactorPreview.apply');
      await pause(500);
      return /^# Flow\n\n<!-- unrender picture=sure\.png [^\n]*-->\n```mermaid\nflowchart TD\n/.test(await cellText());
    });
    assert.ok(await applying);
    await run('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(file('nb'), { recursive: true });
  });

  test('the picture among a notebook’s outputs is explained: of the selected cell, or the one that was clicked', async () => {
    await run('workbench.action.closeAllEditors');
    const png = (end: number): Promise<string> => Promise.resolve(vscode.workspace.fs.readFile(file('orders.png'))).then((bytes) => Buffer.from([...bytes, end]).toString('base64'));
    const cell = (id: string, outputs: readonly object[]): object => ({ id, cell_type: 'code', metadata: {}, execution_count: 1, source: ['draw()'], outputs });
    const picture = async (end: number): Promise<object> => ({ output_type: 'display_data', metadata: {}, data: { 'image/png': await png(end), 'text/plain': ['<Figure>'] } });
    const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell('a', []), cell('b', [await picture(31)]), cell('c', [await picture(32)])] };
    await vscode.workspace.fs.writeFile(file('out/drawn.ipynb'), new TextEncoder().encode(JSON.stringify(notebook)));
    const editor = await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(file('out/drawn.ipynb')));
    editor.selections = [new vscode.NotebookRange(1, 2)];
    await run(commandIds.explainOutputImage, { webviewSection: 'image' });
    assert.deepEqual(panels(), ['Unrender: output of cell 2']);
    await vscode.window.showNotebookDocument(editor.notebook);
    const [output] = editor.notebook.cellAt(2).outputs;
    assert.ok(output && 'id' in output, 'this VS Code names outputs');
    await run(commandIds.explainOutputImage, { webviewSection: 'image', outputId: output.id });
    assert.ok(panels().includes('Unrender: output of cell 3'));
    await run('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(file('out'), { recursive: true });
  });

  test('Source Control: both versions of a picture are read and compared', async () => {
    await run('workbench.action.closeAllEditors');
    const git = (...args: string[]): void => { execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: folder.fsPath, stdio: 'ignore' }); };
    git('init');
    git('add', 'orders.png');
    git('commit', '-m', 'picture');
    await vscode.workspace.fs.writeFile(file('orders.png'), new Uint8Array([...await vscode.workspace.fs.readFile(file('orders.png')), 7]));
    await run('git.openRepository', folder.fsPath).then(undefined, () => undefined);
    await run('git.refresh').then(undefined, () => undefined);
    await pause(2000);
    await run(commandIds.explainChanges, { resourceUri: file('orders.png') });
    const report = await eventually('the report', () => vscode.window.visibleTextEditors.find(({ document: { uri } }) => uri.scheme === 'unrender-report' && uri.path.includes('Changes')));
    assert.match(report.document.getText(), /Both hold the same graph\.[\s\S]*## Before[\s\S]*```mermaid[\s\S]*## After/);
  });

  test('the clipboard: a copied path is taken, anything else gets the panel to paste into', async () => {
    for (const [text, label] of [[file('orders.png').fsPath, 'Unrender: orders.png'], ['"orders.png"', 'Unrender: orders.png'], ['just words', 'Unrender'], ['/no/such.png', 'Unrender']] as const) {
      await run('workbench.action.closeAllEditors');
      await vscode.env.clipboard.writeText(text);
      await run(commandIds.explainClipboard);
      await eventually(`a panel for ${text}`, () => panels().includes(label));
    }
  });

  test('the last screenshot is the newest picture of the folder', async () => {
    await run('workbench.action.closeAllEditors');
    const bytes = await vscode.workspace.fs.readFile(file('orders.png'));
    for (const name of ['shots/old.png', 'shots/new.png', 'shots/notes.txt']) {
      await vscode.workspace.fs.writeFile(file(name), bytes);
      await pause(50);
    }
    const configuration = vscode.workspace.getConfiguration('unrender');
    await configuration.update('screenshotFolder', file('shots').fsPath, vscode.ConfigurationTarget.Global);
    try {
      await run(commandIds.explainScreenshot);
      assert.deepEqual(panels(), ['Unrender: new.png']);
    } finally {
      await configuration.update('screenshotFolder', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('actions above links stay away until the setting asks for them', async () => {
    const { document } = await open('lens.md', '![x](orders.png)\n');
    const lenses = async (): Promise<number> => (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10)).filter(({ command }) => command?.command.startsWith('unrender.')).length;
    assert.equal(await lenses(), 0);
    const configuration = vscode.workspace.getConfiguration('unrender');
    await configuration.update('codeLens', true, vscode.ConfigurationTarget.Workspace);
    try {
      await eventually('the lenses', async () => await lenses() === 3);
    } finally {
      await configuration.update('codeLens', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  test('the list of recent answers is short, newest first, and can be cleared', async () => {
    const { history } = parts();
    const configuration = vscode.workspace.getConfiguration('unrender');
    await configuration.update('recentAnswers', 3, vscode.ConfigurationTarget.Global);
    try {
      for (const name of ['a', 'b', 'c', 'a', 'd']) await history.add({ type: 'file', uri: `file:///${name}.png`, name: `${name}.png` }, sampleAnswer);
      assert.deepEqual(history.entries.map(({ ref }) => ref.name), ['d.png', 'a.png', 'c.png']);
      await history.clear();
      assert.equal(history.entries.length, 0);
      await configuration.update('recentAnswers', 0, vscode.ConfigurationTarget.Global);
      await history.add({ type: 'file', uri: 'file:///a.png', name: 'a.png' }, sampleAnswer);
      assert.equal(history.entries.length, 0);
    } finally {
      await configuration.update('recentAnswers', undefined, vscode.ConfigurationTarget.Global);
    }
  });
}
