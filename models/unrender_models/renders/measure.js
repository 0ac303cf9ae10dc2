// Runs in the page: where text and lines really are. All results are in CSS pixels of the page.
'use strict';
(() => {
  const context = document.createElement('canvas').getContext('2d');
  const metrics = new Map();

  /** Ascent and descent in CSS pixels of the font that an element's text is set in. */
  function fontOf(element) {
    const style = getComputedStyle(element);
    const font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    let found = metrics.get(font);
    if (!found) {
      context.font = font;
      const size = context.measureText('x');
      found = { ascent: size.fontBoundingBoxAscent, descent: size.fontBoundingBoxDescent, em: parseFloat(style.fontSize) };
      metrics.set(font, found);
    }
    return found;
  }

  /**
   * Visual lines of text under `root`: [{ text, box: [x0, y0, x1, y1] }], top to bottom. A box runs from 0.92 em above the baseline
   * to 0.23 em below it, whatever the font's own line height is. `apart` keeps texts further apart than that many em separate.
   */
  function textLines(root, apart = 3) {
    const lines = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let space = false;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || /^(style|script|title|desc|option)$/i.test(parent.tagName) || getComputedStyle(parent).visibility === 'hidden') continue;
      const font = fontOf(parent);
      let offset = 0;
      for (const character of node.data) {
        range.setStart(node, offset);
        range.setEnd(node, (offset += character.length));
        if (/\s/.test(character)) { space = true; continue; }
        const rect = range.getClientRects()[0];
        if (!rect || rect.width === 0 || rect.height === 0) continue;
        const scale = rect.height / (font.ascent + font.descent), em = font.em * scale;
        const baseline = rect.top + font.ascent * scale;
        const last = lines.at(-1);
        if (last && Math.abs(last.baseline - baseline) < 0.4 * em && rect.left - last.box[2] < apart * em && rect.left - last.box[0] > -0.5 * em) {
          last.text += (space || rect.left - last.box[2] > 0.25 * em ? ' ' : '') + character;
          last.box = [Math.min(last.box[0], rect.left), Math.min(last.box[1], baseline - 0.92 * em), Math.max(last.box[2], rect.right), Math.max(last.box[3], baseline + 0.23 * em)];
        } else {
          lines.push({ text: character, baseline, box: [rect.left, baseline - 0.92 * em, rect.right, baseline + 0.23 * em] });
        }
        space = false;
      }
    }
    return lines.sort((a, b) => a.baseline - b.baseline || a.box[0] - b.box[0]).map(({ text, box }) => ({ text, box }));
  }

  /** Union of the boxes of the drawn shapes under `root` (texts and labels left out), or undefined. */
  function shapeBox(root) {
    let box;
    for (const element of root.querySelectorAll('path, rect, polygon, circle, ellipse, line, polyline, image')) {
      if (element.closest('.label, .cluster-label, foreignObject, defs, marker') !== null) continue;
      const style = getComputedStyle(element), rect = element.getBoundingClientRect();
      if (style.display === 'none' || (rect.width === 0 && rect.height === 0)) continue;
      if (style.fill === 'none' && style.stroke === 'none' && element.tagName !== 'image') continue;
      box = box ? [Math.min(box[0], rect.left), Math.min(box[1], rect.top), Math.max(box[2], rect.right), Math.max(box[3], rect.bottom)]
        : [rect.left, rect.top, rect.right, rect.bottom];
    }
    return box;
  }

  /**
   * Points along a path, about `step` apart. A sketched path draws every stretch twice: a piece that jumps back is left out.
   */
  function pathPoints(path, step = 4) {
    const matrix = path.getScreenCTM();
    const pieces = (path.getAttribute('d') ?? '').split(/(?=M)/).filter(piece => piece.length > 2);
    const scratch = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.parentNode.append(scratch);
    let points = [];
    for (const piece of pieces) {
      scratch.setAttribute('d', piece);
      const length = scratch.getTotalLength(), count = Math.max(1, Math.ceil(length / step));
      const sampled = Array.from({ length: count + 1 }, (_, i) => {
        const at = scratch.getPointAtLength((length * i) / count);
        return [matrix.a * at.x + matrix.c * at.y + matrix.e, matrix.b * at.x + matrix.d * at.y + matrix.f];
      });
      const last = points.at(-1), first = sampled[0], end = sampled.at(-1);
      if (last && pieces.length > 1) {
        const toFirst = Math.hypot(last[0] - first[0], last[1] - first[1]), toEnd = Math.hypot(last[0] - end[0], last[1] - end[1]);
        if (toEnd <= toFirst) continue;
      }
      points = points.concat(sampled);
    }
    scratch.remove();
    return points;
  }

  function inside(point, box, diamond) {
    const dx = Math.abs(point[0] - (box[0] + box[2]) / 2) / Math.max(1, (box[2] - box[0]) / 2);
    const dy = Math.abs(point[1] - (box[1] + box[3]) / 2) / Math.max(1, (box[3] - box[1]) / 2);
    return diamond ? dx + dy <= 1 : Math.max(dx, dy) <= 1;
  }

  /** Arrow marks hide the last pixels of a path: continue its end, at most `reach`, to the border of the box. */
  function extended(points, box, diamond, reach = 16) {
    if (points.length < 2) return points;
    const end = points.at(-1);
    let before = points.at(-2);
    for (let i = points.length - 2; i >= 0 && Math.hypot(end[0] - before[0], end[1] - before[1]) < 2; i--) before = points[i];
    const length = Math.hypot(end[0] - before[0], end[1] - before[1]);
    if (length < 0.5 || inside(end, box, diamond)) return points;
    const ux = (end[0] - before[0]) / length, uy = (end[1] - before[1]) / length;
    for (let t = 0.5; t <= reach; t += 0.5) {
      const at = [end[0] + ux * t, end[1] + uy * t];
      if (inside(at, box, diamond)) return [...points, at];
    }
    return points;
  }

  window.measure = { textLines, shapeBox, pathPoints, extended };
})();
