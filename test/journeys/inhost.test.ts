/** Runs test/extension/inhost inside VS Code's extension host. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodeServer, codeServerInstalled } from '../support/codeServer.js';
import { testExtension } from '../support/testExtension.js';
import { makeWorkspace } from './workspace.js';

describe.skipIf(!codeServerInstalled)('in the extension host', () => {
  let server: CodeServer;
  let workspace: string;

  beforeAll(async () => {
    workspace = await makeWorkspace();
    server = await CodeServer.start();
  }, 400_000);
  afterAll(async () => {
    await server?.close();
    await rm(workspace, { recursive: true, force: true });
  });

  it('all tests pass', { timeout: 900_000 }, async () => {
    const log: string[] = [];
    const code = await new Promise<unknown>((resolve, reject) => {
      const exposed = {
        codeAutomationLog: (_type: unknown, args: unknown) => {
          const said = (Array.isArray(args) ? args.map(String) : [String(args)]).join('\n').split('\n');
          log.push(...said);
          // As they come: a run that is cut off tells how far it came.
          for (const line of said) if (/^(%c)?(not ok|ok|activation|\d+ of|    at|Assertion|\w*Error|Waited|[+-] |['"`\d].* !== )/.test(line.trim())) console.log(line);
        },
        codeAutomationExit: (status: unknown) => { resolve(status); },
      };
      server.open({ workspace, extension: testExtension, tests: join(testExtension, 'dist', 'tests.cjs'), exposed }).catch(reject);
    });
    expect(code, log.slice(-40).join('\n')).toBe(0);
  });
});
