/**
 * Activates the extension in a host that has nothing but the API's outlines, as some editors made from VS Code do, and tells what happened as JSON:
 * node bareHost.cjs FOLDER "vscode's names" COMMAND. The folder holds dist/extension.cjs and dist/features.cjs.
 */
const Module = require('node:module');
const { join } = require('node:path');

const [folder, names, command] = process.argv.slice(2);
const commands = new Map();
const missing = new Set(['lm', 'chat']);

/** Anything: can be called, made with new, read and disposed. */
function outline(name) {
  const kept = { name };
  const target = function () {};
  return new Proxy(target, {
    set: (_target, key, value) => { kept[key] = value; return true; },
    get: (_target, key) => {
      if (key in kept) return kept[key];
      if (key === Symbol.toPrimitive) return () => name;
      if (key === 'then' || key === Symbol.iterator) return undefined;
      if (key === 'prototype') return target.prototype;
      return kept[key] = outline(`${name}.${String(key)}`);
    },
    apply: (_target, _this, args) => {
      if (name === 'commands.registerCommand') commands.set(args[0], args[1]);
      if (name === 'Uri.joinPath') return { ...args[0], fsPath: join(args[0].fsPath, ...args.slice(1)), toString: () => join(args[0].fsPath, ...args.slice(1)) };
      if (name.endsWith('.l10n.t') || name === 'l10n.t') return String(args[0]);
      if (name.endsWith('getConfiguration')) return { get: () => undefined };
      return outline(`${name}()`);
    },
    construct: () => ({ event: () => ({ dispose() {} }), fire() {}, dispose() {} }),
  });
}
const vscode = Object.fromEntries(names.split(' ').filter((name) => !missing.has(name)).map((name) => [name, outline(name)]));
// The one list that is gone through after activation: no document is open.
vscode.workspace.textDocuments = [];
const load = Module._load;
Module._load = function (request, ...rest) { return request === 'vscode' ? vscode : load.call(this, request, ...rest); };

const extension = require(join(folder, 'dist', 'extension.cjs'));
const ready = extension.activate({
  subscriptions: [], extensionUri: { fsPath: folder }, globalStorageUri: { fsPath: folder }, globalState: { get: () => undefined, update: async () => undefined, keys: () => [] },
  workspaceState: { get: () => undefined, update: async () => undefined, keys: () => [] },
  extension: { id: 'unrender.unrender', packageJSON: { version: '0.0.0' } },
});
const before = ready.loaded;
Promise.resolve(commands.get(command)?.()).then(() => extension.deactivate()).then(() => {
  console.log(JSON.stringify({ commands: commands.size, before, after: ready.loaded }));
}, (error) => { console.error(error); process.exitCode = 1; });
