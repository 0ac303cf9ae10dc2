/** Words of a picture, or a file's name, may not become icons in VS Code's lists. */
export function plain(text: string): string { return text.replace(/\$\(/g, '$\u200B('); }
