import type { Gate as GateId, Option, Segment } from '../model/analysis.js';
import { type TextKind, needsOf } from '../model/call.js';
import type { Catalog, CatalogModel, Ratio } from '../model/catalog.js';
import type { Config } from '../model/config.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import type { EvidenceClass } from '../model/store.js';
import { type Baseline, baselineOf } from './baseline.js';
import { type CandidateProfile, costOnCandidate } from './cost.js';
import type { Candidate } from './gates/gate.js';
import { isoDay } from './gates/alive.js';
import { gates } from './gates/index.js';
import { thinOptions } from './thin.js';
import { type SegmentTraffic, emptySums, inputOf } from './traffic.js';

/** The quality figures of one candidate on one segment; see DESIGN, quality confidence. */
export interface QualityFigures {
  confidence: number;
  notWorse: number;
  expectedWorse: number;
  lossLow: number;
  lossHigh: number;
  evidence: EvidenceClass;
  evidenceItems: number;
  scores: number;
  inheritedFrom?: string | undefined;
  itemsNeeded: number | null;
}

export interface ReplayInput {
  catalog: Catalog;
  /** What calls cost that stay where they are, where that is more or less than the catalog's price; absent: the same. */
  incumbentCatalog?: Catalog;
  config: Config;
  candidates: readonly Candidate[];
  pricesAt: number;
  assess: (segment: SegmentTraffic, candidate: Candidate) => QualityFigures;
  /** Share of calls of that provider x model that fail and are run again; from the user's calls, else published, else the incumbent's. */
  failureRate: (candidate: Candidate, segment: SegmentTraffic) => number;
  /** min(1, observed / simulated cache hits) of the segment's incumbent; undefined = nothing observed. */
  cacheHitShare: (segment: SegmentTraffic) => number | undefined;
}

const DAY_MS = 24 * 3_600_000;
/** Days before a retirement in which an option carries a warning. */
const RETIREMENT_WARNING_DAYS = 90;
/** Standard normal quantile of 0.9: half of an 80 % band. */
const Z80 = 1.2816;

/** One line of the decision tree: what became of a candidate on a segment. */
export interface Verdict {
  candidate: Candidate;
  gate?: GateId;
  reason?: string;
  /** Present where it could be priced: always for options, for rejected ones where the price is known. */
  totalNano?: number;
  option?: Option;
}

/** The segment with the candidates that passed every gate before the threshold, or undefined with the reason when the incumbent has no price. */
export function replaySegment(traffic: SegmentTraffic, input: ReplayInput): Outcome<{ segment: Segment; verdicts: Verdict[] }> {
  const baseline = baselineOf(traffic, { catalog: input.incumbentCatalog ?? input.catalog, pricesAt: input.pricesAt, profileOf: (candidate) => profileOf(candidate, traffic, input) });
  if (!baseline.known) return baseline;
  const incumbentDaily = baseline.value.dailyNano;
  const verdicts = input.candidates
    .filter((candidate) => !isIncumbent(candidate, traffic))
    .map((candidate) => judge(candidate, { traffic, incumbentDaily, input }));
  const incumbent = { provider: traffic.incumbent.model.provider, dailyNano: incumbentDaily };
  const options = thinOptions(verdicts.flatMap((verdict) => (verdict.option === undefined ? [] : [verdict.option])), incumbent);
  return known({ segment: segmentOf(traffic, { baseline: baseline.value, options, verdicts }), verdicts });
}

const isIncumbent = (candidate: Candidate, traffic: SegmentTraffic): boolean =>
  candidate.model.id === traffic.incumbent.model.id && candidate.effort === traffic.incumbent.effort;

interface Context {
  traffic: SegmentTraffic;
  incumbentDaily: readonly number[];
  input: ReplayInput;
}

/** The multipliers under which a candidate is priced; also the last step of the waterfall. */
export function profileOf(candidate: Candidate, traffic: SegmentTraffic, input: ReplayInput): Outcome<CandidateProfile> {
  const ratios = tokenRatios(input.catalog, { from: traffic.incumbent.model, to: candidate.model, traffic });
  if (!ratios.known) return ratios;
  const reasoning = input.catalog.reasoningTokens(candidate.model, candidate.effort, traffic.task);
  if (!reasoning.known) return reasoning;
  return known(makeProfile(candidate, { traffic, input, ratios: ratios.value, reasoningPerCall: reasoning.value.ratio }));
}

function makeProfile(candidate: Candidate, context: { traffic: SegmentTraffic; input: ReplayInput; ratios: ReadonlyMap<TextKind, Ratio>; reasoningPerCall: number }): CandidateProfile {
  const { traffic, input, ratios, reasoningPerCall } = context;
  return {
    model: candidate.model, incumbent: traffic.incumbent.model, tier: traffic.incumbent.tier, reasoningPerCall, pricesAt: input.pricesAt,
    outputRatio: input.catalog.outputRatio(traffic.incumbent.model, candidate.model, traffic.task).ratio,
    tokenRatio: (kind) => known(ratios.get(kind) ?? ASSUMED_RATIO), cacheHitShare: input.cacheHitShare(traffic),
  };
}

function judge(candidate: Candidate, context: Context): Verdict {
  const { traffic, input } = context;
  const { catalog, config, pricesAt } = input;
  const ratios = tokenRatios(catalog, { from: traffic.incumbent.model, to: candidate.model, traffic });
  const outputRatio = catalog.outputRatio(traffic.incumbent.model, candidate.model, traffic.task);
  const gateInput = { segment: traffic, candidate, config, pricesAt, widestTokenRatio: ratios.known ? widest(ratios.value) : ASSUMED_RATIO, outputRatio };
  for (const gate of gates) {
    const reason = gate.test(gateInput);
    if (reason === undefined) continue;
    const isWorthPricing = gate.id !== 'routable' && gate.id !== 'alive';
    const priced = isWorthPricing ? price(candidate, { ...context, ratios, outputRatio, isReasoningFree: true }) : undefined;
    return { candidate, gate: gate.id, reason, ...(priced?.known === true ? { totalNano: priced.value.totalNano } : {}) };
  }
  const priced = price(candidate, { ...context, ratios, outputRatio, isReasoningFree: false });
  if (priced.known) return { candidate, totalNano: priced.value.totalNano, option: optionOf(candidate, context, priced.value) };
  const withoutReasoning = price(candidate, { ...context, ratios, outputRatio, isReasoningFree: true });
  return { candidate, gate: 'costed', reason: priced.reason, ...(withoutReasoning.known ? { totalNano: withoutReasoning.value.totalNano } : {}) };
}

/** Only for the `fits` gate of a model whose ratio is not known; it fails `costed` afterwards. */
const ASSUMED_RATIO: Ratio = { ratio: 1, low: 1, high: 1, source: 'assumed' };

const widest = (ratios: ReadonlyMap<TextKind, Ratio>): Ratio => [...ratios.values()].reduce((wide, ratio) => (ratio.high > wide.high ? ratio : wide), ASSUMED_RATIO);

function tokenRatios(catalog: Catalog, pair: { from: CatalogModel; to: CatalogModel; traffic: SegmentTraffic }): Outcome<Map<TextKind, Ratio>> {
  const kinds = new Set(pair.traffic.days.flatMap((units) => units.map((unit) => unit.textKind)));
  const ratios = new Map<TextKind, Ratio>();
  for (const kind of kinds) {
    const ratio = catalog.tokenRatio(pair.from, pair.to, kind);
    if (!ratio.known) return ratio;
    ratios.set(kind, ratio.value);
  }
  return known(ratios);
}

interface PricedCandidate {
  dailyNano: number[];
  totalNano: number;
  inputNano: number;
  outputNano: number;
  reasoningNano: number;
  fallbackNano: number;
  tokenizerSd: number;
  outputSd: number;
  reasoningSd: number;
}

type PriceContext = Context & { ratios: Outcome<Map<TextKind, Ratio>>; outputRatio: Ratio; isReasoningFree: boolean };

/** Daily cost net of tokenizer, verbosity, reasoning, cold caches and fallbacks: (1 - p) x (input + output) + p x (input + the incumbent's call). */
function price(candidate: Candidate, context: PriceContext): Outcome<PricedCandidate> {
  const { traffic, input, ratios, outputRatio } = context;
  if (!ratios.known) return ratios;
  const hasMedia = needsOf(traffic.needsMask).some((need) => (need === 'vision' && traffic.sums.images === 0) || need === 'audio' || need === 'documents');
  if (hasMedia && candidate.model.baseModel !== traffic.incumbent.model.baseModel) return unknown('the sizes of images, audio or documents are not known');
  const reasoning = context.isReasoningFree ? known(NO_REASONING) : input.catalog.reasoningTokens(candidate.model, candidate.effort, traffic.task);
  if (!reasoning.known) return reasoning;
  const profile = makeProfile(candidate, { traffic, input, ratios: ratios.value, reasoningPerCall: reasoning.value.ratio });
  const failing = input.failureRate(candidate, traffic);
  const parts = { input: 0, output: 0, reasoning: 0, fallback: 0 };
  const dailyNano: number[] = [];
  for (const [day, units] of traffic.days.entries()) {
    const incumbent = context.incumbentDaily[day] ?? 0;
    let dayNano = failing * incumbent;
    parts.fallback += failing * incumbent;
    for (const unit of units) {
      const cost = costOnCandidate(input.catalog, unit, profile);
      if (!cost.known) return cost;
      parts.input += cost.value.input;
      parts.output += (1 - failing) * cost.value.output;
      parts.reasoning += (1 - failing) * cost.value.reasoning;
      dayNano += cost.value.input + (1 - failing) * (cost.value.output + cost.value.reasoning);
    }
    dailyNano.push(Math.round(dayNano));
  }
  const wide = widest(ratios.value);
  return known({
    dailyNano, totalNano: dailyNano.reduce((total, nano) => total + nano, 0),
    inputNano: Math.round(parts.input), outputNano: Math.round(parts.output), reasoningNano: Math.round(parts.reasoning), fallbackNano: Math.round(parts.fallback),
    tokenizerSd: logSd(wide), outputSd: Math.hypot(logSd(outputRatio), logSd(wide)), reasoningSd: logSd(reasoning.value),
  });
}

const NO_REASONING: Ratio = { ratio: 0, low: 0, high: 0, source: 'not costed' };

/** Standard deviation of the logarithm, from an 80 % band. Example: 0.8 to 1.25 -> ln(1.5625) / (2 x 1.2816) = 0.174. */
export const logSd = (ratio: Ratio): number => (ratio.low > 0 && ratio.high > ratio.low ? Math.log(ratio.high / ratio.low) / (2 * Z80) : 0);

function optionOf(candidate: Candidate, context: Context, priced: PricedCandidate): Option {
  const { traffic, input } = context;
  const quality = input.assess(traffic, candidate);
  const isSameModel = candidate.model.baseModel === traffic.incumbent.model.baseModel && candidate.effort === traffic.incumbent.effort;
  const { totalNano, ...money } = priced;
  const calls = traffic.sums.calls;
  return {
    candidate: candidate.id, provider: candidate.model.provider, ...money,
    confidence: quality.confidence, notWorse: quality.notWorse, expectedWorse: quality.expectedWorse, lossLow: quality.lossLow, lossHigh: quality.lossHigh,
    evidence: quality.evidence, evidenceItems: quality.evidenceItems, scores: quality.scores,
    ...(quality.inheritedFrom === undefined ? {} : { inheritedFrom: quality.inheritedFrom }),
    isSameModel, notes: notesOn(candidate, input.pricesAt), ...(candidate.model.retiredAt === undefined ? {} : { retires: isoDay(candidate.model.retiredAt) }),
    itemsNeeded: isSameModel ? 0 : quality.itemsNeeded,
    itemsNano: quality.itemsNeeded === null || calls <= 0 ? null : isSameModel ? 0 : Math.round((totalNano / calls) * quality.itemsNeeded),
  };
}

function notesOn({ model }: Candidate, pricesAt: number): string[] {
  const days = model.retiredAt === undefined ? Infinity : (model.retiredAt - pricesAt) / DAY_MS;
  return days < RETIREMENT_WARNING_DAYS && model.retiredAt !== undefined ? [`retires on ${isoDay(model.retiredAt)}, in ${Math.floor(days)} days`] : [];
}

function segmentOf(traffic: SegmentTraffic, found: { baseline: Baseline; options: Option[]; verdicts: readonly Verdict[] }): Segment {
  const callsOf = (units: SegmentTraffic['days'][number]): number => units.reduce((total, unit) => total + unit.sums.calls, 0);
  const sums = { ...emptySums(), ...traffic.sums };
  return {
    id: traffic.id, workload: traffic.workload, workloadLabel: traffic.workloadLabel, task: traffic.task, taskConfidence: traffic.taskConfidence,
    difficulty: traffic.difficulty, needs: needsOf(traffic.needsMask), band: traffic.band, incumbent: traffic.incumbent.id,
    incumbentProvider: traffic.incumbent.model.provider, status: traffic.status, calls: sums.calls, dailyCalls: traffic.days.map(callsOf),
    inputTokens: inputOf(sums), outputTokens: sums.outputTokens, dailyNano: found.baseline.dailyNano, options: found.options,
    ...(found.baseline.successor === undefined ? {} : { successor: found.baseline.successor }),
    blocked: blockedSavings({ ...found, incumbentDaily: found.baseline.dailyNano }),
  };
}

/** By gate: the cheapest candidate that fell there, and how much more than the best option it would have saved over the window. */
function blockedSavings(found: { incumbentDaily: readonly number[]; options: readonly Option[]; verdicts: readonly Verdict[] }): Segment['blocked'] {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const reachable = Math.min(sum(found.incumbentDaily), ...found.options.map((option) => sum(option.dailyNano)));
  const best = new Map<GateId, Segment['blocked'][number]>();
  for (const { gate, reason, totalNano, candidate } of found.verdicts) {
    if (gate === undefined || reason === undefined || totalNano === undefined) continue;
    const savingNano = Math.round(reachable - totalNano);
    if (savingNano <= 0 || savingNano <= (best.get(gate)?.savingNano ?? 0)) continue;
    best.set(gate, { gate, reason, candidate: candidate.id, savingNano });
  }
  const fixed = found.verdicts.find((verdict) => verdict.gate === 'routable');
  if (fixed?.reason !== undefined) best.set('routable', { gate: 'routable', reason: fixed.reason, candidate: '', savingNano: 0 });
  return [...best.values()];
}
