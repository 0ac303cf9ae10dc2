/** The answer as a chat shows it to a person. Text from the picture stands in fences or is escaped: it cannot become Markdown. */
import * as vscode from 'vscode';
import { escapeMarkdown, fence, fenceLanguage } from '../../answer/markdown.js';
import { chartText, type Reply } from '../../answer/questions/index.js';
import type { Answer } from '../../answer/types.js';
import type { ParticipantCommand } from './ids.js';

/** Without a command: source, explanation, and what is uncertain. */
export function chatMarkdown(answer: Answer, command: ParticipantCommand | undefined): string {
  const source = answer.segments.map((segment) => fence(segment.source, fenceLanguage(segment))).join('\n');
  const hasDiagram = answer.segments.some(({ tag }) => tag === 'mermaid');
  const missing = command === 'mermaid' && !hasDiagram ? `${vscode.l10n.t('This image holds no flowchart, so there is no Mermaid source.')}\n` : '';
  const explanation = command === 'mermaid' ? '' : list(answer.explanation.map(({ text }) => text));
  const doubts = answer.doubts.length === 0 ? '' : `**${vscode.l10n.t('Check again')}**\n\n${list(answer.doubts.map(({ text }) => text))}`;
  return [missing, command === 'explain' && hasDiagram ? '' : source, explanation, doubts, list(answer.notes)].filter((part) => part !== '').join('\n');
}

/** The answer to a question, with the part of the diagram or the column that it speaks of. What cannot be answered says so; what can be asked instead is offered below the turn. */
export function replyMarkdown({ sentences, mermaid, chart }: Reply): string {
  return [...sentences.map(({ text }) => `${escapeMarkdown(text)}\n`), ...(mermaid === undefined ? [] : [fence(mermaid, 'mermaid')]), ...(chart === undefined ? [] : [fence(chartText(chart), 'text')])].join('\n');
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${escapeMarkdown(item)}\n`).join('');
}
