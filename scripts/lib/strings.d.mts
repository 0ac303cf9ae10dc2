export const languages: readonly string[];
export function pages(root: string): string[];
export function stringsOf(root: string): string[];
export function manifestKeys(root: string): string[];
export function bareWords(html: string): string[];
export function placeholders(message: string): string[];
export function readJson(root: string, name: string): Record<string, string>;
