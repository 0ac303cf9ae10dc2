/** Every place at which Unrender is met, and what shows that it works there. docs/entry-points.md is written from this list; entryPoints.test.ts holds it to the manifest and the tests. */

export interface EntryPoint {
  readonly place: string;
  /** What the manifest or the code contributes there: a command, a menu ("menu: command"), a provider. */
  readonly contributes: readonly string[];
  /** Beginnings of the titles of the tests that run inside VS Code's extension host. */
  readonly inHost: readonly string[];
  /** Beginnings of the titles of journeys, and names of their screenshots. */
  readonly journeys: readonly string[];
  readonly screenshots: readonly string[];
  /** Why something is missing. */
  readonly note?: string;
}

const link = 'code actions stand on links';
const codeActions = 'code actions: the menu';

export const entryPoints: readonly EntryPoint[] = [
  { place: 'Explorer', contributes: ['explorer/context: unrender.explainImage'], inHost: ['a picture from the Explorer', 'several pictures get a panel each'], journeys: ['Explorer: a right-click', 'a right-click in the Explorer'], screenshots: ['1-explorer', '2-linked', '20-real'] },
  { place: 'Explorer, tab and palette: recordings', contributes: ['explorer/context: unrender.explainRecording', 'editor/title/context: unrender.explainRecording', 'unrender.explainRecording', 'webview panel: unrender.storyboard'], inHost: ['a recording becomes a storyboard', 'a picture that stands still'], journeys: [], screenshots: [], note: 'the page itself is tested in a browser, a video among its recordings (test/webview/storyboard.test.ts)' },
  { place: 'Image preview, right-click', contributes: ['webview/context: unrender.explainImage'], inHost: ['the picture in the active preview'], journeys: ['image preview: the menu'], screenshots: ['7-preview-code'] },
  { place: 'Image preview, title and key', contributes: ['editor/title: unrender.explainImage', 'key: unrender.explainImage'], inHost: ['the picture in the active preview'], journeys: ['image preview: the title'], screenshots: ['50-preview-title'] },
  { place: 'Editor tab, right-click', contributes: ['editor/title/context: unrender.explainImage', 'editor/title/context: unrender.explainChanges'], inHost: ['a picture from the Explorer', 'Source Control: both versions'], journeys: ['an editor’s tab'], screenshots: ['51-tab'] },
  { place: 'Palette', contributes: ['unrender.explainImage', 'unrender.pasteImage'], inHost: ['activates and registers every command'], journeys: ['palette: offers pictures', 'paste: a picture on the clipboard'], screenshots: ['8-palette', '9-paste'] },
  { place: 'Clipboard', contributes: ['unrender.explainClipboard'], inHost: ['the clipboard: a copied path'], journeys: ['paste: a picture on the clipboard'], screenshots: ['9-paste'] },
  { place: 'Screenshots', contributes: ['unrender.explainScreenshot'], inHost: ['the last screenshot'], journeys: [], screenshots: [], note: 'a folder of this machine: nothing to see but the panel' },
  { place: 'Status bar, history', contributes: ['unrender.recentAnswers', 'unrender.clearHistory'], inHost: ['the list of recent answers', 'recent answers: the newest'], journeys: ['the status bar holds'], screenshots: ['42-recent'] },
  { place: 'Panel: cancel, log, read again', contributes: ['unrender.cancel', 'key: unrender.cancel', 'unrender.readAgain', 'unrender.showOutput', 'unrender.showAnswer', 'unrender.showPicture'], inHost: ['cancels what runs', 'a picture that is gone'], journeys: ['cancel ends a reading'], screenshots: ['10-progress', '11-broken'] },
  { place: 'Panel: copy, insert, save, export', contributes: ['webview/context: unrender.copySource', 'webview/context: unrender.copyMarkdown', 'webview/context: unrender.insertAtCursor', 'webview/context: unrender.saveSource', 'webview/context: unrender.exportSvg', 'webview/context: unrender.exportPng', 'unrender.copySource', 'unrender.copyMarkdown', 'unrender.insertAtCursor', 'unrender.saveSource', 'unrender.exportSvg', 'unrender.exportPng'], inHost: ['copies the source', 'inserts at the cursor', 'inserts the bare source', 'without an answer'], journeys: ['inserts at the cursor'], screenshots: ['6-inserted'] },
  { place: 'Panel after a reload', contributes: ['webview panel: unrender.answer'], inHost: [], journeys: ['reload brings the panel back', 'questions: asked, answered'], screenshots: ['5-reloaded', '53-asked-reloaded'], note: 'a reload ends the host that would test it' },
  { place: 'Panel: ask box', contributes: ['unrender.ask'], inHost: ['the walkthrough’s steps run'], journeys: ['questions: asked, answered'], screenshots: ['52-asked'] },
  { place: 'Panel: a language model', contributes: ['setting: unrender.questions.useLanguageModel'], inHost: [], journeys: ['a language model'], screenshots: ['54-model'], note: 'consent is a dialog that only a person can answer' },
  { place: 'Paste into documents and code', contributes: ['paste provider'], inHost: ['pasted pixels become'], journeys: ['paste: VS Code’s own link first'], screenshots: ['34-paste-as', '35-pasted'] },
  { place: 'Drop into documents and code', contributes: ['drop provider'], inHost: ['a dropped picture'], journeys: [], screenshots: [], note: 'a drag from outside cannot be made in the browser: the provider is asked with what a drop carries' },
  { place: 'Paste and drop into a notebook’s Markdown cell', contributes: ['paste provider', 'drop provider'], inHost: ['a picture comes into a notebook’s Markdown cell'], journeys: [], screenshots: [], note: 'the same providers as for files: VS Code is asked whether they hold for the cell, and they are asked with the cell' },
  { place: 'Link to a picture: code actions', contributes: ['code actions', 'unrender.replaceLink', 'unrender.addSourceBelow', 'unrender.writeAltText', 'unrender.explainLink'], inHost: [link, 'titles say what would be written', 'replaces a link with Mermaid', 'adds the source below', 'every language has its own form'], journeys: [codeActions], screenshots: ['32-code-actions', '33-replaced'] },
  { place: 'Link to a picture: hover', contributes: ['hover', 'unrender.readLink'], inHost: ['hovering tells what is known'], journeys: ['hover tells'], screenshots: ['30-hover', '31-hover-read'] },
  { place: 'Link to a picture: preview between the lines', contributes: ['unrender.toggleInlinePreview', 'unrender.hideInlinePreviews', 'unrender.copyLinkSource', 'comments/commentThread/title: unrender.hideInlinePreviews', 'preview threads'], inHost: ['a preview between the lines: drawn below', 'a preview between the lines: its colours', 'a preview between the lines: the command'], journeys: ['preview between the lines'], screenshots: ['45-inline', '46-inline-hidden'] },
  { place: 'Link to a picture: lenses', contributes: ['code lenses', 'setting: unrender.codeLens'], inHost: ['actions above links stay away', 'titles say what would be written'], journeys: [], screenshots: [], note: 'off by default' },
  { place: 'Source with a mark: compare', contributes: ['unrender.compareWithPicture'], inHost: ['compares a source that was edited', 'Mermaid’s own parser runs'], journeys: [], screenshots: [] },
  { place: 'Workspace: convert', contributes: ['unrender.convertWorkspace'], inHost: ['converts every diagram', 'converts the pictures of a notebook', 'a conversion’s report'], journeys: ['workspace: the list'], screenshots: ['39-convert-list', '40-convert-preview', '41-converted'] },
  { place: 'Markdown preview', contributes: ['webview/context: unrender.explainPreviewImage', 'unrender.explainPreviewImage'], inHost: [], journeys: ['Markdown preview'], screenshots: ['36-preview-menu', '37-preview-answer'], note: 'the menu of a page has no command of its own to run' },
  { place: 'Notebook output', contributes: ['webview/context: unrender.explainOutputImage', 'unrender.explainOutputImage'], inHost: ['the picture among a notebook’s outputs'], journeys: ['notebook output: a right-click'], screenshots: ['43-notebook-menu', '44-notebook-answer'] },
  { place: 'Source Control', contributes: ['scm/resourceState/context: unrender.explainChanges', 'unrender.explainChanges'], inHost: ['Source Control: both versions'], journeys: ['Source Control: what changed'], screenshots: ['38-scm'], note: 'VS Code has no condition by file name in this menu: on other files the command says what it is for' },
  { place: 'Walkthrough', contributes: ['walkthrough: unrender.start', 'unrender.openWalkthrough', 'unrender.explainSample', 'unrender.openSampleDocument'], inHost: ['the walkthrough’s steps run'], journeys: ['the walkthrough'], screenshots: ['55-walkthrough'] },
  { place: 'Diagnostics', contributes: ['unrender.copyDiagnostics'], inHost: ['diagnostics tell'], journeys: [], screenshots: [] },
  { place: 'Agents: language model tool', contributes: ['tool: unrender_read_image'], inHost: ['the language model tool reads', 'the tool takes the open picture', 'the tool refuses', 'the tool stops'], journeys: [], screenshots: [] },
  { place: 'Chat: @unrender', contributes: ['chat participant: unrender.chat'], inHost: ['the participant reads'], journeys: [], screenshots: [], note: 'VS Code hands requests on from its chat view alone: the handler is asked with the parts of one' },
  { place: 'Language models of the person’s own', contributes: ['unrender.addModel', 'unrender.chooseModel', 'unrender.removeModel', 'unrender.setEndpointKey'], inHost: [], journeys: [], screenshots: [], note: 'the dialogs are VS Code’s own; what they lead to is tested with the real processes (test/models)' },
  { place: 'Chat: model', contributes: ['chat models: unrender'], inHost: ['the chat model takes'], journeys: [], screenshots: [] },
  { place: 'MCP server', contributes: ['MCP server: unrender.mcp', 'unrender.copyMcpConfiguration'], inHost: ['the MCP server is defined', 'the configuration for another program'], journeys: [], screenshots: [], note: 'the server itself is tested with the protocol’s client (test/agents/mcp.test.ts) and the MCP Inspector (npm run inspect)' },
];

/** docs/entry-points.md. */
export function entryPointsPage(): string {
  const cell = (items: readonly string[], missing: string): string => (items.length === 0 ? missing : items.map((item) => `${item.replace(/\|/g, '\\|')}`).join('; '));
  return [
    '# Entry points', '',
    'Where Unrender is met in VS Code, and what shows that it works there: tests inside the extension host ([test/extension/inhost](../test/extension/inhost)), journeys through a real VS Code and their',
    'screenshots ([test/journeys](../test/journeys), which write them to `artifacts/journeys`). Written from [test/extension/entryPoints.ts](../test/extension/entryPoints.ts) by its test, which fails when a',
    'command, menu, key or provider of the manifest is missing here, and when a test or a screenshot named here does not exist.', '',
    '| place | in the host | journey | screenshots | note |', '|---|---|---|---|---|',
    ...entryPoints.map(({ place, inHost, journeys, screenshots, note = '' }) => `| ${place} | ${cell(inHost, '–')} | ${cell(journeys, '–')} | ${cell(screenshots, '–')} | ${note} |`), '',
  ].join('\n');
}
