import { priceUsage } from '../../catalog/index.js';
import type { Catalog, MatchKind } from '../../model/catalog.js';
import { type Outcome, known, unknown } from '../../model/outcome.js';
import { type Usage, disjointUsage, inclusiveUsage } from '../../model/usage.js';
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
  const { match, model, note } = catalog.resolve(provider, name, at);
  const reject = (reason: string): CostAnswer => ({ ...refuse(id, reason), match });
  if (model === undefined) return refuse(id, note);
  if (model.retiredAt !== undefined && at >= model.retiredAt) return reject(`${model.id} was retired on ${dayOf(model.retiredAt)}; a call that was logged all the same is priced by \`calls\` at the last known price`);
  const counted = countsOf(request.value, model.kind === 'embedding');
  if (!counted.known) return reject(counted.reason);
  const { usage, tier, region, inputTokens } = counted.value;
  const card = catalog.rateCard(model, { tier, at, inputTokens: inputTokens / calls, region });
  if (!card.known) return reject(card.reason);
  const cost = priceUsage(card.value, usage, calls);
  if (!cost.known) return reject(cost.reason);
  const storageRate = card.value.rates.cacheStorageUsdPerMtokHour;
  if (storageTokenHours > 0 && storageRate === undefined) return reject(`no cache storage rate is known for ${model.id}`);
  const usd = cost.value / 1e9 + (storageTokenHours * (storageRate ?? 0)) / 1e6;
  return { id, usd: Number(usd.toPrecision(15)), reason: null, match, source: sourceText(card.value.citation, { model: model.id, note }) };
}

interface Counts {
  usage: Usage;
  inputTokens: number;
  tier: string;
  region: string;
}

/** Disjoint counts, and the tier and region that the line names, else those that a raw usage names. */
function countsOf({ counts, tier, region }: CostRequest, isEmbedding: boolean): Outcome<Counts> {
  const raw = 'raw' in counts ? usageOfRaw(counts.raw, { generatesNothing: isEmbedding }) : undefined;
  if (raw?.known === false) return raw;
  const usage = 'usage' in counts ? counts.usage : inclusiveUsage(raw?.value.usage ?? {});
  const { inputTokens, outputTokens } = usage;
  if (inputTokens === undefined) return unknown(outputTokens === undefined ? 'no token counts: inputTokens is missing' : 'inputTokens is missing');
  if (outputTokens === undefined && !isEmbedding) return unknown('outputTokens is missing');
  const disjoint = disjointUsage(usage);
  if (!disjoint.known) return disjoint;
  return known({ usage: disjoint.value, inputTokens, tier: tier === '' ? (raw?.value.serviceTier ?? '') : tier, region: region === '' ? (raw?.value.region ?? '') : region });
}

const refuse = (id: unknown, reason: string): CostAnswer => ({ id, usd: null, reason, match: 'none', source: null });

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const sourceText = (citation: { source: string; checked: string }, matched: { model: string; note: string }): string =>
  `${matched.model}${matched.note === '' ? '' : ` (${matched.note})`}: ${citation.source}, read ${citation.checked}`;
