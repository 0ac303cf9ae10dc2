import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnosticsText, withoutPaths, type DiagnosticFacts } from '../../src/extension/diagnostics/report.js';

const facts: DiagnosticFacts = {
  extension: '1.2.3', editor: ['VS Code 1.139.1 (desktop, desktop)'], machine: ['linux x64'],
  engine: { model: { name: 'unrender-s', version: '0.2.0', family: 'flamingo', bytes: 15_490_630 }, provider: 'cpu', refused: [{ provider: 'cuda', reason: 'cannot open /usr/lib/libcudnn.so.9: no such file' }], readyMs: 512, rssBytes: 300 * 2 ** 20 },
  settings: [['threads', 3], ['screenshotFolder', '/home/someone/shots']], panels: 1, recentAnswers: 4,
};

describe('diagnostics', () => {
  it('tell versions, engine and settings', () => {
    expect(diagnosticsText(facts)).toBe([
      '### Unrender', '- version 1.2.3', '- VS Code 1.139.1 (desktop, desktop)', '', '### Machine', '- linux x64', '', '### Engine',
      '- model unrender-s 0.2.0 (flamingo), 15.5 MB; the files are those that its manifest names', '- provider cpu: self-test passed, ready in 0.51 s, 300 MB memory',
      '- provider cuda refused: cannot open <path>: no such file', '', '### Settings that differ', '- threads: 3', '- screenshotFolder: set', '', '### Open', '- 1 panels, 4 recent answers', '',
    ].join('\n'));
    expect(diagnosticsText({ ...facts, engine: { problem: 'package-invalid: C:\\Users\\Some One\\x is damaged' }, settings: [] })).toMatch(/does not start: package-invalid: <path> is damaged[\s\S]*Settings that differ\n- none/);
  });
  it('hold no path, whatever the messages say', () => {
    const name = fc.stringMatching(/^secret[\w.-]{0,8}$/);
    const path = fc.oneof(
      fc.array(name, { minLength: 1, maxLength: 5 }).map((parts) => `/${parts.join('/')}`), fc.array(name, { minLength: 1, maxLength: 5 }).map((parts) => `C:\\${parts.join('\\')}`),
      fc.array(name, { minLength: 1, maxLength: 5 }).map((parts) => `~/${parts.join('/')}`), fc.array(name, { minLength: 1, maxLength: 5 }).map((parts) => `file:///${parts.join('/')}`),
      fc.array(name, { minLength: 2, maxLength: 5 }).map((parts) => `\\\\${parts.join('\\')}`),
    );
    fc.assert(fc.property(path, fc.constantFrom('', '"', "'", '(', ' '), (where, before) => {
      expect(withoutPaths(`cannot open ${before}${where}${before === '(' ? ')' : before}: no`)).not.toContain('secret');
    }));
    expect(withoutPaths('ready in 0.5 s and/or later, 3 / 4')).toBe('ready in 0.5 s and/or later, 3 / 4');
  });
});
