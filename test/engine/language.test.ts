import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Ajv } from 'ajv';
import schema from '../../models/packages/language.schema.json' with { type: 'json' };
import { openLanguageModel } from '../../src/engine/families/open.js';
import { Tokenizer, WordStream } from '../../src/engine/generation/tokenizer.js';
import { loadLanguagePackage } from '../../src/engine/package/language.js';
import type { LanguageManifest } from '../../src/engine/package/language.js';
import { violations } from '../../src/engine/package/schema.js';
import { addGraph } from './onnxBytes.js';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'language-')); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(file: string, content: string | Uint8Array): { file: string; bytes: number; sha256: string } {
  const bytes = Buffer.from(content);
  writeFileSync(join(folder, file), bytes);
  return { file, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** A package whose graphs are one node each. */
function pack(operator = 'Identity', domain = ''): LanguageManifest {
  const graph = put('vision.onnx', addGraph(operator, domain));
  const file = { format: 1, task: 'text', name: 'tiny', version: '1.0.0', licence: 'MIT', family: 'prefix', source: { class: 'llava', format: 'fp32' } } as const;
  return {
    ...file,
    graphs: { vision: graph, embed: graph, decoder: graph },
    picture: { size: 4, fit: 'squash', kernel: 'bicubic', resize: 4, mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] },
    decoder: { layers: 1, heads: 1, headSize: 2, width: 2, vocabulary: 8, context: 16 },
    attention: { kind: 'causal' },
    prompt: { begin: [1], picture: { marker: 7, tokens: 1, before: [], after: [], shared: false } },
    generation: { stop: [2] },
    card: { summary: 'nothing', parameters: 0 },
    selfTest: { graph: 'vision', output: 'features', tolerance: 0.1, expected: [{ index: 0, value: -0.5 }] },
  };
}
const write = (manifest: object): void => writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
const open = async (manifest: object): Promise<unknown> => {
  write(manifest);
  const model = await openLanguageModel(folder, 'cpu', 1);
  await model.dispose();
  return undefined;
};

describe('a language package', () => {
  it('opens where all is well', async () => {
    await expect(open(pack())).resolves.toBeUndefined();
  });

  it.each<[string, (good: LanguageManifest) => object, RegExp]>([
    ['a newer format', (good) => ({ ...good, format: 2 }), /format 2 is not known/u],
    ['an unknown family', (good) => ({ ...good, family: 'gemini' }), /family "gemini".*flamingo, prefix/u],
    ['a family that every object has', (good) => ({ ...good, family: 'constructor' }), /family "constructor"/u],
    ['an unknown field', (good) => ({ ...good, run: 'rm' }), /"run" is not known/u],
    ['a wrong hash', (good) => ({ ...good, graphs: { ...good.graphs, decoder: { ...good.graphs['decoder'], sha256: 'f'.repeat(64) } } }), /vision\.onnx is damaged/u],
    ['a truncated file', (good) => ({ ...good, graphs: { ...good.graphs, embed: { ...good.graphs['embed'], bytes: 9999 } } }), /bytes instead of 9999/u],
    ['a missing file', (good) => ({ ...good, graphs: { ...good.graphs, embed: { file: 'gone.onnx', bytes: 1, sha256: 'f'.repeat(64) } } }), /gone\.onnx cannot be read \(ENOENT\)/u],
    ['a missing graph', (good) => ({ ...good, graphs: { vision: good.graphs['vision'], embed: good.graphs['embed'] } }), /needs a graph "decoder"/u],
    ['a file outside its folder', (good) => ({ ...good, graphs: { ...good.graphs, embed: { ...good.graphs['embed'], file: '../vision.onnx' } } }), /graphs\.embed\.file: must match/u],
  ])('is refused by name with %s', async (_, change, message) => {
    await expect(open(change(pack()))).rejects.toMatchObject({ code: 'package-invalid', message: expect.stringMatching(message) as string });
  });

  it('is refused by name with an unknown operator', async () => {
    await expect(open(pack('Frobnicate'))).rejects.toMatchObject({ code: 'package-invalid', message: expect.stringMatching(/vision\.onnx uses the operator "[^"]*Frobnicate"/u) as string });
    await expect(open(pack('Frobnicate', 'com.example'))).rejects.toMatchObject({ code: 'package-invalid', message: expect.stringMatching(/operator "[^"]*Frobnicate"/u) as string });
  });

  it('is refused where its self-test fails', async () => {
    const good = pack();
    await expect(open({ ...good, selfTest: { ...good.selfTest, expected: [{ index: 0, value: 3 }] } })).rejects.toThrow('self-test failed: features[0] is -0.5, expected 3');
  });

  it('is checked as Ajv checks it', () => {
    const good = pack();
    const validate = new Ajv({ strict: false }).compile(schema);
    for (const value of [good, { ...good, task: 'draw' }, { ...good, picture: { ...good.picture, deviation: [0, 1, 1] } }, { ...good, attention: { kind: 'full' } }, { ...good, card: {} }]) {
      expect(violations(schema, value).length === 0).toBe(validate(value));
    }
  });
});

describe('its tokenizer', () => {
  const vocab = { '<pad>': 0, '<s>': 1, '</s>': 2, what: 3, is: 4, this: 5, user: 6, '<image>': 7 };
  const added = ['<pad>', '<s>', '</s>', '<image>'].map((content) => ({ id: vocab[content as keyof typeof vocab], content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }));
  const tokenizer = { version: '1.0', added_tokens: added, normalizer: null, pre_tokenizer: { type: 'WhitespaceSplit' }, post_processor: null, decoder: null, model: { type: 'WordLevel', vocab, unk_token: '<pad>' } };
  const picture = { width: 1, height: 1, rgb: new Uint8Array(3), sha256: 'a' };
  const openIt = async (template?: string): Promise<Tokenizer> => {
    const files = { file: put('tokenizer.json', JSON.stringify(tokenizer)), ...(template !== undefined && { template: put('chat_template.jinja', template) }) };
    write({ ...pack(), tokenizer: files });
    return Tokenizer.open(await loadLanguagePackage(folder));
  };

  it('lays turns out one after the other where there is no template', async () => {
    const words = await openIt();
    expect(words.prompt([{ role: 'user', content: ['what is', picture, 'this'] }])).toEqual([{ tokens: [1] }, { tokens: [3, 4] }, { picture }, { tokens: [5] }]);
    expect(words.decode([3, 4, 2])).toBe('what is');
  });

  it('follows the checkpoint\'s template and puts pictures at its markers', async () => {
    const words = await openIt('<s> {% for m in messages %}{{ m.role }} {% for part in m.content %}{% if part.type == "image" %}<image> {% else %}{{ part.text }} {% endif %}{% endfor %}{% endfor %}');
    expect(words.prompt([{ role: 'user', content: [picture, 'what is this'] }])).toEqual([{ tokens: [1, 6] }, { picture }, { tokens: [3, 4, 5] }]);
    // A picture's marker that a person writes is words (here: unknown ones), and no picture.
    expect(words.prompt([{ role: 'user', content: ['<image>', picture] }])).toEqual([{ tokens: [1, 6, 0, 0] }, { picture }, { tokens: [] }]);
  });

  it('is refused where it is damaged', async () => {
    const words = await openIt();
    expect(words.encode('this')).toEqual([5]);
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify({ ...tokenizer, version: '2.0' }));
    await expect(Tokenizer.open(await loadLanguagePackage(folder))).rejects.toThrow('tokenizer.json is damaged');
  });

  it('tells words as they become certain', () => {
    const parts = ['caf', '\uFFFD', '\uFFFD', '!'];
    const stream = new WordStream((ids) => (ids.length === 3 ? 'café' : ids.length === 4 ? 'café!' : ids.map((id) => parts[id] ?? '').join('')));
    expect([0, 1, 2, 3].map((id) => stream.push(id))).toEqual(['caf', '', 'é', '!']);
    expect(stream.end()).toBe('');
  });
});
