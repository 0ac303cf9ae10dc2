/** The kinds of pictures, in the order of the router's logits: the same as `models/unrender_models/router/kinds.py`. */
export const kinds = [
  'flowchart', 'sequence', 'class', 'state', 'er', 'diagram', 'formula', 'table', 'chart', 'interface', 'code', 'terminal', 'prose', 'other', 'page',
] as const;

/** `diagram` is any other diagram; `other` a photo, an icon, a drawing, an empty screen; `page` mixes several of the kinds. */
export type PictureKind = (typeof kinds)[number];

/** What a photo must never be called. */
export const diagrams: ReadonlySet<PictureKind> = new Set(['flowchart', 'sequence', 'class', 'state', 'er', 'diagram']);

/** Kinds that there are none of without a line of text. */
export const written: ReadonlySet<PictureKind> = new Set(['sequence', 'class', 'er', 'code', 'terminal', 'prose', 'page']);
