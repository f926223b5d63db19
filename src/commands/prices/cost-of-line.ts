import { isFreeVariant, priceUsage } from '../../catalog/index.js';
import type { Catalog, MatchKind, RateCard } from '../../model/catalog.js';
import { nanoForTokens } from '../../model/money.js';
import { type Outcome, known, unknown } from '../../model/outcome.js';
import { type Usage, cachedAudioOf, disjointUsage, inclusiveUsage } from '../../model/usage.js';
import { usageOfRaw } from '../../providers/raw-usage.js';
import { type CostRequest, isRow, readRequest } from './cost-request.js';

/** One answer of `prices cost --jsonl`. `usd` null: `reason` says why. */
export interface CostAnswer {
  id: unknown;
  usd: number | null;
  reason: string | null;
  match: MatchKind;
  source: string | null;
}

/**
 * What one line's usage costs. `usage` counts all input in `inputTokens`; without it, or without `outputTokens` unless the model embeds, the cost is
 * unknown; other absent and null keys were not used. `calls: N` says that the usage is the sum of N
 * equal calls, so that price steps are looked up for one of them. A row of `calls --format jsonl`, whose counts stand beside the other fields, is read as well,
 * and so is a provider's own usage object under `rawUsage`.
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
  const { provider, model: name, at, calls, storageTokenHours } = request.value;
  if (isFreeVariant(provider, name)) return { id, usd: 0, reason: null, match: 'exact', source: 'a free variant, https://openrouter.ai/docs/guides/routing/model-variants, read 2026-11-22' };
  const resolution = catalog.resolve(provider, name, at);
  const { match, model, note } = resolution;
  const reject = (reason: string): CostAnswer => ({ ...refuse(id, reason), match });
  if (model === undefined) return refuse(id, note);
  if (model.releasedAt !== undefined && at < model.releasedAt - EARLY_CALL_MS) return reject(`${model.id} was not released before ${dayOf(model.releasedAt)}`);
  if (model.retiredAt !== undefined && at >= model.retiredAt) return reject(`${model.id} was retired on ${dayOf(model.retiredAt)}; a call that was logged all the same is priced by \`calls\` at the last known price`);
  const counted = countsOf(request.value, model.kind === 'embedding' || isRanking(model.model));
  if (!counted.known) return reject(counted.reason);
  const { usage, tier, inputTokens, cachedAudio } = counted.value;
  const region = counted.value.region === '' ? (resolution.region ?? '') : counted.value.region;
  const card = catalog.rateCard(model, { tier, at, inputTokens: inputTokens / calls, region });
  if (!card.known) return reject(card.reason);
  const cost = priceUsage(card.value, usage, calls);
  if (!cost.known) return reject(cost.reason);
  const audioExtra = extraOfCachedAudio(card.value, cachedAudio);
  if (!audioExtra.known) return reject(audioExtra.reason);
  const storageRate = card.value.rates.cacheStorageUsdPerMtokHour;
  if (storageTokenHours > 0 && storageRate === undefined) return reject(`no cache storage rate is known for ${model.id}`);
  const usd = (cost.value + audioExtra.value) / 1e9 + (storageTokenHours * (storageRate ?? 0)) / 1e6;
  return { id, usd: Number(usd.toPrecision(15)), reason: model.releasedAt !== undefined && at < model.releasedAt ? note : null, match, source: sourceText(card.value.citation, { model: model.id, note }) };
}

interface Counts {
  usage: Usage;
  inputTokens: number;
  /** Of the cache reads, those that must be audio. */
  cachedAudio: number;
  tier: string;
  region: string;
}

/** Disjoint counts, and the tier and region that the line names, else those that a raw usage names. */
function countsOf({ counts, tier, region }: CostRequest, generatesNothing: boolean): Outcome<Counts> {
  const raw = 'raw' in counts ? usageOfRaw(counts.raw, { generatesNothing }) : undefined;
  if (raw?.known === false) return raw;
  const usage = 'usage' in counts ? counts.usage : inclusiveUsage(raw?.value.usage ?? {});
  const { inputTokens, outputTokens } = usage;
  if (inputTokens === undefined) return unknown(outputTokens === undefined ? 'no token counts: inputTokens is missing' : 'inputTokens is missing');
  if (generatesNothing && (outputTokens ?? 0) > 0) return unknown('impossible usage: an embedding or a ranking has no output tokens');
  if (outputTokens === undefined && !generatesNothing) return unknown('outputTokens is missing');
  const disjoint = disjointUsage(usage);
  if (!disjoint.known) return disjoint;
  return known({ usage: disjoint.value, inputTokens, cachedAudio: cachedAudioOf(usage), tier: tier === '' ? (raw?.value.serviceTier ?? '') : tier, region: region === '' ? (raw?.value.region ?? '') : region });
}

/** Rankers read and write scores, not tokens. */
const isRanking = (model: string): boolean => /rerank/.test(model);

/** Release days are known to the month only for some models, and previews came before: a call that is a little older than its model has its first price, with the reason beside it. */
const EARLY_CALL_MS = 31 * 86_400_000;

/** Nano-dollars that cached audio costs beyond cached text; 0 where audio has the price of text. */
function extraOfCachedAudio({ modelId, rates }: RateCard, tokens: number): Outcome<number> {
  if (tokens === 0 || rates.audioInputUsdPerMtok === rates.inputUsdPerMtok) return known(0);
  if (rates.cacheReadAudioUsdPerMtok === undefined) return unknown(`no cached audio rate is known for ${modelId}`);
  return known(nanoForTokens(tokens, rates.cacheReadAudioUsdPerMtok - (rates.cacheReadUsdPerMtok ?? 0)));
}

const refuse = (id: unknown, reason: string): CostAnswer => ({ id, usd: null, reason, match: 'none', source: null });

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const sourceText = (citation: { source: string; checked: string }, matched: { model: string; note: string }): string =>
  `${matched.model}${matched.note === '' ? '' : ` (${matched.note})`}: ${citation.source}, read ${citation.checked}`;
