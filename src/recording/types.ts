/** Pixels of a frame: RGBA, 8 bits a channel, row by row. */
export interface FramePicture { readonly width: number; readonly height: number; readonly data: Uint8Array | Uint8ClampedArray }

/** A frame of a recording. It shows until the next one comes. */
export interface Frame {
  readonly picture: FramePicture;
  /** Seconds since the beginning. */
  readonly time: number;
  /** Seconds since the beginning at which it ends, where the format says so. */
  readonly until?: number;
}

/** What becomes of frames while a recording is looked through. `T` is a step's encoded picture. */
export type PickEvent<T> =
  /**
   * A step. Ids count up in the order of the recording. `time`: since when its picture stood, in seconds. `slight`: so little changed since the step before that it may have been the mouse
   * pointer alone; it is a step if it reads otherwise.
   */
  | { readonly type: 'step'; readonly id: number; readonly time: number; readonly slight: boolean; readonly width: number; readonly height: number; readonly picture: T }
  /** There are more steps than a storyboard takes: this one went into its neighbour. */
  | { readonly type: 'drop'; readonly id: number };
