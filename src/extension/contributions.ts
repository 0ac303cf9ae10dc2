/** Names that the manifest (package.json) and the code share; test/extension/manifest.test.ts holds the two together. */

export const panelType = 'unrender.answer';
export const storyboardType = 'unrender.storyboard';
/** By which menus know the threads of comments that previews are. */
export const previewControllerId = 'unrender.inline';
/** Under which VS Code keeps the list of recent answers; it is in no manifest, but activation and history.ts share it. */
export const historyKey = 'unrender.recentAnswers';
/** Under which VS Code keeps, for a workspace, the links that have a preview; activation and inline/memory.ts share it. */
export const previewsKey = 'unrender.inlinePreviews';

export const commandIds = {
  explainImage: 'unrender.explainImage',
  explainRecording: 'unrender.explainRecording',
  pasteImage: 'unrender.pasteImage',
  cancel: 'unrender.cancel',
  readAgain: 'unrender.readAgain',
  copySource: 'unrender.copySource',
  copyMarkdown: 'unrender.copyMarkdown',
  insertAtCursor: 'unrender.insertAtCursor',
  saveSource: 'unrender.saveSource',
  exportSvg: 'unrender.exportSvg',
  exportPng: 'unrender.exportPng',
  showPicture: 'unrender.showPicture',
  showAnswer: 'unrender.showAnswer',
  showOutput: 'unrender.showOutput',
  explainClipboard: 'unrender.explainClipboard',
  explainScreenshot: 'unrender.explainScreenshot',
  recentAnswers: 'unrender.recentAnswers',
  clearHistory: 'unrender.clearHistory',
  replaceLink: 'unrender.replaceLink',
  addSourceBelow: 'unrender.addSourceBelow',
  writeAltText: 'unrender.writeAltText',
  explainLink: 'unrender.explainLink',
  readLink: 'unrender.readLink',
  toggleInlinePreview: 'unrender.toggleInlinePreview',
  hideInlinePreviews: 'unrender.hideInlinePreviews',
  copyLinkSource: 'unrender.copyLinkSource',
  compareWithPicture: 'unrender.compareWithPicture',
  convertWorkspace: 'unrender.convertWorkspace',
  explainChanges: 'unrender.explainChanges',
  explainPreviewImage: 'unrender.explainPreviewImage',
  explainOutputImage: 'unrender.explainOutputImage',
  copyMcpConfiguration: 'unrender.copyMcpConfiguration',
  ask: 'unrender.ask',
  copyDiagnostics: 'unrender.copyDiagnostics',
  explainSample: 'unrender.explainSample',
  openSampleDocument: 'unrender.openSampleDocument',
  openWalkthrough: 'unrender.openWalkthrough',
  addModel: 'unrender.addModel',
  chooseModel: 'unrender.chooseModel',
  removeModel: 'unrender.removeModel',
  setEndpointKey: 'unrender.setEndpointKey',
} as const;
export const walkthroughId = 'unrender.start';
export type CommandName = keyof typeof commandIds;
/** Commands that documents bring. */
export type DocumentCommandName = 'replaceLink' | 'addSourceBelow' | 'writeAltText' | 'explainLink' | 'readLink' | 'compareWithPicture' | 'convertWorkspace' | 'explainChanges'
  | 'explainPreviewImage' | 'explainOutputImage' | 'toggleInlinePreview' | 'hideInlinePreviews' | 'copyLinkSource';

/** Conditions for menus and keys; they describe the panel that was used last. */
export const contextKeys = { hasAnswer: 'unrender.hasAnswer', hasDiagram: 'unrender.hasDiagram', busy: 'unrender.busy', hasPanel: 'unrender.hasPanel' } as const;

export const settingKeys = {
  executionProvider: 'executionProvider', threads: 'threads', idleShutdownMinutes: 'idleShutdownMinutes', openingSide: 'openingSide',
  pasteAs: 'pasteAs', marker: 'marker', codeLens: 'codeLens', recentAnswers: 'recentAnswers', screenshotFolder: 'screenshotFolder',
  'questions.useLanguageModel': 'questions.useLanguageModel', 'endpoint.url': 'endpoint.url', 'endpoint.model': 'endpoint.model', 'models.examples': 'models.examples', 'models.hub': 'models.hub',
} as const;
