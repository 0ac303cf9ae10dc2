/** Screens as a recording sees them: letters that are made up, cursors, spinners, slides. What a screen shows is a function of time. */
import type { Frame, FramePicture } from '../../src/recording/types.js';

export interface Size { readonly width: number; readonly height: number }
const letter = { width: 9, height: 18 };

export class Screen {
  readonly data: Uint8Array;
  constructor(readonly size: Size, private readonly ground = 30) {
    this.data = new Uint8Array(size.width * size.height * 4).fill(ground);
    for (let at = 3; at < this.data.length; at += 4) this.data[at] = 255;
  }

  get picture(): FramePicture { return { ...this.size, data: this.data }; }

  fill(x: number, y: number, width: number, height: number, value: number): this {
    for (let row = Math.max(0, y); row < Math.min(this.size.height, y + height); row++) {
      for (let column = Math.max(0, x); column < Math.min(this.size.width, x + width); column++) this.data.fill(value, (row * this.size.width + column) * 4, (row * this.size.width + column) * 4 + 3);
    }
    return this;
  }

  /** Text from a cell of the terminal on; each letter is a pattern of its own. */
  text(row: number, column: number, words: string, ink = 220): this {
    [...words].forEach((character, at) => {
      if (character === ' ') return;
      const code = character.codePointAt(0) ?? 0;
      for (let bit = 0; bit < 24; bit++) {
        if (((code * 2654435761) >>> bit) % 2 === 0) continue;
        this.fill((column + at) * letter.width + 1 + (bit % 4) * 2, row * letter.height + 3 + Math.floor(bit / 4) * 2, 2, 2, ink);
      }
    });
    return this;
  }

  cursor(row: number, column: number, shown: boolean): this {
    return shown ? this.fill(column * letter.width, row * letter.height, letter.width, letter.height, 200) : this;
  }

  /** Noise of a codec: a pattern that differs from frame to frame, a few steps of luminance. */
  noisy(seed: number, strength: number): this {
    let state = seed * 7919 + 17;
    for (let at = 0; at < this.data.length; at += 4) {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      const add = (state >> 16) % (2 * strength + 1) - strength;
      for (let channel = 0; channel < 3; channel++) this.data[at + channel] = Math.min(255, Math.max(0, (this.data[at + channel] ?? this.ground) + add));
    }
    return this;
  }
}

/** What a camera at a rate sees of a screen. @param rate frames a second */
export async function* filmed(show: (time: number) => Screen, seconds: number, rate: number): AsyncGenerator<Frame> {
  for (let index = 0; index < Math.max(1, Math.round(seconds * rate)); index++) {
    const time = index / rate;
    yield { picture: show(time).picture, time, until: time + 1 / rate };
  }
}

/** A cursor that blinks as terminals let it. */
export function blinks(time: number): boolean { return Math.floor(time / 0.53) % 2 === 0; }
