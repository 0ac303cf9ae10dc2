/** Colours by theme. The ground stays clear, so that the drawing lies on whatever the editor shows below it; every colour keeps 4.5:1 (text) or 3:1 (lines) to the theme's own ground. */
import type { Theme } from './types.js';

export interface Palette {
  /** Under labels of edges: close to the theme's ground. */
  readonly ground: string;
  readonly text: string;
  readonly fill: string;
  readonly border: string;
  readonly group: string;
  readonly groupBorder: string;
  readonly line: string;
  /** Of what may be misread. */
  readonly doubt: string;
}

export const palettes: Readonly<Record<Theme, Palette>> = {
  light: { ground: '#ffffff', text: '#1f1f1f', fill: '#eef4fd', border: '#1a6fd4', group: '#f4f4f4', groupBorder: '#8a8a8a', line: '#555555', doubt: '#a85b00' },
  dark: { ground: '#1f1f1f', text: '#e4e4e4', fill: '#1e2f44', border: '#4f9cf5', group: '#292929', groupBorder: '#8f8f8f', line: '#b4b4b4', doubt: '#e2a33c' },
  contrast: { ground: '#000000', text: '#ffffff', fill: '#000000', border: '#6fc3df', group: '#000000', groupBorder: '#ffffff', line: '#ffffff', doubt: '#ffd370' },
  'contrast-light': { ground: '#ffffff', text: '#000000', fill: '#ffffff', border: '#0f4a85', group: '#ffffff', groupBorder: '#292929', line: '#000000', doubt: '#7a4100' },
};
