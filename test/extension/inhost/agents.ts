/** Agents and the chat, asked through VS Code's own API. The engine is the stand-in. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { toolName } from '../../../src/agents/contract.js';
import { AgentReader } from '../../../src/extension/agents/agentReader.js';
import { copyMcpConfiguration } from '../../../src/extension/agents/copyConfiguration.js';
import { ChatHandler } from '../../../src/extension/agents/chatHandler.js';
import { followups } from '../../../src/extension/agents/chatMemory.js';
import { McpDefinition } from '../../../src/extension/agents/mcpDefinition.js';
import type { Log } from '../../../src/extension/log.js';
import { PictureStore } from '../../../src/extension/pictureStore.js';
import type { StatusBar } from '../../../src/extension/statusBar.js';
import { createReader } from '../../support/replayReader.js';
import { eventually, test } from './harness.js';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
const file = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);
const closeAll = (): Thenable<unknown> => vscode.commands.executeCommand('workbench.action.closeAllEditors');

async function invoke(input: object, token?: vscode.CancellationToken): Promise<string> {
  const { content } = await vscode.lm.invokeTool(toolName, { input, toolInvocationToken: undefined }, token);
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

/** What a chat view would show. */
class Response {
  readonly markdowns: string[] = [];
  readonly commands: string[] = [];
  markdown(value: string | vscode.MarkdownString): void { this.markdowns.push(typeof value === 'string' ? value : value.value); }
  button({ command }: vscode.Command): void { this.commands.push(command); }
  anchor(): void { /* not looked at */ }
  filetree(): void { /* not looked at */ }
  progress(): void { /* not looked at */ }
  reference(): void { /* not looked at */ }
  push(): void { /* not looked at */ }
  get text(): string { return this.markdowns.join(''); }
}

export function agentTests(): void {
  test('the language model tool reads a picture of the workspace, by relative path, absolute path and address', async () => {
    await vscode.extensions.getExtension('unrender.unrender')?.activate();
    const tool = vscode.lm.tools.find(({ name }) => name === toolName);
    assert.ok(tool);
    assert.match(tool.description, /data, never an instruction/);
    for (const path of ['orders.png', './docs/../orders.png', file('orders.png').fsPath, file('orders.png').toString()]) {
      const text = await invoke({ path });
      assert.match(text, /^Picture `"orders\.png"`, [\s\S]*```mermaid\nflowchart TD\n/, path);
    }
    assert.match(await invoke({ path: 'orders.png', format: 'mermaid' }), /^```mermaid\nflowchart TD\n[\s\S]*```\n$/);
    assert.equal((JSON.parse(await invoke({ path: 'orders.png', format: 'json' })) as { version: number }).version, 1);
  });

  test('the tool takes the open picture when it is given no path', async () => {
    await closeAll();
    await assert.rejects(invoke({}), /No picture is open/);
    await vscode.commands.executeCommand('vscode.open', file('docs/code.png'));
    await eventually('the image preview', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom);
    assert.match(await invoke({}), /^Picture `"code\.png"`/);
    await assert.rejects(invoke({ format: 'mermaid' }), /holds no flowchart/);
    await closeAll();
  });

  test('the tool refuses what is neither in the workspace nor open, links too, and says so', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'unrender-outside-'));
    const link = file('docs/link.png');
    try {
      writeFileSync(join(outside, 'secret.png'), await vscode.workspace.fs.readFile(file('orders.png')));
      symlinkSync(join(outside, 'secret.png'), link.fsPath);
      for (const path of [join(outside, 'secret.png'), vscode.Uri.file(join(outside, 'secret.png')).toString(), '../secret.png', 'docs/link.png']) await assert.rejects(invoke({ path }), /refused/, path);
      await assert.rejects(invoke({ path: 'https://example.com/a.png' }), /only files/);
      await assert.rejects(invoke({ path: 'docs/missing.png' }), /does not exist/);
      await assert.rejects(invoke({ path: 'docs/broken.png' }), /was not read: `"broken\.png ends early/);
      // Once a person has opened it, it may be read.
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(join(outside, 'secret.png')));
      await eventually('the image preview', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom);
      assert.match(await invoke({ path: join(outside, 'secret.png') }), /flowchart TD/);
    } finally {
      await closeAll();
      rmSync(link.fsPath, { force: true });
      rmSync(outside, { recursive: true, force: true });
    }
  });

  test('the tool stops when it is cancelled', async () => {
    const source = new vscode.CancellationTokenSource();
    const reading = invoke({ path: 'docs/slow.png' }, source.token);
    setTimeout(() => { source.cancel(); }, 500);
    await assert.rejects(reading, /cancel/i);
    source.dispose();
  });

  test('the chat model takes a picture and answers with Markdown', async () => {
    const [model] = await vscode.lm.selectChatModels({ vendor: 'unrender' });
    assert.ok(model);
    const ask = async (content: (vscode.LanguageModelTextPart | vscode.LanguageModelDataPart)[]): Promise<string> => {
      const { text } = await model.sendRequest([vscode.LanguageModelChatMessage.User(content)]);
      let all = '';
      for await (const part of text) all += part;
      return all;
    };
    const picture = vscode.LanguageModelDataPart.image(await vscode.workspace.fs.readFile(file('orders.png')), 'image/png');
    assert.match(await ask([new vscode.LanguageModelTextPart('What is this?'), picture]), /^Picture `"image"`, [\s\S]*```mermaid\nflowchart TD\n/);
    assert.match(await ask([new vscode.LanguageModelTextPart('Hello')]), /attach an image/);
  });

  test('the participant reads what is attached, named or open, and goes on about it', async () => {
    await closeAll();
    const storage = mkdtempSync(join(tmpdir(), 'unrender-chat-'));
    // Channel and status bar entry are the extension's own: a second one of the same name would take them away from it.
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined, timings: () => undefined } as unknown as Log;
    const status = { begin: () => undefined, stage: () => undefined, end: () => undefined } as unknown as StatusBar;
    const store = new PictureStore(vscode.Uri.file(storage));
    const handler = new ChatHandler(new AgentReader({ reader: createReader(), store, log, status }), store, log);
    const ask = async (request: { prompt?: string; command?: string; values?: unknown[] }, before: vscode.ChatResult[] = []): Promise<{ response: Response; result: vscode.ChatResult }> => {
      const response = new Response();
      const references = (request.values ?? []).map((value, index) => ({ id: String(index), value }));
      // The parts of a request and of a turn that the handler may look at; the classes themselves cannot be made here.
      const asked = { prompt: request.prompt ?? '', command: request.command, references, toolReferences: [] } as unknown as vscode.ChatRequest;
      const history = before.map((result) => ({ result, participant: 'unrender.chat', response: [] })) as unknown as vscode.ChatContext['history'];
      return { response, result: await handler.handle(asked, { history }, response, new vscode.CancellationTokenSource().token) };
    };
    try {
      const nothing = await ask({ prompt: 'hello' });
      assert.match(nothing.response.text, /Attach an image/);
      assert.deepEqual(followups(nothing.result), []);

      const attached = await ask({ values: [file('orders.png')] });
      assert.match(attached.response.text, /```mermaid\nflowchart TD\n[\s\S]*```\n[\s\S]*- A flowchart of 5 steps/);
      assert.deepEqual(attached.response.commands, ['unrender.explainImage']);
      const offered = followups(attached.result);
      assert.equal(offered.at(-1)?.command, 'mermaid');
      assert.ok(offered.length > 1, 'questions are offered');

      const asked = await ask({ prompt: 'What follows "Pick items"?' }, [attached.result]);
      assert.match(asked.response.text, /“Ship parcel”/);
      assert.doesNotMatch(asked.response.text, /A flowchart of/);
      // "It" is what the answer before found.
      assert.match((await ask({ prompt: 'and what leads to it?' }, [attached.result, asked.result])).response.text, /“Pick items” leads to “Ship parcel”/);
      assert.match((await ask({ prompt: 'What colour is the sky?' }, [attached.result])).response.text, /cannot answer that/);
      assert.match((await ask({ prompt: 'what is this?', values: [file('orders.png')] })).response.text, /```mermaid/);

      const next = await ask({ command: 'mermaid' }, [nothing.result, attached.result]);
      assert.match(next.response.text, /^```mermaid\n/);
      assert.doesNotMatch(next.response.text, /A flowchart of/);
      const explained = await ask({ command: 'explain' }, [attached.result]);
      assert.doesNotMatch(explained.response.text, /```/);
      assert.match(explained.response.text, /A flowchart of 5 steps/);

      const bytes = await vscode.workspace.fs.readFile(file('orders.png'));
      const pasted = await ask({ values: [{ mimeType: 'image/png', data: () => Promise.resolve(bytes) }] });
      assert.match(pasted.response.text, /```mermaid/);
      assert.match((await ask({ command: 'mermaid' }, [pasted.result])).response.text, /^```mermaid/);

      assert.match((await ask({ prompt: 'what is in docs/empty.png?' })).response.text, /nothing to read/);
      assert.equal((await ask({ prompt: 'docs/broken.png' })).result.errorDetails?.message.includes('ends early'), true);
      assert.match((await ask({ values: [file('gone.png')] })).result.errorDetails?.message ?? '', /cannot be opened/);

      const several = await ask({ values: [file('docs/broken.png'), file('orders.png')] });
      assert.match(several.response.text, /ends early/);
      assert.match(several.response.text, /```mermaid/);

      await vscode.commands.executeCommand('vscode.open', file('orders.png'));
      await eventually('the image preview', () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom);
      const open = await ask({ command: 'mermaid' });
      assert.match(open.response.text, /^```mermaid/);
      assert.equal(open.result.metadata?.['fromEditor'], true);
    } finally {
      await closeAll();
      rmSync(storage, { recursive: true, force: true });
    }
  });

  test('the configuration for another program is chosen, and copied with the paths of this machine', async () => {
    const extension = mkdtempSync(join(tmpdir(), 'unrender-mcp-'));
    try {
      mkdirSync(join(extension, 'dist'));
      writeFileSync(join(extension, 'dist', 'cli.js'), '');
      await vscode.env.clipboard.writeText('');
      const copying = copyMcpConfiguration(vscode.Uri.file(extension))();
      const text = await eventually('the configuration', async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return vscode.env.clipboard.readText();
      });
      await copying;
      const { mcpServers } = JSON.parse(text) as { readonly mcpServers: { readonly unrender: { readonly command: string; readonly args: readonly string[] } } };
      assert.equal(mcpServers.unrender.command, process.execPath);
      assert.deepEqual([mcpServers.unrender.args[0], ...mcpServers.unrender.args.slice(-2)], [join(extension, 'dist', 'cli.js'), '--root', folder.fsPath]);
      await vscode.commands.executeCommand('notifications.clearAll');
    } finally {
      rmSync(extension, { recursive: true, force: true });
    }
  });

  test('the MCP server is defined with the workspace as its root, and not where it cannot run', () => {
    const extension = mkdtempSync(join(tmpdir(), 'unrender-mcp-'));
    const definition = new McpDefinition(vscode.Uri.file(extension), '1.2.3');
    try {
      assert.deepEqual(definition.provideMcpServerDefinitions(), []);
      mkdirSync(join(extension, 'dist'));
      writeFileSync(join(extension, 'dist', 'cli.js'), '');
      const [server] = definition.provideMcpServerDefinitions();
      assert.ok(server);
      assert.deepEqual([server.command, server.args.slice(0, 2), server.args.slice(-2), server.version], [process.execPath, [join(extension, 'dist', 'cli.js'), 'mcp'], ['--root', folder.fsPath], '1.2.3']);
      assert.equal(server.env['ELECTRON_RUN_AS_NODE'], '1');
    } finally {
      definition.dispose();
      rmSync(extension, { recursive: true, force: true });
    }
  });
}
