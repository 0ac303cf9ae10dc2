import type { FromEngine } from './protocol.js';

/**
 * A message from the engine, or undefined for what is none: the process may be killed half-way through writing, or be of another version.
 * Only what the client itself acts on is looked at; the contents of an event are between the engine and whoever reads it.
 */
export function parseMessage(value: unknown): FromEngine | undefined {
  if (!isObject(value)) return undefined;
  switch (value['type']) {
    case 'ready': return isObject(value['info']) && isObject(value['info']['model']) ? (value as unknown as FromEngine) : undefined;
    case 'failed': return isError(value['error']) ? (value as unknown as FromEngine) : undefined;
    case 'event': return typeof value['id'] === 'number' && isEvent(value['event']) ? (value as unknown as FromEngine) : undefined;
    default: return undefined;
  }
}

function isEvent(value: unknown): boolean {
  if (!isObject(value)) return false;
  switch (value['type']) {
    case 'picture': return isObject(value['fed']) && value['thumbnail'] instanceof Uint8Array;
    case 'stage': return typeof value['stage'] === 'string' && typeof value['done'] === 'number' && typeof value['total'] === 'number';
    case 'regions': return Array.isArray(value['regions']);
    case 'partial': return typeof value['index'] === 'number' && isObject(value['segment']);
    case 'done': return isObject(value['answer']) && value['answer']['version'] === 1;
    case 'error': return isError(value['error']);
    default: return false;
  }
}

function isError(value: unknown): boolean {
  return isObject(value) && typeof value['code'] === 'string' && typeof value['message'] === 'string';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
