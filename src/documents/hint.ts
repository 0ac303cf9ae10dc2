/** A first look at a document that costs next to nothing: whether it is worth looking for links to pictures at all. */

const signs = /!\[|<img|image::?|figure::|\\includegraphics|unrender +picture=/i;

/** False only where no link and no marker can be found. */
export function mayHoldPictures(text: string): boolean { return signs.test(text); }
