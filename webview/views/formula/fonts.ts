/** KaTeX's fonts and styles, out of the bundle: the page may load no file, and needs none. */
import css from 'katex/dist/katex.min.css' with { type: 'text' };
import aMSRegular from 'katex/dist/fonts/KaTeX_AMS-Regular.woff2' with { type: 'bytes' };
import caligraphicBold from 'katex/dist/fonts/KaTeX_Caligraphic-Bold.woff2' with { type: 'bytes' };
import caligraphicRegular from 'katex/dist/fonts/KaTeX_Caligraphic-Regular.woff2' with { type: 'bytes' };
import frakturBold from 'katex/dist/fonts/KaTeX_Fraktur-Bold.woff2' with { type: 'bytes' };
import frakturRegular from 'katex/dist/fonts/KaTeX_Fraktur-Regular.woff2' with { type: 'bytes' };
import mainBold from 'katex/dist/fonts/KaTeX_Main-Bold.woff2' with { type: 'bytes' };
import mainBoldItalic from 'katex/dist/fonts/KaTeX_Main-BoldItalic.woff2' with { type: 'bytes' };
import mainItalic from 'katex/dist/fonts/KaTeX_Main-Italic.woff2' with { type: 'bytes' };
import mainRegular from 'katex/dist/fonts/KaTeX_Main-Regular.woff2' with { type: 'bytes' };
import mathBoldItalic from 'katex/dist/fonts/KaTeX_Math-BoldItalic.woff2' with { type: 'bytes' };
import mathItalic from 'katex/dist/fonts/KaTeX_Math-Italic.woff2' with { type: 'bytes' };
import sansSerifBold from 'katex/dist/fonts/KaTeX_SansSerif-Bold.woff2' with { type: 'bytes' };
import sansSerifItalic from 'katex/dist/fonts/KaTeX_SansSerif-Italic.woff2' with { type: 'bytes' };
import sansSerifRegular from 'katex/dist/fonts/KaTeX_SansSerif-Regular.woff2' with { type: 'bytes' };
import scriptRegular from 'katex/dist/fonts/KaTeX_Script-Regular.woff2' with { type: 'bytes' };
import size1Regular from 'katex/dist/fonts/KaTeX_Size1-Regular.woff2' with { type: 'bytes' };
import size2Regular from 'katex/dist/fonts/KaTeX_Size2-Regular.woff2' with { type: 'bytes' };
import size3Regular from 'katex/dist/fonts/KaTeX_Size3-Regular.woff2' with { type: 'bytes' };
import size4Regular from 'katex/dist/fonts/KaTeX_Size4-Regular.woff2' with { type: 'bytes' };
import typewriterRegular from 'katex/dist/fonts/KaTeX_Typewriter-Regular.woff2' with { type: 'bytes' };

const files: readonly (readonly [string, string, Uint8Array<ArrayBuffer>])[] = [
  ['KaTeX_AMS', 'Regular', aMSRegular],
  ['KaTeX_Caligraphic', 'Bold', caligraphicBold],
  ['KaTeX_Caligraphic', 'Regular', caligraphicRegular],
  ['KaTeX_Fraktur', 'Bold', frakturBold],
  ['KaTeX_Fraktur', 'Regular', frakturRegular],
  ['KaTeX_Main', 'Bold', mainBold],
  ['KaTeX_Main', 'BoldItalic', mainBoldItalic],
  ['KaTeX_Main', 'Italic', mainItalic],
  ['KaTeX_Main', 'Regular', mainRegular],
  ['KaTeX_Math', 'BoldItalic', mathBoldItalic],
  ['KaTeX_Math', 'Italic', mathItalic],
  ['KaTeX_SansSerif', 'Bold', sansSerifBold],
  ['KaTeX_SansSerif', 'Italic', sansSerifItalic],
  ['KaTeX_SansSerif', 'Regular', sansSerifRegular],
  ['KaTeX_Script', 'Regular', scriptRegular],
  ['KaTeX_Size1', 'Regular', size1Regular],
  ['KaTeX_Size2', 'Regular', size2Regular],
  ['KaTeX_Size3', 'Regular', size3Regular],
  ['KaTeX_Size4', 'Regular', size4Regular],
  ['KaTeX_Typewriter', 'Regular', typewriterRegular],
];

let dressed: Promise<void> | undefined;

/** Makes fonts and styles known to the page, once. Faces out of memory are no request, so that the page's policy has nothing to allow. */
export function dress(): Promise<void> {
  dressed ??= (async () => {
    const style = document.createElement('style');
    style.textContent = `${css.replace(/@font-face\{[^}]*\}/gu, '')}
      .formula-drawn { overflow-x: auto; overflow-y: hidden; padding: 12px 4px; font-size: 1.25em; }
      .formula-drawn .katex-display { margin: 0; }
      .formula-tools { display: flex; flex-wrap: wrap; gap: 6px; margin-block: 6px; }`;
    document.head.append(style);
    await Promise.all(files.map(async ([family, kind, bytes]) => {
      const face = new FontFace(family, bytes, { weight: kind.startsWith('Bold') ? '700' : '400', style: kind.endsWith('Italic') ? 'italic' : 'normal' });
      document.fonts.add(await face.load());
    }));
  })();
  return dressed;
}
