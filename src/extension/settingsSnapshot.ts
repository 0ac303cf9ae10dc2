/** The settings as values; knows nothing of VS Code, so that it can be tested without it. */
import { settingKeys } from './contributions.js';

export const providers = ['auto', 'webgpu', 'cuda', 'dml', 'coreml', 'cpu'] as const;
export type ProviderSetting = (typeof providers)[number];
export const pasteChoices = ['offer', 'first', 'off'] as const;

export interface Settings {
  readonly executionProvider: ProviderSetting;
  /** 0: as many as the machine's physical cores. */
  readonly threads: number;
  /** Minutes without a reading after which the engine's process ends; 0: never. */
  readonly idleShutdownMinutes: number;
  readonly openingSide: 'beside' | 'active';
  /** `offer`: beside VS Code's own choices; `first`: before them. */
  readonly pasteAs: 'offer' | 'first' | 'off';
  /** Sources in documents carry an invisible comment with the picture's hash. */
  readonly marker: boolean;
  readonly codeLens: boolean;
  /** How many answers the list of recent ones holds; 0: none is kept. */
  readonly recentAnswers: number;
  /** Empty: the platform's own. */
  readonly screenshotFolder: string;
  /** What the panel cannot answer itself may be asked of a language model of VS Code. */
  readonly 'questions.useLanguageModel': boolean;
  /** Address of an endpoint of OpenAI's protocol; empty: there is none, and nothing leaves this machine. */
  readonly 'endpoint.url': string;
  /** The name that the endpoint has for its model. */
  readonly 'endpoint.model': string;
  /** A file with examples that a model is shown before a question; empty: none. */
  readonly 'models.examples': string;
  /** Address of the hub that models are fetched from when a person asks for one by name; empty: the public one. */
  readonly 'models.hub': string;
}

/** Anything that a settings file may hold becomes a usable value: settings are typed by hand. */
export function settingsFrom(get: (key: string) => unknown): Settings {
  const provider = get(settingKeys.executionProvider);
  return {
    executionProvider: providers.find((name) => name === provider) ?? 'auto',
    threads: Math.floor(bounded(get(settingKeys.threads), 0, 64, 0)),
    idleShutdownMinutes: bounded(get(settingKeys.idleShutdownMinutes), 0, 24 * 60, 10),
    openingSide: get(settingKeys.openingSide) === 'active' ? 'active' : 'beside',
    pasteAs: pasteChoices.find((choice) => choice === get(settingKeys.pasteAs)) ?? 'offer',
    marker: get(settingKeys.marker) !== false,
    codeLens: get(settingKeys.codeLens) === true,
    recentAnswers: Math.floor(bounded(get(settingKeys.recentAnswers), 0, 100, 20)),
    screenshotFolder: text(get(settingKeys.screenshotFolder)),
    'questions.useLanguageModel': get(settingKeys['questions.useLanguageModel']) === true,
    'endpoint.url': text(get(settingKeys['endpoint.url'])),
    'endpoint.model': text(get(settingKeys['endpoint.model'])),
    'models.examples': text(get(settingKeys['models.examples'])),
    'models.hub': text(get(settingKeys['models.hub'])),
  };
}

function text(value: unknown): string { return typeof value === 'string' ? value.trim() : ''; }

function bounded(value: unknown, least: number, most: number, fallback: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : fallback;
}
