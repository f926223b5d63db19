import { type Outcome, known, unknown } from '../../model/outcome.js';
import type { InclusiveUsage } from '../../model/usage.js';
import { isRealDay } from '../common.js';

const USAGE_KEYS = [
  'inputTokens', 'cachedInputTokens', 'cacheWriteTokens', 'cacheWrite1hTokens', 'audioInputTokens', 'imageTokens', 'outputTokens', 'reasoningTokens', 'audioOutputTokens', 'webSearches',
  'unbilledInputTokens', 'unbilledOutputTokens',
] as const satisfies readonly (keyof InclusiveUsage)[];
const STORAGE_KEY = 'cacheStorageTokenHours';

/** A JSON object. */
export type Row = Readonly<Record<string, unknown>>;

export const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** One line of `prices cost --jsonl`, read and checked. */
export interface CostRequest {
  provider: string;
  model: string;
  at: number;
  tier: string;
  region: string;
  calls: number;
  /** Counts in our names, or a provider's own usage object. */
  counts: { usage: InclusiveUsage } | { raw: unknown };
  storageTokenHours: number;
}

/** Unknown with what is missing or impossible, in the words of the line. */
export function readRequest(row: Row): Outcome<CostRequest> {
  const model = textOf(row['model']) ?? textOf(row['requestedModel']);
  if (model === undefined) return unknown('model is missing');
  const at = instantOf(row['at'] ?? row['startedAt']);
  if (at === undefined) return unknown('at is missing or not a date');
  const calls = row['calls'] ?? 1;
  if (typeof calls !== 'number' || !Number.isSafeInteger(calls) || calls < 1) return unknown('calls is not a whole number of 1 or more');
  const facts = { provider: textOf(row['provider']) ?? '', model, at, tier: textOf(row['serviceTier']) ?? '', region: textOf(row['region']) ?? '', calls };
  const written = row['usage'] ?? flatUsage(row);
  if (written === undefined && row['rawUsage'] !== undefined && row['rawUsage'] !== null) return known({ ...facts, counts: { raw: row['rawUsage'] }, storageTokenHours: 0 });
  if (!isRow(written)) return unknown('usage is missing');
  const usage = readCounts(written);
  if (!usage.known) return usage;
  const storage = written[STORAGE_KEY];
  return known({ ...facts, counts: { usage: usage.value }, storageTokenHours: typeof storage === 'number' ? storage : 0 });
}

function readCounts(counts: Row): Outcome<InclusiveUsage> {
  const usage: InclusiveUsage = {};
  for (const [key, count] of Object.entries(counts)) {
    if (count === null || count === undefined) continue;
    const usageKey = USAGE_KEYS.find((one) => one === key);
    if (usageKey === undefined && key !== STORAGE_KEY) return unknown(`unknown usage key ${key}`);
    if (typeof count === 'string') return unknown(`${key} is a text ("${count.slice(0, 20)}"), not a number`);
    if (typeof count !== 'number' || !(count >= 0)) return unknown(`impossible usage: ${key} is ${String(count)}`);
    if (usageKey !== undefined) usage[usageKey] = count;
  }
  if (usage.inputTokens === undefined && (usage.cachedInputTokens ?? usage.cacheWriteTokens ?? usage.cacheWrite1hTokens ?? usage.audioInputTokens ?? usage.imageTokens ?? usage.unbilledInputTokens) !== undefined) {
    return unknown('inputTokens is missing: it counts all input, and the others are parts of it');
  }
  if (usage.outputTokens === undefined && (usage.reasoningTokens ?? usage.audioOutputTokens ?? usage.unbilledOutputTokens) !== undefined) return unknown('outputTokens is missing: it counts all output, and the others are parts of it');
  const parts = (usage.cachedInputTokens ?? 0) + (usage.cacheWriteTokens ?? usage.cacheWrite1hTokens ?? 0);
  const kinds = Math.max(usage.audioInputTokens ?? 0, usage.imageTokens ?? 0);
  if (Math.max(parts, kinds) > (usage.inputTokens ?? 0)) return unknown('impossible usage: parts of the input exceed inputTokens');
  return known(usage);
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);

/** The last instant that a JavaScript date can hold. */
const MAX_INSTANT_MS = 8.64e15;

/** As HTTP writes instants: https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** ISO text (a bare date is midnight UTC), an HTTP date, or ms since 1970. */
function instantOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.abs(value) <= MAX_INSTANT_MS ? value : undefined;
  const text = textOf(value);
  if (text === undefined) return undefined;
  if (HTTP_DATE.test(text)) return Date.parse(text);
  const day = /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0];
  if (day !== undefined && !isRealDay(day)) return undefined;
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text) || /^\d{4}-\d{2}-\d{2}$/.test(text);
  const at = Date.parse(hasZone ? text : `${text}Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** Counts of a row of `calls --format jsonl`; undefined when the row has none. */
function flatUsage(row: Row): Row | undefined {
  const found = USAGE_KEYS.filter((key) => row[key] !== undefined && row[key] !== null);
  return found.length === 0 ? undefined : Object.fromEntries(found.map((key) => [key, row[key]]));
}
