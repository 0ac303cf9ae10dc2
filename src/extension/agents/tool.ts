/** The language model tool: any agent in VS Code can have a picture of the workspace read. */
import * as vscode from 'vscode';
import { parseInput, type ReadImageInput } from '../../agents/contract.js';
import { quoteData } from '../../agents/data.js';
import { replyOf } from '../../agents/reply.js';
import { Refused } from '../../agents/roots.js';
import { fileRef } from '../pictures.js';
import { ReadFailure } from '../reader.js';
import type { AgentReader } from './agentReader.js';
import { findPicture } from './findPicture.js';

export class ReadImageTool implements vscode.LanguageModelTool<Partial<ReadImageInput>> {
  constructor(private readonly reader: AgentReader) {}

  async prepareInvocation({ input }: vscode.LanguageModelToolInvocationPrepareOptions<Partial<ReadImageInput>>): Promise<vscode.PreparedToolInvocation> {
    const uri = await locate(input).catch((error: unknown) => error);
    // What is refused needs no leave: nothing of it is read.
    if (!(uri instanceof vscode.Uri)) return { invocationMessage: vscode.l10n.t('Reading an image') };
    const named = quoteData(vscode.workspace.asRelativePath(uri));
    return {
      invocationMessage: new vscode.MarkdownString(vscode.l10n.t('Reading {0}', named)),
      confirmationMessages: {
        title: vscode.l10n.t('Read an image'),
        message: new vscode.MarkdownString(vscode.l10n.t('Unrender reads {0} on this machine. The text and the diagram in it go to the language model of this chat, the image itself does not.', named)),
      },
    };
  }

  /** Throws what the agent is to be told. */
  async invoke({ input }: vscode.LanguageModelToolInvocationOptions<Partial<ReadImageInput>>, token: vscode.CancellationToken): Promise<vscode.LanguageModelToolResult> {
    const { format, as } = parseInput(input, '');
    const uri = await locate(input);
    const answer = await this.reader.read(fileRef(uri), token, as).catch((error: unknown) => {
      // The engine's messages begin with the file's name, which may say anything.
      throw error instanceof ReadFailure ? new Error(`The picture was not read: ${quoteData(error.message, 500)}`) : error;
    });
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(replyOf(answer, format).text)]);
  }
}

async function locate(input: unknown): Promise<vscode.Uri> {
  const { path } = parseInput(input, '');
  try {
    return await findPicture(path);
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(`${JSON.stringify(path)} cannot be found: ${error instanceof Error ? error.message : String(error)}`);
  }
}
