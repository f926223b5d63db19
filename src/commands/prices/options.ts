import { UserError } from '../../model/errors.js';
import { type CommonOptions, isRealDay } from '../common.js';

/** Flags of the `prices` verbs. */
export interface PricesOptions extends CommonOptions {
  asOf?: string;
  provider?: string;
  all?: boolean;
  jsonl?: boolean;
  failOlderThan?: string;
}

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** `--as-of`, else now; ms UTC. */
export function instantOf(options: PricesOptions): number {
  if (options.asOf === undefined) return Date.now();
  const at = Date.parse(options.asOf);
  if (Number.isNaN(at) || !isRealDay(options.asOf.slice(0, 10))) throw new UserError('bad-date', `"${options.asOf}" is not a date.`, { hint: 'Example: --as-of 2026-11-22' });
  return at;
}

/** Example: 0.07500000000000001 -> '0.075' */
export const usdText = (rate: number): string => String(Number(rate.toPrecision(6)));

/** Columns side by side; the first is left, the others right aligned. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => rows.reduce((widest, row) => Math.max(widest, (row[column] ?? '').length), title.length));
  const line = (cells: readonly string[]): string => cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd();
  return [line(head), ...rows.map(line)].join('\n');
}
