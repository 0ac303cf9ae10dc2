/** The drawn diagram as a file: SVG with its background and title, or PNG at twice its size. */
import { makeSvg } from './dom.js';
import { l10n } from './l10n.js';

const pngScale = 2;
/** Chromium refuses larger canvases. */
const longestSide = 8192;

export async function exportDiagram(drawn: SVGSVGElement, format: 'svg' | 'png', background: string, title: string): Promise<Uint8Array> {
  const svg = standalone(drawn, background, title);
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
  return format === 'svg' ? new TextEncoder().encode(text) : rasterise(text, svg);
}

function standalone(drawn: SVGSVGElement, background: string, title: string): SVGSVGElement {
  const svg = drawn.cloneNode(true) as SVGSVGElement;
  const { x, y, width, height } = drawn.viewBox.baseVal;
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.insertBefore(makeSvg('rect', { x, y, width, height, fill: background }), svg.firstChild);
  if (!svg.querySelector(':scope > title')) {
    const element = makeSvg('title');
    element.textContent = title;
    svg.insertBefore(element, svg.firstChild);
  }
  return svg;
}

async function rasterise(text: string, svg: SVGSVGElement): Promise<Uint8Array> {
  const { width, height } = svg.viewBox.baseVal;
  const scale = Math.min(pngScale, longestSide / Math.max(width, height));
  const image = new Image();
  // A data URL: a canvas that drew an SVG from a blob URL counts as tainted.
  image.src = `data:image/svg+xml;base64,${base64(new TextEncoder().encode(text))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new Error(l10n.t('This window cannot draw pictures.'));
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, 'image/png'); });
  if (!blob) throw new Error(l10n.t('The picture could not be encoded.'));
  return new Uint8Array(await blob.arrayBuffer());
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000) binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(binary);
}
