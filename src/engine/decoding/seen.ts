import type { FloatTensor } from '../runtime/graph.js';
import { output } from '../runtime/graph.js';

/** What the resampler says about R regions. Logits unless said; see docs/model-package.md for the shapes. */
export interface Seen {
  readonly count: number;
  readonly kind: Float32Array;
  readonly roles: Float32Array;
  readonly parents: Float32Array;
  readonly pairs: Float32Array;
  readonly links: Float32Array;
  readonly labelSource: Float32Array;
  readonly labelTarget: Float32Array;
  /** What the decoder is given at every step. */
  readonly visual: Readonly<Record<'region_inputs' | 'pointer_keys' | 'cross_k' | 'cross_v', FloatTensor>>;
}

export function readSeen(outputs: Readonly<Record<string, FloatTensor>>): Seen {
  const roles = output(outputs, 'roles');
  const get = (name: string): Float32Array => output(outputs, name).data;
  return {
    count: roles.dims[1] ?? 0, kind: get('kind'), roles: roles.data, parents: get('parents'), pairs: get('pairs'), links: get('links'),
    labelSource: get('label_source'), labelTarget: get('label_target'),
    visual: {
      region_inputs: output(outputs, 'region_inputs'), pointer_keys: output(outputs, 'pointer_keys'),
      cross_k: output(outputs, 'cross_k'), cross_v: output(outputs, 'cross_v'),
    },
  };
}
