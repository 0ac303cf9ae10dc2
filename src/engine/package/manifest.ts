import type { ProviderName } from '../../client/protocol.js';

/** The manifest of a model package, format 1. The JSON Schema beside the packages is the contract; these are its types. */
export interface Manifest {
  readonly format: 1;
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly family: string;
  readonly graphs: Readonly<Record<GraphName, GraphFile>>;
  readonly picture: PictureSpec;
  readonly secondLook?: SecondLook;
  readonly proposals: ProposalSpec;
  readonly vocabulary: readonly string[];
  readonly roles: readonly string[];
  readonly kinds: readonly string[];
  readonly evidence: EvidenceGains;
  readonly decoder: DecoderSpec;
  readonly calibration: Readonly<Record<'nodes' | 'edges' | 'texts', Calibration>>;
  readonly text: TextReaderSpec;
  readonly card: ModelCard;
  readonly selfTest: SelfTest;
}

export type GraphName = 'vision' | 'resampler' | 'decoder';
export interface PackedFile { readonly file: string; readonly sha256: string; readonly bytes: number }
export interface GraphFile extends PackedFile { readonly providers?: Readonly<Partial<Record<ProviderName, PackedFile>>> }

/** Sizes in fed pixels. */
export interface PictureSpec { readonly textHeight: number; readonly maxSide: number; readonly maxPixels: number; readonly multiple: number }
/** A reading whose certainty is below `below` is made once more with text of `textHeight` fed pixels; the more certain one counts. */
export interface SecondLook { readonly textHeight: number; readonly below: number }
/** Probabilities, and how many proposals a picture may have. */
export interface ProposalSpec { readonly interior: number; readonly centre: number; readonly most: number }
export interface EvidenceGains {
  readonly source: number; readonly stop: number; readonly target: number; readonly link: number; readonly label: number; readonly none: number;
}
/** What a decoder's cache is made for. */
/** `batch`: the decoder takes several streams at once, and what it keeps of them has their number after the layers. */
export interface StreamSpec { readonly layers: number; readonly heads: number; readonly headSize: number; readonly maxSteps: number; readonly batch?: boolean }
export interface DecoderSpec extends StreamSpec { readonly crossLayers: number; readonly latents: number; readonly width: number }
/** confidence = sigmoid(logit(p) / temperature + bias). */
export interface Calibration { readonly temperature: number; readonly bias: number }

export interface TextReaderSpec {
  readonly licence: string;
  readonly wheel: { readonly name: string; readonly version: string; readonly sha256: string; readonly bytes: number };
  readonly detector: WheelMember;
  readonly recogniser: WheelMember;
  readonly dictionary: PackedFile & { readonly metadata: string };
}
export interface WheelMember extends PackedFile { readonly member: string }

export interface ModelCard {
  readonly summary: string; readonly data: string; readonly parameters: number; readonly compute: string; readonly hours: number;
  readonly scores: Readonly<Record<string, number>>; readonly limits: readonly string[];
}
export interface SelfTest {
  readonly graph: 'vision'; readonly width: number; readonly height: number; readonly tolerance: number;
  readonly expected: readonly { readonly output: string; readonly index: number; readonly value: number }[];
}
