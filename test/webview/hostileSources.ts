/** Mermaid sources that try to run a script, to fetch something, to lead away or to change the page. Every one is a whole document. */
const beacon = 'https://beacon.invalid';
const script = 'window.__ran = (window.__ran || 0) + 1';

/** Labels as a picture could hold them; `"` is written the way the panel's own writer and a careless person would write it. */
export const hostileLabels: readonly string[] = [
  `<script>${script}</script>`, `<img src="${beacon}/1.png" onerror="${script}">`, `<svg onload="${script}"><image href="${beacon}/2.png"/></svg>`,
  `<iframe src="javascript:${script}"></iframe>`, `<a href="javascript:${script}">x</a>`, `<object data="${beacon}/3"></object>`, `<embed src="${beacon}/4">`,
  `<link rel="stylesheet" href="${beacon}/5.css">`, `<style>@import "${beacon}/6.css"; * { background: url(${beacon}/7.png) }</style>`, `<video src="${beacon}/8" autoplay></video>`,
  `<base href="${beacon}/">`, `<meta http-equiv="refresh" content="0;url=${beacon}/9">`, `<form action="${beacon}/10"><button>x</button></form>`, `<math><mtext><img src=${beacon}/11></mtext></math>`,
  `<input autofocus onfocus="${script}">`, `<details open ontoggle="${script}">`, `<template><script>${script}</script></template>`, `<body onload="${script}">`,
  `<svg><use href="${beacon}/12.svg#x"/></svg>`, `<svg><feImage href="${beacon}/13.png"/></svg>`, `<svg><animate onbegin="${script}" attributeName="x"/></svg>`,
  `&lt;img src=x onerror=${script}&gt;`, `#lt;img src=x onerror=${script}#gt;`, `\`**[link](javascript:${script})** ![i](${beacon}/14.png)\``, `$$\\href{javascript:${script}}{x}$$`,
  `$$\\includegraphics{${beacon}/15.png}$$`, `"]; click A "javascript:${script}"; B["`, `x%%{init: {"securityLevel": "loose"}}%%`, `<xmp><img src=${beacon}/16></xmp>`,
  `<noscript><p title="</noscript><img src=${beacon}/17 onerror=${script}>">`, `<table background="${beacon}/18.png"><td>x</td></table>`, `fa:fa-user <i class="fa" style="background:url(${beacon}/19)"></i>`,
];

const chart = (body: string): string => `flowchart TD\n  A["Start"] --> B["End"]\n${body}\n`;
const init = (config: string): string => `%%{init: ${config}}%%\n${chart('')}`;

export const hostileSources: readonly string[] = [
  ...hostileLabels.map((label) => `flowchart TD\n  A["${label}"] --> B["End"]\n`),
  ...hostileLabels.map((label) => `flowchart TD\n  A["${label.replaceAll('"', '#quot;')}"] -->|"${label.replaceAll('"', '#quot;')}"| B["End"]\n`),
  ...hostileLabels.slice(0, 8).map((label) => `flowchart TD\n  subgraph G["${label.replaceAll('"', "'")}"]\n    A --> B\n  end\n`),
  chart(`  click A href "javascript:${script}"`), chart(`  click A href "${beacon}/20" _blank`), chart(`  click A call eval("${script}")`), chart(`  click A eval`),
  chart(`  A@{ img: "${beacon}/21.png", label: "x", w: 60, h: 60 }`), chart(`  A@{ img: "javascript:${script}" }`), chart(`  A@{ icon: "${beacon}/22", form: "square" }`),
  chart(`  style A fill:url(${beacon}/23.png)`), chart(`  style A fill:#fff;}</style><script>${script}</script>`), chart(`  classDef x background:url(${beacon}/24.png)\n  class A x`),
  chart(`  linkStyle 0 stroke:url(${beacon}/25.svg#a)`), chart(`  classDef x fill:red;} * { background: url(${beacon}/26.png)\n  class A x`),
  init(`{"securityLevel": "loose", "flowchart": {"htmlLabels": true}}`), init(`{"themeCSS": "* { background: url(${beacon}/27.png) }"}`),
  init(`{"themeVariables": {"primaryColor": "red; } * { background: url(${beacon}/28.png) } x {", "fontFamily": "x; } @import url(${beacon}/29.css); y {"}}`),
  init(`{"fontFamily": "x\\"} body{background:url(${beacon}/30.png)}"}`), init(`{"dompurifyConfig": {"ADD_TAGS": ["script", "iframe"], "ADD_ATTR": ["onerror"]}}`),
  init(`{"htmlLabels": true, "look": "handDrawn", "layout": "elk", "theme": "dark"}`), init(`{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}`),
  `---\nconfig:\n  securityLevel: loose\n  htmlLabels: true\n  themeCSS: "* { background: url(${beacon}/31.png) }"\n---\n${chart(`  click A href "javascript:${script}"`)}`,
  `---\ntitle: "<img src=${beacon}/32.png onerror=${script}>"\n---\n${chart('')}`,
  `flowchart TD\n  accTitle: <img src=${beacon}/33.png>\n  accDescr: </desc><script>${script}</script>\n  A --> B\n`,
  `sequenceDiagram\n  Alice->>Bob: <img src=${beacon}/34.png onerror=${script}>\n  link Alice: x @ javascript:${script}\n  links Bob: {"x": "${beacon}/35"}\n`,
  `classDiagram\n  class A["<img src=${beacon}/36.png>"]\n  click A href "javascript:${script}"\n`, `gantt\n  title <script>${script}</script>\n  section a\n  x :a1, 2024-01-01, 3d\n  click a1 href "javascript:${script}"\n`,
  `stateDiagram-v2\n  s1: <img src=${beacon}/37.png>\n  s1 --> s2\n`, `pie title <img src=${beacon}/38.png>\n  "<script>${script}</script>" : 3\n`, `journey\n  title <img src=${beacon}/39.png>\n  section x\n    y: 5: Me\n`,
  `mindmap\n  root((<img src=${beacon}/40.png>))\n    ::icon(fa fa-book)\n`, `C4Context\n  title <img src=${beacon}/41.png>\n  Person(a, "x", $sprite="${beacon}/42.png", $link="javascript:${script}")\n`,
  `erDiagram\n  "<img src=${beacon}/43.png>" ||--o{ B : has\n`, `gitGraph\n  commit id: "<img src=${beacon}/44.png>"\n`, `quadrantChart\n  title <img src=${beacon}/45.png>\n`,
];
