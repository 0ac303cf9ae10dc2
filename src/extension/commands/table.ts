/** What each command runs. A name in contributions.ts without an entry here does not compile. */
import * as vscode from 'vscode';
import { copyMcpConfiguration } from '../agents/copyConfiguration.js';
import { walkthroughId, type CommandName } from '../contributions.js';
import { copyDiagnostics } from '../diagnostics/command.js';
import type { LastEditor } from '../lastEditor.js';
import type { Log } from '../log.js';
import type { Panels } from '../panels/panels.js';
import type { PictureStore } from '../pictureStore.js';
import type { Documents } from '../documents/index.js';
import type { History } from '../history.js';
import type { Reader } from '../reader.js';
import type { Storyboards } from '../recordings/storyboards.js';
import type { CommandRun } from './register.js';
import { clearHistory, recentAnswers } from './recent.js';
import { explainClipboard, explainScreenshot } from './capture.js';
import { copyMarkdown, copySource, insertAtCursor, saveSource } from './deliver.js';
import { explainImage } from './explain.js';
import { explainRecording } from './explainRecording.js';
import { exportDiagram } from './exportDiagram.js';
import { pickPicture } from './pickPicture.js';
import { addModel, chooseModel, removeModel, setEndpointKey } from '../models/commands.js';
import type { ModelService } from '../models/service.js';
import { askAbout, explainSample, openSampleDocument } from './samples.js';

export interface CommandServices {
  readonly context: vscode.ExtensionContext; readonly panels: Panels; readonly lastEditor: LastEditor; readonly log: Log; readonly store: PictureStore; readonly history: History;
  readonly documents: Documents; readonly reader: Reader; readonly models: ModelService; readonly storyboards: Storyboards;
}

export function commandTable({ context, panels, lastEditor, log, store, history, documents, reader, models, storyboards }: CommandServices): Readonly<Record<CommandName, CommandRun>> {
  return {
    explainImage: explainImage(panels, pickPicture),
    explainRecording: explainRecording(storyboards, panels),
    pasteImage: () => { panels.openPaste(); },
    cancel: () => { (panels.busy ?? storyboards.busy)?.cancel(); },
    readAgain: () => { const panel = panels.current; return panel?.picture && panel.read(panel.picture); },
    copySource: copySource(panels),
    copyMarkdown: copyMarkdown(panels),
    insertAtCursor: insertAtCursor(panels, lastEditor),
    saveSource: saveSource(panels),
    exportSvg: exportDiagram(panels, 'svg'),
    exportPng: exportDiagram(panels, 'png'),
    showPicture: () => { const picture = panels.current?.picture; return picture && vscode.commands.executeCommand('vscode.open', store.uriOf(picture)); },
    showAnswer: () => { (panels.busy ?? storyboards.busy ?? panels.current)?.reveal(); },
    showOutput: () => { log.show(); },
    explainClipboard: explainClipboard(panels, store),
    explainScreenshot: explainScreenshot(panels),
    recentAnswers: recentAnswers(history, panels),
    clearHistory: clearHistory(history),
    copyMcpConfiguration: copyMcpConfiguration(context.extensionUri),
    ask: askAbout(panels, context.extensionUri),
    copyDiagnostics: copyDiagnostics({ context, reader, panels, history, log }),
    explainSample: explainSample(panels, context.extensionUri),
    openSampleDocument: openSampleDocument(context.extensionUri),
    openWalkthrough: () => vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#${walkthroughId}`, false),
    addModel: addModel(models, log),
    chooseModel: chooseModel(models, log),
    removeModel: removeModel(models, log),
    setEndpointKey: setEndpointKey(models),
    ...documents.commands,
  };
}
