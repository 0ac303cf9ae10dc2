/** Draws media/icon.png (256 x 256, what the marketplace wants as PNG) from media/icon.svg. Run it after a change of the SVG. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const media = new URL('../media/', import.meta.url);
await sharp(readFileSync(new URL('icon.svg', media)), { density: 144 }).resize(256, 256).png({ compressionLevel: 9, palette: true }).toFile(fileURLToPath(new URL('icon.png', media)));
