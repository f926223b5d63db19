import { terminalText } from '../terminal-text.js';
import { type CallRow, type RowField, rowFields } from './row.js';

/** One way to print calls: `head` once, `line` a call, `tail` once; each ends in a line break or is ''. */
export interface CallFormat {
  id: 'jsonl' | 'csv' | 'table' | 'json';
  head: string;
  line(row: CallRow, index: number): string;
  tail: string;
}

/** A spreadsheet takes a cell that begins so for a formula: https://owasp.org/www-community/attacks/CSV_Injection (read 2026-11-22) */
const FORMULA = /^[=+\-@\t\r]/;

const cellText = (value: unknown): string => (value === null ? '' : Array.isArray(value) ? value.join(' ') : typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Example: '=1+1' -> "'=1+1"; 'a,b' -> '"a,b"'. Numbers stay as they are. */
export function csvCell(value: unknown): string {
  const text = cellText(value);
  const safe = typeof value !== 'number' && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const tableColumns: readonly (readonly [field: RowField, width: number, side: 'left' | 'right'])[] = [
  ['startedAt', 24, 'left'], ['provider', 12, 'left'], ['model', 30, 'left'], ['status', 13, 'left'], ['task', 14, 'left'],
  ['inputTokens', 9, 'right'], ['cachedInputTokens', 9, 'right'], ['outputTokens', 9, 'right'], ['costUsd', 12, 'right'], ['id', 36, 'left'],
];
const titles: Readonly<Partial<Record<RowField, string>>> = { startedAt: 'started', inputTokens: 'input', cachedInputTokens: 'cached', outputTokens: 'output', costUsd: 'USD' };

function tableLine(cells: readonly string[]): string {
  const padded = tableColumns.map(([, width, side], index) => {
    const text = cells[index] ?? '';
    const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text;
    return side === 'left' ? cut.padEnd(width) : cut.padStart(width);
  });
  return `${padded.join('  ').trimEnd()}\n`;
}

/** Unknown is shown as a question mark, never as 0. */
const tableCell = (row: CallRow, field: RowField): string => {
  const value = row[field];
  if (value === null) return '?';
  return terminalText(field === 'costUsd' && typeof value === 'number' ? value.toFixed(6) : cellText(value));
};

export const callFormats: readonly CallFormat[] = [
  { id: 'jsonl', head: '', line: (row) => `${JSON.stringify(row)}\n`, tail: '' },
  { id: 'json', head: '[', line: (row, index) => `${index === 0 ? '\n' : ',\n'}${JSON.stringify(row)}`, tail: '\n]\n' },
  { id: 'csv', head: `${rowFields.join(',')}\n`, line: (row) => `${rowFields.map((field) => csvCell(row[field])).join(',')}\n`, tail: '' },
  { id: 'table', head: tableLine(tableColumns.map(([field]) => titles[field] ?? field)), line: (row) => tableLine(tableColumns.map(([field]) => tableCell(row, field))), tail: '' },
];
