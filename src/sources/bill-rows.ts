// What the bill formats share: the identity of a line, spans, amounts.
import { createHash } from 'node:crypto';
import type { BillKind, BillRow } from '../model/bill.js';
import { type InclusiveUsage, type Usage, disjointUsage } from '../model/usage.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import type { RecordReading } from './records.js';
import type { JsonRecord } from './source.js';
import type { TimeReader } from './time.js';
import { isAbsent, number, text } from './values.js';

export const DAY_MS = 86_400_000;
/** Plain numbers below are seconds: as ms they would be in 1973. */
const MAX_SECONDS = 1e11;
const EARLIEST_MS = Date.UTC(2015, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

export interface BillFacts {
  source: string;
  kind: BillKind;
  provider: string;
  model?: string | undefined;
  span: Span;
  usage?: Usage | undefined;
  requests?: number | undefined;
  costNanoUsd?: number | undefined;
  lineItem?: string | undefined;
  serviceTier?: string | undefined;
  dimensions?: Readonly<Record<string, string | undefined>>;
  /** What sets the line apart beside model, tier and dimensions; the line item itself where it holds no quantity. */
  apart?: string | undefined;
}

export interface Span {
  from: number;
  to: number;
}

/** A line, or why it is none: a figure that cannot be. */
export function billOf(facts: BillFacts): RecordReading {
  const row = billRow(facts);
  const figures = [row.from, row.to, row.requests ?? 0, row.costNanoUsd ?? 0, ...Object.values(row.usage ?? {}).map((tokens) => tokens ?? 0)];
  if (row.from < EARLIEST_MS || row.to > LATEST_MS) return { outcome: unknown('the time is of no year that can be meant') };
  return figures.every(Number.isSafeInteger) ? { bill: row } : { outcome: unknown('a count or an amount is no number that can be meant') };
}

/** The id is made of what the line is about, not of the file or format that it stood in: the API's answer and the dashboard's CSV hold one line. */
function billRow({ span, dimensions = {}, apart, ...facts }: BillFacts): BillRow {
  const kept = Object.fromEntries(Object.entries(dimensions).filter((entry): entry is [string, string] => entry[1] !== undefined).sort(([one], [other]) => (one < other ? -1 : 1)));
  const identity = [facts.provider, facts.kind, span.from, span.to, facts.model ?? null, facts.serviceTier ?? null, apart ?? null, kept];
  const id = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 24);
  const row: BillRow = { id, source: facts.source, kind: facts.kind, provider: facts.provider, from: span.from, to: span.to, dimensions: kept };
  if (facts.model !== undefined) row.model = facts.model;
  if (facts.usage !== undefined) row.usage = facts.usage;
  if (facts.requests !== undefined) row.requests = facts.requests;
  if (facts.costNanoUsd !== undefined) row.costNanoUsd = facts.costNanoUsd;
  if (facts.lineItem !== undefined) row.lineItem = facts.lineItem;
  if (facts.serviceTier !== undefined) row.serviceTier = facts.serviceTier;
  return row;
}

/** A plain number is seconds, unless it is too large for them; a text is read as any other time. */
function instantOf(value: unknown, time: TimeReader): Outcome<number> {
  const plain = number(value);
  if (plain !== undefined) return known(Math.round(plain < MAX_SECONDS ? plain * 1000 : plain));
  return time.read(value);
}

/** The time between two instants; without the second one, or with one that is not later, the first instant alone. */
export function spanOf(start: unknown, end: unknown, time: TimeReader): Outcome<Span> {
  const from = instantOf(start, time);
  if (!from.known) return from;
  const to = isAbsent(end) ? undefined : instantOf(end, time);
  return known({ from: from.value, to: to?.known === true && to.value > from.value ? to.value : from.value + 1 });
}

/** A whole UTC day from a date; a time of day stands for itself alone. Example: '2026-08-05' -> that day; '2026-08-05 13:00' -> that instant. */
export function daySpan(date: unknown, time: TimeReader): Outcome<Span> {
  const from = time.read(date);
  if (!from.known) return from;
  const isMidnight = from.value % DAY_MS === 0;
  return known({ from: from.value, to: from.value + (isMidnight ? DAY_MS : 1) });
}

/**
 * Nano-dollars of an amount in `usdPerUnit` dollars; unknown in another currency. Negative for credits. No currency: dollars.
 *
 * Example: amountOf('123.45', { usdPerUnit: 0.01 }) -> 1,234,500,000
 */
export function amountOf(value: unknown, { usdPerUnit, currency }: { usdPerUnit: number; currency?: unknown }): Outcome<number> {
  const unit = text(currency);
  if (unit !== undefined && unit.toLowerCase() !== 'usd') return unknown(`the amount is in ${unit.slice(0, 10)}, not in US dollars`);
  const amount = number(value);
  return amount === undefined ? unknown('the amount is no number') : known(Math.round(amount * usdPerUnit * 1e9));
}

/** The first results list of a bucket; undefined where the record is none. */
export function resultsOf(record: JsonRecord): readonly JsonRecord[] | undefined {
  const results = record['results'] ?? record['result'];
  if (!Array.isArray(results)) return undefined;
  return results.filter((entry): entry is JsonRecord => typeof entry === 'object' && entry !== null && !Array.isArray(entry));
}

/** A line with its counts checked: what cannot be is a skip with the reason. */
export function withUsage(counts: InclusiveUsage, make: (usage: Usage | undefined) => RecordReading): RecordReading {
  const usage = disjointUsage(counts);
  if (!usage.known) return { outcome: usage };
  return make(Object.values(usage.value).some((value) => value !== undefined) ? usage.value : undefined);
}

/** Names without case, spaces and underscores: exports write `promptTokens`, `prompt_tokens` and `Prompt Tokens`. */
export const plainNames = (record: JsonRecord): JsonRecord => Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toLowerCase().replace(/[^a-z0-9]/g, ''), value]));
