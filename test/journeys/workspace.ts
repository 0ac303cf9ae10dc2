/** The folder that a journey opens: pictures, and a document to insert into. */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

/** A small drawing of the sample flowchart; `ground` and `ink` are colours. */
export function drawing(ground = '#ffffff', ink = '#333333'): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400" font-family="DejaVu Sans, sans-serif" font-size="14" text-anchor="middle" fill="none" stroke="${ink}">
<rect width="640" height="400" fill="${ground}" stroke="none"/>
<defs><marker id="a" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L10 5L0 10z" fill="${ink}" stroke="none"/></marker></defs>
<rect x="235" y="20" width="140" height="46" rx="23"/><path d="M305 95L385 143L305 191L225 143Z"/><rect x="85" y="205" width="160" height="185"/>
<rect x="105" y="240" width="120" height="40"/><rect x="105" y="330" width="120" height="40"/><rect x="395" y="240" width="170" height="40"/>
<g marker-end="url(#a)"><path d="M305 66V93"/><path d="M240 152L167 238"/><path d="M370 152L470 238" stroke-dasharray="4 3"/><path d="M165 280V328"/><path d="M500 240Q480 130 388 143"/></g>
<g fill="${ink}" stroke="none"><text x="305" y="48">Order received</text><text x="305" y="148">In stock?</text><text x="165" y="264">Pick items</text><text x="165" y="354">Ship parcel</text>
<text x="480" y="264">Order from supplier</text><text x="190" y="196">yes</text><text x="402" y="204">no</text><text x="165" y="224">Warehouse</text></g></svg>`;
}

export async function makeWorkspace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unrender-workspace-'));
  await mkdir(join(folder, 'docs'));
  const picture = join(folder, 'orders.png');
  await sharp(Buffer.from(drawing())).png().toFile(picture);
  const bytes = await readFile(picture);
  // A byte of their own after the picture's end: answers are kept by the file's hash, and these pictures have different ones.
  for (const [index, name] of ['code', 'empty', 'slow', 'broken'].entries()) await writeFile(join(folder, 'docs', `${name}.png`), Buffer.concat([bytes, Buffer.from([index])]));
  await writeFile(join(folder, 'notes.md'), '# Orders\n\n\nThat is how it works.\n');
  return folder;
}
