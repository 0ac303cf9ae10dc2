import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PackageInfo } from '../../src/client/asking.js';
import { describeModel } from '../../src/client/models/describe.js';
import { readExamples } from '../../src/client/models/examples.js';
import { Registry } from '../../src/client/models/registry.js';

const info: PackageInfo = {
  name: 'tiny', version: '1.0.0', licence: 'MIT', family: 'prefix', source: 'llava', format: 'int4', task: 'text', parameters: 7e9, converses: true, context: 64, bytes: 4.1e9, memory: 5.2e9,
  provider: 'cpu', files: [{ file: 'decoder.onnx', sha256: 'f'.repeat(64), bytes: 1 }],
};
let folder = '';
let registry: Registry;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'registry-'));
  registry = new Registry(join(folder, 'deep', 'models.json'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the list of models', () => {
  it('is empty before the first, and then has each once', async () => {
    expect(await registry.list()).toEqual([]);
    expect(await registry.chosen()).toBeUndefined();
    await registry.add(info, '/a');
    await registry.add({ ...info, version: '2.0.0' }, '/a');
    const [only, ...more] = await registry.list();
    expect([only?.version, more]).toEqual(['2.0.0', []]);
    expect((await registry.chosen())?.name).toBe('tiny');
  });

  it('tells two packages of one name apart, chooses and removes', async () => {
    await registry.add(info, '/a');
    expect((await registry.add(info, '/b')).name).toBe('tiny-2');
    expect(await registry.chosen()).toBeUndefined();
    await registry.choose('tiny-2');
    expect((await registry.chosen())?.folder).toMatch(/b$/u);
    expect((await registry.remove('tiny-2')).name).toBe('tiny-2');
    expect((await registry.list()).map(({ name }) => name)).toEqual(['tiny']);
    await expect(registry.choose('gone')).rejects.toThrow('There is no model "gone"; there are: tiny.');
    // Nothing half-written lies about.
    expect(readdirSync(join(folder, 'deep'))).toEqual(['models.json']);
  });

  it('says so where it is damaged, and leaves it as it is', async () => {
    await registry.add(info, '/a');
    const file = join(folder, 'deep', 'models.json');
    writeFileSync(file, '{"models": [{"name": 1}]}');
    await expect(registry.add(info, '/b')).rejects.toThrow('is damaged. Repair or delete it');
    expect(readFileSync(file, 'utf8')).toBe('{"models": [{"name": 1}]}');
  });

  it('describes a model: number type, provider, size, and whether it fits', async () => {
    const listed = await registry.add(info, '/a');
    expect(describeModel(listed, 6e9)).toBe('llava (prefix), int4 on cpu, 7.0 billion parameters, 4.1 GB on disk, needs 5.2 GB, 6.0 GB free');
    expect(describeModel(listed, 5e9)).toContain('needs 5.2 GB, 5.0 GB free: more than there is');
  });
});

describe('examples', () => {
  it('stand before the question, pictures in their places', async () => {
    writeFileSync(join(folder, 'a.png'), 'A');
    writeFileSync(join(folder, 'e.json'), JSON.stringify([{ pictures: ['a.png'], question: 'Output:', answer: 'a cat' }, { pictures: ['a.png'], question: '', answer: 'a dog' }]));
    const { pictures, messages } = await readExamples(join(folder, 'e.json'));
    expect(pictures.map(({ name }) => name)).toEqual(['a.png', 'a.png']);
    expect(messages).toEqual([{ role: 'user', content: [0, 'Output:'] }, { role: 'assistant', content: ['a cat'] }, { role: 'user', content: [1] }, { role: 'assistant', content: ['a dog'] }]);
  });
  it.each([['{}', /are no list/u], ['[{"pictures": []}]', /number 1 is no/u], ['[{"pictures":["no.png"],"question":"","answer":""}]', /no\.png cannot be opened \(ENOENT\)/u], ['[', /cannot be used/u]])('%s is refused', async (text, message) => {
    writeFileSync(join(folder, 'e.json'), text);
    await expect(readExamples(join(folder, 'e.json'))).rejects.toThrow(message);
  });
});
