import type { Database } from 'better-sqlite3';
import { type Cell, cellKeyText, cellSumNames, type CellRange, type CellSums } from '../model/cell.js';
import type { LatencyRow, MinuteRow } from '../model/store.js';
import type { Value } from './rows.js';

const keyColumns = [
  'template_key', 'task', 'needs_mask', 'input_octave', 'text_kind', 'provider', 'model', 'service_tier', 'effort', 'region', 'billing', 'standing', 'repeat', 'hour', 'weight_millionths',
] as const;

const rangeNames = ['minInput', 'maxInput', 'minOutput', 'maxOutput', 'minAsked', 'maxAsked', 'minAt', 'maxAt'] as const satisfies readonly (keyof CellRange)[];
/** Absent is NULL. */
const mostNames = ['maxImages', 'maxTools'] as const satisfies readonly (keyof CellRange)[];

/** Example: cacheWrite1hTokens -> cache_write_1h_tokens, warm5mTokens -> warm_5m_tokens. */
export const snakeOf = (name: string): string => name.replace(/(?<=[a-z])(?=[0-9])|(?=[A-Z])/g, '_').toLowerCase();

export const cellColumns = ['key', ...keyColumns, ...cellSumNames.map(snakeOf), ...rangeNames.map(snakeOf), ...mostNames.map(snakeOf)];

const SUMS_AT = 1 + keyColumns.length;
const RANGE_AT = SUMS_AT + cellSumNames.length;
const MOST_AT = RANGE_AT + rangeNames.length;

/** Cells a page. */
const PAGE_CELLS = 2000;
const MINUTES_PER_HOUR = 60;

function cellRow({ key, sums, range }: Cell): Value[] {
  const { incumbent } = key;
  return [
    cellKeyText(key), key.templateKey, key.task, key.needsMask, key.inputOctave, key.textKind, incumbent.provider, incumbent.model, incumbent.serviceTier, incumbent.effort,
    incumbent.region, key.billing, key.standing, key.repeat, key.hour, key.weightMillionths, ...cellSumNames.map((name) => sums[name]), ...rangeNames.map((name) => range[name]), ...mostNames.map((name) => range[name]),
  ];
}

function cellOf(row: readonly unknown[]): Cell {
  const [, templateKey, task, needsMask, inputOctave, textKind, provider, model, serviceTier, effort, region, billing, standing, repeat, hour, weightMillionths] = row as never[];
  const incumbent = { provider, model, serviceTier, effort, region } as unknown as Cell['key']['incumbent'];
  const sums = {} as CellSums;
  for (let at = 0; at < cellSumNames.length; at += 1) sums[cellSumNames[at]!] = row[SUMS_AT + at] as number;
  const range = {} as CellRange;
  for (let at = 0; at < rangeNames.length; at += 1) range[rangeNames[at]!] = row[RANGE_AT + at] as number;
  for (let at = 0; at < mostNames.length; at += 1) if (row[MOST_AT + at] !== null) range[mostNames[at]!] = row[MOST_AT + at] as number;
  return { key: { templateKey, task, needsMask, inputOctave, textKind, incumbent, billing, standing, repeat, hour, weightMillionths } as unknown as Cell['key'], sums, range };
}

export interface BuiltHours {
  cells: readonly Cell[];
  minutes: readonly MinuteRow[];
  latency: readonly LatencyRow[];
}

/** Replaces what was built of these hours, whole, and clears their dirty marks. */
export function createHourWriter(database: Database): (hours: readonly number[], built: BuiltHours) => void {
  const clears = ['cells', 'latency', 'dirty_hours'].map((table) => database.prepare<[number]>(`DELETE FROM ${table} WHERE hour = ?`));
  const clearMinutes = database.prepare<[number, number]>('DELETE FROM minutes WHERE minute >= ? AND minute < ?');
  const insertCell = database.prepare<Value[]>(`INSERT INTO cells (${cellColumns.join(', ')}) VALUES (${cellColumns.map(() => '?').join(', ')})`);
  const insertMinute = database.prepare<Value[]>('INSERT INTO minutes (minute, provider, model, calls, input_tokens, output_tokens, rate_limited, server_errors, other_errors) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const insertLatency = database.prepare<Value[]>('INSERT INTO latency (hour, provider, model, measure, bucket, calls) VALUES (?, ?, ?, ?, ?, ?)');
  return database.transaction((hours: readonly number[], built: BuiltHours) => {
    for (const hour of hours) {
      for (const clear of clears) clear.run(hour);
      clearMinutes.run(hour * MINUTES_PER_HOUR, (hour + 1) * MINUTES_PER_HOUR);
    }
    for (const cell of built.cells) insertCell.run(...cellRow(cell));
    for (const row of built.minutes) {
      insertMinute.run(row.minute, row.provider, row.model, row.calls, row.inputTokens, row.outputTokens, row.rateLimited, row.serverErrors, row.otherErrors);
    }
    for (const row of built.latency) insertLatency.run(row.hour, row.provider, row.model, row.measure, row.bucket, row.calls);
  }).immediate;
}

export function markDirty(database: Database, hours: readonly number[]): void {
  const mark = database.prepare<[number]>('INSERT OR IGNORE INTO dirty_hours (hour) VALUES (?)');
  database.transaction(() => hours.forEach((hour) => mark.run(hour))).immediate();
}

/** `toHour` is not part of the range. */
export interface HourRange {
  fromHour: number;
  toHour: number;
}

/** Cells in the order of their key text (UTF-8 bytes), a page at a time. */
export async function* readCells(database: Database, range: HourRange): AsyncGenerator<readonly Cell[]> {
  const page = database
    .prepare<[string, number, number]>(`SELECT ${cellColumns.join(', ')} FROM cells WHERE key > ? AND hour >= ? AND hour < ? ORDER BY key LIMIT ${PAGE_CELLS}`)
    .raw();
  let after = '';
  for (;;) {
    const rows = page.all(after, range.fromHour, range.toHour) as unknown[][];
    if (rows.length === 0) return;
    after = rows[rows.length - 1]![0] as string;
    yield rows.map(cellOf);
    if (rows.length < PAGE_CELLS) return;
  }
}

export const readMinutes = (database: Database, range: HourRange): MinuteRow[] =>
  database
    .prepare<[number, number]>(
      `SELECT provider, model, minute, calls, input_tokens AS inputTokens, output_tokens AS outputTokens, rate_limited AS rateLimited, server_errors AS serverErrors,
       other_errors AS otherErrors FROM minutes WHERE minute >= ? AND minute < ? ORDER BY minute, provider, model`,
    )
    .all(range.fromHour * MINUTES_PER_HOUR, range.toHour * MINUTES_PER_HOUR) as MinuteRow[];

export const readLatency = (database: Database, range: HourRange): LatencyRow[] =>
  database
    .prepare<[number, number]>('SELECT provider, model, hour, measure, bucket, calls FROM latency WHERE hour >= ? AND hour < ? ORDER BY hour, provider, model, measure, bucket')
    .all(range.fromHour, range.toHour) as LatencyRow[];
