// node svgs.mjs JOBS.jsonl OUT: draws each {name, tool, source} as OUT/NAME.svg. What a tool refuses is left out.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const [jobs, out] = process.argv.slice(2);
const smcat = await import('state-machine-cat');
const nomnoml = require('nomnoml');
const wavedrom = require('wavedrom');
const { stringify } = require('onml');
const bytefield = require('bytefield-svg');

const TOOLS = {
  nomnoml: source => nomnoml.renderSvg(source),
  smcat: source => (smcat.default?.render ?? smcat.render)(source, { outputType: 'svg' }),
  wavedrom: source => stringify(wavedrom.renderAny(0, JSON.parse(source), wavedrom.waveSkin)),
  bytefield: source => bytefield(source),
};
const refused = {};
for (const line of readFileSync(jobs, 'utf8').split('\n').filter(Boolean)) {
  const { name, tool, source } = JSON.parse(line);
  try {
    writeFileSync(join(out, `${name}.svg`), await TOOLS[tool](source));
  } catch (error) {
    refused[`${tool}: ${String(error.message).split('\n')[0].slice(0, 80)}`] = (refused[`${tool}: ${String(error.message).split('\n')[0].slice(0, 80)}`] ?? 0) + 1;
  }
}
console.log(JSON.stringify({ refused }));
