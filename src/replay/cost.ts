import type { Catalog, CatalogModel, Ratio } from '../model/catalog.js';
import type { TextKind } from '../model/call.js';
import { nanoForTokens } from '../model/money.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import type { CellSums } from '../model/cell.js';
import { priceUsage } from '../catalog/index.js';
import { type Priced, type PricedShare, historicCards, projectedCards } from './prices.js';
import { type InputShape, type Shaped, inputShapeOf } from './tokens.js';
import { type ServedBy, type Unit, inputOf } from './traffic.js';

/** Cost of a candidate on some traffic, in nano-dollars, in parts that are uncertain in different ways. */
export interface CandidateCost {
  /** Input, requests and cache: scales with the tokenizer. */
  input: number;
  /** Visible output. */
  output: number;
  reasoning: number;
}

/** How a candidate turns the incumbent's traffic into its own. */
export interface CandidateProfile {
  model: CatalogModel;
  /** Who served: what its images and tools take is taken off before the ratio. Absent: not known, and images cannot be turned. */
  incumbent?: CatalogModel;
  /** Count images and tools as the incumbent did: the gross step of the waterfall. */
  keepsIncumbentTokens?: boolean;
  tier: string;
  /** Candidate tokens per incumbent token, by text kind. */
  tokenRatio: (textKind: TextKind) => Outcome<Ratio>;
  outputRatio: number;
  reasoningPerCall: number;
  /** min(1, hits that the incumbent's cache showed / hits that it should have shown); undefined: nothing was observed, so the candidate starts cold. */
  cacheHitShare: number | undefined;
  /** Price as many cache reads as the incumbent really had, instead of the candidate's own: the gross step of the waterfall. */
  keepsIncumbentReads?: boolean;
  pricesAt: number;
}

/**
 * Cost of `unit` on a candidate. Where a price step, a cache minimum or an hourly price may lie inside the unit, its parts are priced; where there are no
 * parts, the dearer side is taken.
 *
 * input tokens' = (input - image and tool tokens of the incumbent) x tokenRatio + the candidate's own; cache reads' = warm prefix x tokenRatio x cacheHitShare
 * where the candidate caches without being told; output' = (output - reasoning) x outputRatio x tokenRatio (outputRatio compares texts, in incumbent tokens);
 * reasoning' = calls x reasoningPerCall.
 *
 * What the incumbent's provider did not charge for (a template of its own) is charged on a candidate as any other token: whether the candidate would need it is not
 * known, and so it is the dearer reading.
 */
export function costOnCandidate(catalog: Catalog, unit: Unit, profile: CandidateProfile): Outcome<CandidateCost> {
  const ratio = profile.tokenRatio(unit.textKind);
  if (!ratio.known) return ratio;
  const shape = inputShapeOf(unit, { from: profile.incumbent, to: profile.model, ratio: ratio.value.ratio, keepsTokens: profile.keepsIncumbentTokens === true });
  if (isMixed(shape)) return addCosts(unit.parts.map((part) => costOnCandidate(catalog, part, profile)));
  if (!shape.known) return shape;
  const measured: MeasuredProfile = { ...profile, ratio: ratio.value.ratio, shape: shape.value };
  const priced = projectedCards(catalog, {
    model: profile.model, tier: profile.tier, region: '', hour: unit.hour, pricesAt: profile.pricesAt,
    minInput: shape.value.lowest, maxInput: shape.value.highest,
  });
  const needsParts = isSplit(priced) || straddlesCacheMinimum(unit, measured) || (shape.value.isMixed && cacheShareOf(measured) > 0);
  if (needsParts && unit.parts.length > 0) return addCosts(unit.parts.map((part) => costOnCandidate(catalog, part, profile)));
  const cards = isSplit(priced) ? dearestCards(catalog, measured) : priced;
  if (!cards.known) return cards;
  return costOfCards(cards.value, unit, measured);
}

/** A profile with what it makes of one unit. */
type MeasuredProfile = CandidateProfile & { ratio: number; shape: InputShape };

const isMixed = (shape: Shaped): shape is 'parts' => shape === 'parts';
const isSplit = (priced: Priced): priced is 'split' => priced === 'split';

function straddlesCacheMinimum(unit: Unit, profile: MeasuredProfile): boolean {
  const { cache } = profile.model;
  if (cache === undefined || !cache.isAutomatic) return false;
  const reads = (profile.cacheHitShare ?? 0) > 0 && (unit.sums[`warm${cache.lifetime}Tokens`] > 0 || profile.shape.minus < 0);
  if (!reads && !cache.chargesWrites) return false;
  return profile.shape.lowest < cache.minimumTokens && profile.shape.highest >= cache.minimumTokens;
}

function dearestCards(catalog: Catalog, profile: MeasuredProfile): Outcome<readonly PricedShare[]> {
  const at = profile.pricesAt;
  const cards = [profile.shape.lowest, profile.shape.highest].map((inputTokens) => catalog.rateCard(profile.model, { tier: profile.tier, at, inputTokens }));
  const failed = cards.find((card) => !card.known);
  if (failed !== undefined && !failed.known) return failed;
  const best = cards.flatMap((card) => (card.known ? [card.value] : [])).sort((a, b) => b.rates.inputUsdPerMtok - a.rates.inputUsdPerMtok)[0];
  return best === undefined ? unknown(`no price for ${profile.model.id}`) : known([{ card: best, share: 1 }]);
}

function costOfCards(cards: readonly PricedShare[], unit: Unit, profile: MeasuredProfile): Outcome<CandidateCost> {
  const total: CandidateCost = { input: 0, output: 0, reasoning: 0 };
  const tokens = candidateTokens(unit, profile);
  for (const { card, share } of cards) {
    const { rates } = card;
    const writeRate = tokens.written !== 0 ? rates.cacheWriteUsdPerMtok : 0;
    const readRate = tokens.read !== 0 ? rates.cacheReadUsdPerMtok : 0;
    if (writeRate === undefined || readRate === undefined) return unknown(`no cache rate is known for ${card.modelId}`);
    total.input += share * (
      nanoForTokens(tokens.uncached, rates.inputUsdPerMtok) + nanoForTokens(tokens.read, readRate) + nanoForTokens(tokens.written, writeRate)
      + unit.sums.calls * (rates.requestUsd ?? 0) * 1e9
    );
    total.output += share * nanoForTokens(tokens.output, rates.outputUsdPerMtok);
    total.reasoning += share * nanoForTokens(tokens.reasoning, rates.outputUsdPerMtok);
  }
  return known(total);
}

interface CandidateTokens { uncached: number; read: number; written: number; output: number; reasoning: number }

/** Share of the warm prefix that the candidate may read from its cache; 0 where it has none, is not told to, or all prompts are too short. */
function cacheShareOf({ model, cacheHitShare, keepsIncumbentReads, shape }: MeasuredProfile): number {
  const { cache } = model;
  return cache === undefined || !cache.isAutomatic || shape.highest < cache.minimumTokens || keepsIncumbentReads === true ? 0 : (cacheHitShare ?? 0);
}

/**
 * The candidate's own token counts; every input token is billed once, as uncached, read or written. What images and tools add is billed in full; what they take
 * off stood in a prefix that is partly cached, so that it is credited at the cache's rate for that share: the smaller saving of the two.
 */
function candidateTokens(unit: Unit, profile: MeasuredProfile): CandidateTokens {
  const { sums } = unit;
  const { shape, ratio } = profile;
  const { cache } = profile.model;
  const text = inputOf(sums) * ratio;
  const mayWrite = cache !== undefined && shape.highest >= cache.minimumTokens;
  const canRead = cache !== undefined && shape.lowest >= cache.minimumTokens;
  const hits = cache === undefined ? 0 : profile.keepsIncumbentReads === true ? sums.cacheReadTokens : sums[`warm${cache.lifetime}Tokens`] * (profile.cacheHitShare ?? 0);
  const share = cacheShareOf(profile);
  const warm = cache !== undefined && cache.isAutomatic && canRead ? Math.min(text, hits * ratio) : 0;
  const minus = Math.max(shape.minus, -(text + shape.plus));
  const read = warm + share * minus;
  const fresh = text - warm + shape.plus + (1 - share) * minus;
  const written = cache !== undefined && cache.isAutomatic && cache.chargesWrites && mayWrite ? fresh : 0;
  return {
    read, written, uncached: fresh - written,
    output: Math.max(0, sums.outputTokens - sums.reasoningTokens) * profile.outputRatio * ratio,
    reasoning: sums.calls * profile.reasoningPerCall,
  };
}

function addCosts(costs: readonly Outcome<CandidateCost>[]): Outcome<CandidateCost> {
  const total: CandidateCost = { input: 0, output: 0, reasoning: 0 };
  for (const cost of costs) {
    if (!cost.known) return cost;
    total.input += cost.value.input;
    total.output += cost.value.output;
    total.reasoning += cost.value.reasoning;
  }
  return known(total);
}

/** What the incumbent's calls cost: at their own instant (`pricesAt` absent), or at the prices of the 30 days from `pricesAt` on. Nano-dollars. */
export function costOnIncumbent(catalog: Catalog, unit: Unit, query: { served: ServedBy; pricesAt?: number }): Outcome<number> {
  const { served, pricesAt } = query;
  const base = { model: served.model, tier: served.tier, region: served.region, minInput: unit.range.minInput, maxInput: unit.range.maxInput };
  const priced = pricesAt === undefined
    ? historicCards(catalog, base, unit.range)
    : projectedCards(catalog, { ...base, hour: unit.hour, pricesAt });
  if (!isSplit(priced)) return priced.known ? costOfShares(priced.value, unit.sums) : priced;
  if (unit.parts.length > 0) {
    let total = 0;
    for (const part of unit.parts) {
      const cost = costOnIncumbent(catalog, part, query);
      if (!cost.known) return cost;
      total += cost.value;
    }
    return known(total);
  }
  const sides = [base.minInput, base.maxInput].map((inputTokens) =>
    catalog.rateCard(served.model, { tier: served.tier, region: served.region, at: pricesAt ?? unit.range.minAt, inputTokens: Math.max(0, inputTokens) }));
  const costs = sides.map((card) => (card.known ? priceUsage(card.value, unit.sums, unit.sums.calls) : card));
  const failed = costs.find((cost) => !cost.known);
  return failed ?? known(Math.max(...costs.map((cost) => (cost.known ? cost.value : 0))));
}

function costOfShares(cards: readonly PricedShare[], sums: CellSums): Outcome<number> {
  let total = 0;
  for (const { card, share } of cards) {
    const cost = priceUsage(card, sums, sums.calls);
    if (!cost.known) return cost;
    total += share * cost.value;
  }
  return known(total);
}
