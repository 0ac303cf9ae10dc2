/** Names of a folder as transformers.js has it: what the engine runs of it, and so what is fetched of it from a hub. */

/** The graphs of such a folder, and our names for them. */
export const onnxGraphs = { vision: 'vision_encoder', embed: 'embed_tokens', decoder: 'decoder_model_merged' } as const;
export type OnnxGraph = keyof typeof onnxGraphs;
/** Endings of number types whose inputs and outputs are fp32, best first for a processor: four bits are read fastest. */
export const onnxEndings = ['_q4', '_bnb4', '_int8', '_uint8', '_quantized', ''] as const;
/** Weights of graphs that look lose most below 8 bits. */
const looking = ['_int8', '_uint8', '_quantized', '', '_q4', '_bnb4'] as const;
/** Kinds (`model_type`) that run as they are. */
export const onnxKinds: readonly string[] = ['idefics3', 'smolvlm'];
/** Files beside the graphs that are read where they are there. */
export const onnxSettings: readonly string[] = ['preprocessor_config.json', 'processor_config.json', 'generation_config.json', 'tokenizer_config.json', 'special_tokens_map.json', 'chat_template.jinja'];

/** Of the names in onnx/ the one that a graph is taken from; undefined where none is of a number type that runs. */
export function onnxFile(graph: OnnxGraph, names: readonly string[]): string | undefined {
  return (graph === 'decoder' ? onnxEndings : looking).map((ending) => `${onnxGraphs[graph]}${ending}.onnx`).find((name) => names.includes(name));
}
