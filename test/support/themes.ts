/** A few of VS Code's variables for each kind of theme, as its webviews get them. */
export type ThemeName = 'light' | 'dark' | 'hc';
export const themes: Readonly<Record<ThemeName, { readonly className: string; readonly variables: Readonly<Record<string, string>> }>> = {
  light: {
    className: 'vscode-light',
    variables: {
      'editor-background': '#ffffff', 'editor-foreground': '#3b3b3b', foreground: '#3b3b3b', descriptionForeground: '#3b3b3bcc', focusBorder: '#005fb8', 'panel-border': '#e5e5e5',
      'button-background': '#005fb8', 'button-foreground': '#ffffff', 'button-secondaryBackground': '#e5e5e5', 'button-secondaryForeground': '#3b3b3b', 'charts-blue': '#1a85ff',
      'charts-purple': '#652d90', 'charts-orange': '#d18616', 'editorWarning-foreground': '#895503', errorForeground: '#c72e0f', 'progressBar-background': '#005fb8',
      'editorLineNumber-foreground': '#6e7681', 'editor-selectionBackground': '#add6ff', 'textCodeBlock-background': '#f8f8f8',
    },
  },
  dark: {
    className: 'vscode-dark',
    variables: {
      'editor-background': '#1f1f1f', 'editor-foreground': '#cccccc', foreground: '#cccccc', descriptionForeground: '#9d9d9d', focusBorder: '#0078d4', 'panel-border': '#2b2b2b',
      'button-background': '#0078d4', 'button-foreground': '#ffffff', 'button-secondaryBackground': '#313131', 'button-secondaryForeground': '#cccccc', 'charts-blue': '#59a4f9',
      'charts-purple': '#b180d7', 'charts-orange': '#d18616', 'editorWarning-foreground': '#cca700', errorForeground: '#f85149', 'progressBar-background': '#0078d4',
      'editorLineNumber-foreground': '#6e7681', 'editor-selectionBackground': '#264f78', 'textCodeBlock-background': '#2b2b2b',
    },
  },
  hc: {
    className: 'vscode-high-contrast',
    variables: {
      'editor-background': '#000000', 'editor-foreground': '#ffffff', foreground: '#ffffff', descriptionForeground: '#ffffffb3', focusBorder: '#f38518', contrastBorder: '#6fc3df',
      contrastActiveBorder: '#f38518', 'button-foreground': '#ffffff', 'button-border': '#6fc3df', 'charts-blue': '#3794ff', 'charts-purple': '#b180d7', 'charts-orange': '#d18616',
      'editorWarning-foreground': '#ffd370', errorForeground: '#f48771', 'progressBar-background': '#6fc3df', 'editorLineNumber-foreground': '#ffffff', 'editor-selectionBackground': '#0f4a85',
    },
  },
};
