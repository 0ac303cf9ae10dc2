import type { Plugin } from 'esbuild';
export const flowchartOnly: Plugin;
