/** Names that the manifest (package.json) and the code share; test/extension/manifest.test.ts holds the two together. */

export const panelType = 'unrender.answer';

export const commandIds = {
  explainImage: 'unrender.explainImage',
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
} as const;
export type CommandName = keyof typeof commandIds;

/** Conditions for menus and keys; they describe the panel that was used last. */
export const contextKeys = { hasAnswer: 'unrender.hasAnswer', hasDiagram: 'unrender.hasDiagram', busy: 'unrender.busy' } as const;

export const settingKeys = {
  executionProvider: 'executionProvider', threads: 'threads', idleShutdownMinutes: 'idleShutdownMinutes', openingSide: 'openingSide',
} as const;
