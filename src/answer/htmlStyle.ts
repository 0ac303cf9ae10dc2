/** Styles only from the page, images only from the page: even a mistake in the escaping could neither run nor ask for anything. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** A self-contained page down to its body. @param title escaped @param more styles after the sheet that all pages have */
export function pageHead(title: string, more: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${pageStyle}${more}</style>
</head>`;
}

/** The style sheet of the answer's page. Colours are variables, so that light, dark and forced colours are one sheet. */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #ffffff; --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --panel: #f6f8fa; --accent: #0969da; --doubt: #9a6700; --doubt-ground: #fff3c4; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0d1117; --text: #e6edf3; --soft: #9198a1; --line: #3d444d; --panel: #151b23; --accent: #58a6ff; --doubt: #e3b341; --doubt-ground: #3b2e0a; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 78rem; background: var(--ground); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
header p, footer { color: var(--soft); margin: 0; }
h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
.pictures { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); margin-top: 1.25rem; align-items: start; }
/* A tall picture leaves room beside it: what is said of it stays in sight with it. */
@media (min-width: 60rem) {
  .beside { display: grid; grid-template-columns: fit-content(55%) minmax(24rem, 1fr); gap: 2.5rem; align-items: start; }
  .beside .pictures { display: flex; flex-wrap: wrap; position: sticky; top: 1rem; }
  .beside .words > section:first-child > h2 { margin-top: 1.25rem; }
}
figure { margin: 0; }
figcaption { color: var(--soft); font-size: .875rem; margin-top: .35rem; }
.sheet { position: relative; width: fit-content; max-width: 100%; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; background: #ffffff; color: #1f2328; }
.sheet img { display: block; width: auto; height: auto; max-width: 100%; max-height: max(20rem, 80vh); }
.drawing img { padding: 1rem; object-fit: contain; }
.regions { position: absolute; inset: 0; width: 100%; height: 100%; }
.regions rect { fill: transparent; stroke: var(--accent); stroke-width: 1.5; stroke-opacity: .35; vector-effect: non-scaling-stroke; }
.regions rect.doubt { stroke: var(--doubt); stroke-opacity: .9; stroke-dasharray: 4 3; }
.regions rect:hover, .regions rect:target { fill: var(--accent); fill-opacity: .22; stroke-opacity: 1; stroke-width: 2.5; }
li { margin: .2rem 0; overflow-wrap: anywhere; }
li:hover, .piece:hover { background: color-mix(in srgb, var(--accent) 14%, transparent); }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 1rem; overflow: auto; font: .875rem/1.5 ui-monospace, monospace; tab-size: 4; }
.table { overflow: auto; max-width: 100%; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: .35rem; }
th, td { border: 1px solid var(--line); padding: .25rem .6rem; text-align: left; vertical-align: top; }
thead th { background: var(--panel); }
.table .doubt, pre .doubt { background: var(--doubt-ground); border-bottom: 2px dotted var(--doubt); color: inherit; }
a { color: var(--accent); }
footer { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: .75rem; font-size: .875rem; }
@media (forced-colors: active) { .regions rect { stroke: CanvasText; } .regions rect:hover, .regions rect:target { fill: Highlight; } :is(pre, .table) .doubt { border-bottom-color: Mark; } }
`;
