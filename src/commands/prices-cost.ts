import { priceUsage } from '../catalog/index.js';
import type { Catalog, MatchKind } from '../model/catalog.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { type InclusiveUsage, disjointUsage } from '../model/usage.js';
import { isRealDay } from './common.js';

/** One answer of `prices cost --jsonl`. `usd` null: `reason` says why. */
export interface CostAnswer {
  id: unknown;
  usd: number | null;
  reason: string | null;
  match: MatchKind;
  source: string | null;
}

const USAGE_KEYS = [
  'inputTokens', 'cachedInputTokens', 'cacheWriteTokens', 'cacheWrite1hTokens', 'audioInputTokens', 'imageTokens', 'outputTokens', 'reasoningTokens', 'audioOutputTokens', 'webSearches',
] as const satisfies readonly (keyof InclusiveUsage)[];
const STORAGE_KEY = 'cacheStorageTokenHours';

type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What one line's usage costs. `usage` counts all input in `inputTokens`; without it, or without `outputTokens` unless the model embeds, the cost is
 * unknown; other absent and null keys were not used. `calls: N` says that the usage is the sum of N
 * equal calls, so that price steps are looked up for one of them. A row of `calls --format jsonl`, whose counts stand beside the other fields, is read as well.
 *
 * Example: { provider: openai, model: gpt-4o-mini, usage: { inputTokens: 1000, outputTokens: 200 } } costs (1000 * 0.15 + 200 * 0.6) / 1e6 = 0.00027 USD.
 */
export function costOfLine(catalog: Catalog, line: string): CostAnswer {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return refuse(null, 'the line is not JSON');
  }
  if (!isRow(row)) return refuse(null, 'the line is not an object');
  const id = row['id'] ?? null;
  const request = readRequest(row);
  if (!request.known) return refuse(id, request.reason);
  const { provider, model: name, at, tier, region, calls, usage, storageTokenHours } = request.value;
  const { match, model, note } = catalog.resolve(provider, name, at);
  if (model === undefined) return refuse(id, note);
  if (model.retiredAt !== undefined && at >= model.retiredAt) return { ...refuse(id, `${model.id} was retired on ${dayOf(model.retiredAt)}; a call that was logged all the same is priced by \`calls\` at the last known price`), match };
  if (usage.inputTokens === undefined) return { ...refuse(id, usage.outputTokens === undefined ? 'no token counts: inputTokens is missing' : 'inputTokens is missing'), match };
  if (usage.outputTokens === undefined && model.kind !== 'embedding') return { ...refuse(id, 'outputTokens is missing'), match };
  const disjoint = disjointUsage(usage);
  if (!disjoint.known) return { ...refuse(id, disjoint.reason), match };
  const card = catalog.rateCard(model, { tier, at, inputTokens: usage.inputTokens / calls, region });
  if (!card.known) return { ...refuse(id, card.reason), match };
  const cost = priceUsage(card.value, disjoint.value, calls);
  if (!cost.known) return { ...refuse(id, cost.reason), match };
  const storageRate = card.value.rates.cacheStorageUsdPerMtokHour;
  if (storageTokenHours > 0 && storageRate === undefined) return { ...refuse(id, `no cache storage rate is known for ${model.id}`), match };
  const usd = cost.value / 1e9 + (storageTokenHours * (storageRate ?? 0)) / 1e6;
  return { id, usd: Number(usd.toPrecision(15)), reason: null, match, source: sourceText(card.value.citation, { model: model.id, note }) };
}

const refuse = (id: unknown, reason: string): CostAnswer => ({ id, usd: null, reason, match: 'none', source: null });

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const sourceText = (citation: { source: string; checked: string }, matched: { model: string; note: string }): string =>
  `${matched.model}${matched.note === '' ? '' : ` (${matched.note})`}: ${citation.source}, read ${citation.checked}`;

interface CostRequest {
  provider: string;
  model: string;
  at: number;
  tier: string;
  region: string;
  calls: number;
  usage: InclusiveUsage;
  storageTokenHours: number;
}

function readRequest(row: Row): Outcome<CostRequest> {
  const model = textOf(row['model']) ?? textOf(row['requestedModel']);
  if (model === undefined) return unknown('model is missing');
  const at = instantOf(row['at'] ?? row['startedAt']);
  if (at === undefined) return unknown('at is missing or not a date');
  const calls = row['calls'] ?? 1;
  if (typeof calls !== 'number' || !Number.isSafeInteger(calls) || calls < 1) return unknown('calls is not a whole number of 1 or more');
  const counts = row['usage'] ?? flatUsage(row);
  if (!isRow(counts)) return unknown('usage is missing');
  const usage: InclusiveUsage = {};
  for (const [key, count] of Object.entries(counts)) {
    if (count === null || count === undefined) continue;
    const usageKey = USAGE_KEYS.find((one) => one === key);
    if (usageKey === undefined && key !== STORAGE_KEY) return unknown(`unknown usage key ${key}`);
    if (typeof count !== 'number' || !(count >= 0)) return unknown(`impossible usage: ${key} is ${String(count)}`);
    if (usageKey !== undefined) usage[usageKey] = count;
  }
  if (usage.inputTokens === undefined && (usage.cachedInputTokens ?? usage.cacheWriteTokens ?? usage.cacheWrite1hTokens ?? usage.audioInputTokens ?? usage.imageTokens) !== undefined) {
    return unknown('inputTokens is missing: it counts all input, and the others are parts of it');
  }
  if (usage.outputTokens === undefined && (usage.reasoningTokens ?? usage.audioOutputTokens) !== undefined) return unknown('outputTokens is missing: it counts all output, and the others are parts of it');
  const parts = (usage.cachedInputTokens ?? 0) + (usage.cacheWriteTokens ?? usage.cacheWrite1hTokens ?? 0);
  const kinds = Math.max(usage.audioInputTokens ?? 0, usage.imageTokens ?? 0);
  if (Math.max(parts, kinds) > (usage.inputTokens ?? 0)) return unknown('impossible usage: parts of the input exceed inputTokens');
  const storage = counts[STORAGE_KEY];
  return known({
    provider: textOf(row['provider']) ?? '', model, at, tier: textOf(row['serviceTier']) ?? '', region: textOf(row['region']) ?? '', calls, usage,
    storageTokenHours: typeof storage === 'number' ? storage : 0,
  });
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);

/** The last instant that a JavaScript date can hold. */
const MAX_INSTANT_MS = 8.64e15;

/** ISO text (a bare date is midnight UTC) or ms since 1970. */
function instantOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.abs(value) <= MAX_INSTANT_MS ? value : undefined;
  const text = textOf(value);
  if (text === undefined) return undefined;
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
