/** Stands in for `elkjs` in the bundle: 1.5 MB packed for a layout that `layout`, a setting out of a source's reach, never asks for (see `secure` in draw.ts). */
export default class NoElk {
  constructor() {
    throw new Error('The ELK layout is not part of Unrender.');
  }
}
