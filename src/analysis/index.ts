import { type Analysis, type Segment, analysisSchema } from '../model/analysis.js';
import { cellKeyText } from '../model/cell.js';
import type { Task } from '../model/call.js';
import type { Config } from '../model/config.js';
import { UserError } from '../model/errors.js';
import type { Thresholds } from '../model/policy.js';
import { applyThresholds, evidenceRank } from '../policy/apply.js';
import { backTest, localDateOf, projectMonth } from '../project/index.js';
import { type ReplayInput, type SegmentTraffic, buildSegments, costOnIncumbent, listCandidates, replaySegment } from '../replay/index.js';
import { accountingOf } from './accounting.js';
import { billedAssumptions, billedCatalogs, billedSentence, billedSideOf, modelFactorsOf, withBilledSide } from './billed-side.js';
import { commitmentRows, notMeteredRows } from './commitments.js';
import { compareCosts, factorsOf, multipliedCatalog, pricedNanoOf, withReportedCosts } from './costs.js';
import type { AnalysisInput } from './input.js';
import { addDaily, instantOf, sumOf } from './sums.js';
import { type LedgerEntry, keepLedger, totalsOf } from './ledger.js';
import { leversOf } from './levers.js';
import { assumptionsOf, flagsOf } from './notes.js';
import { createAssess } from './quality-of.js';
import { cacheHitShareOf, createFailureRate, reliabilityOf } from './reliability.js';
import { LIKELY_THRESHOLD, READY_THRESHOLD, limitOf, playScenarios } from './scenarios.js';
import { evidenceRows, priceRows } from './sources.js';
import { blockRows, isDocumentAnalysis, taskRows, workloadRows } from './tables.js';
import { verdictOf } from './verdict.js';
import { waterfallRows } from './waterfall.js';

export type { AnalysisInput } from './input.js';
export { type BillComparison, type BilledFactor, type ComparedDay, type OneSided, type ProviderComparison, compareBills } from './bills/index.js';
export { keepLedger } from './ledger.js';
export { createServedBy } from './served.js';

/** Everything -> the one result. Pure: the same input gives the same bytes. `id` is left empty for the caller, who names it by content. */
export function analyze(input: AnalysisInput): Analysis {
  const { window, catalog, config, settings } = input;
  const pricesAt = instantOf(settings.pricesAt);
  const costMode = settings.costMode ?? 'computed';
  const computed = keepLedger({ cells: input.cells, rows: input.rows, catalog, config });
  const { comparison: costs, odd } = compareCosts(computed, catalog, costMode);
  const side = billedSideOf(input.billed, costMode);
  const logged = factorsOf(costs);
  const entries = costMode === 'reported' ? withReportedCosts(computed, catalog, { factors: logged, odd }) : withBilledSide(computed, side);
  const factors = costMode === 'reported' ? logged : modelFactorsOf(computed, side);
  const { incumbents: pricing, candidates: candidatePricing } = billedCatalogs(multipliedCatalog(catalog, logged), side);
  const commitments = commitmentRows(input, entries);
  const totals = totalsOf(entries);
  const traffic = segmentTraffic(input, entries);
  const replayInput: ReplayInput = {
    catalog: candidatePricing, incumbentCatalog: pricing, config, candidates: listCandidates(catalog, config), pricesAt, assess: createAssess(input),
    failureRate: createFailureRate(entries, catalog), cacheHitShare: cacheHitShareOf,
  };
  const segments = traffic.flatMap((segment) => {
    const replayed = replaySegment(segment, replayInput);
    return replayed.known ? [replayed.value.segment] : [];
  });
  const thresholds = thresholdsOf(input);
  const duplicatesDaily = dailyOf(input, entries.filter(({ place }) => place === 'duplicates'), (entry) => projectedNano(entry, { catalog: pricing, settings }));
  const spendDailyNano = addDaily(baselineDaily(segments, window.dates.length), duplicatesDaily);
  const dailyCalls = dailyOf(input, entries, ({ unit }) => unit.sums.calls);
  const played = playScenarios({ segments, window, restDailyNano: duplicatesDaily, meteredNano: sumOf(spendDailyNano), thresholds });
  const { applied } = played.crossProvider;
  const spend = projectMonth({ dailyNano: spendDailyNano, window });
  const tested = backTest({ dailyNano: spendDailyNano, window });
  const trafficById = new Map(traffic.map((segment) => [segment.id, segment]));
  const ready = applyThresholds(segments, { ...thresholds, threshold: READY_THRESHOLD, tasks: undefined, minEvidence: 'judged', workloads: limitOf(thresholds).workloads });
  const readyIds = new Set(ready.decisions.filter(({ option }) => option !== undefined).map(({ segment }) => segment.id));
  const likely = applyThresholds(segments, { ...thresholds, threshold: LIKELY_THRESHOLD, tasks: undefined, minEvidence: 'none', workloads: limitOf(thresholds).workloads })
    .decisions.filter(({ segment }) => !readyIds.has(segment.id));
  const splitShare = splitShareOf(input);
  const segmentOf = segmentFinder(traffic);

  const analysis: Analysis = {
    schema: 'shadowbill/analysis@1', id: '', isSynthetic: input.facts.isSynthetic, asOf: window.asOf,
    window: {
      start: window.start, end: window.end, timezone: window.timezone, dates: [...window.dates], weekend: [...window.weekend], covered: [...window.covered],
      daysWithData: window.daysWithData, status: window.status, next: window.next,
    },
    settings: { threshold: settings.threshold, minEvidence: settings.minEvidence, margin: settings.margin, pricesAt: settings.pricesAt, filters: { ...settings.filters }, config, seed: settings.seed, costMode },
    versions: {
      shadowbill: input.facts.shadowbillVersion, classifier: [...input.facts.classifierVersions], catalog: catalog.hash, quality: input.quality.version, pricesReadOn: catalog.pricesReadOn,
    },
    verdict: verdictOf({
      billedSentence: billedSentence(side),
      window, spend, spendNano: totals.spendNano, calls: totals.calls, billedCalls: totals.billedCalls, unpricedCalls: totals.unpricedCalls, notMeteredNano: totals.notMeteredNano,
      freeCalls: sumOf(entries.filter(({ place }) => place === 'free').map(({ unit }) => unit.sums.calls)), ready: ready.decisions, wasteDailyNano: duplicatesDaily,
      likely, limit: played.cheapest.applied.decisions, margin: settings.margin,
      judgedItems: input.evidence.filter((row) => row.isRandom && evidenceRank(row.class) >= evidenceRank('judged')).length,
    }),
    totals: { ...totals, pricedShare: totals.billedCalls > 0 ? (totals.billedCalls - totals.unpricedCalls) / totals.billedCalls : 1, spend, sampledShare: totals.calls > 0 ? Math.min(1, totals.storedCalls / totals.calls) : 1 },
    accounting: accountingOf(entries, applied, segmentOf),
    costs, notMetered: notMeteredRows(entries), commitments,
    scenarios: [played.asIs, played.sameProvider, played.crossProvider, played.cheapest].map(({ scenario }) => scenario),
    levers: leversOf({ entries, traffic: trafficById, applied, catalog: pricing, pricesAt }),
    waterfall: waterfallRows({ applied, trafficById, replayInput, spendNano: sumOf(spendDailyNano) }),
    segments,
    tasks: taskRows(applied, window, documentCallsOf(traffic)),
    workloads: workloadRows(applied, window),
    blocks: blockRows(applied, played.cheapest.applied),
    reliability: reliabilityOf(input.minutes, input.latency),
    daily: window.dates.map((date, day) => ({
      date, calls: dailyCalls[day] ?? 0, spendNano: spendDailyNano[day] ?? 0,
      chosenNano: (applied.dailyNano[day] ?? 0) + (duplicatesDaily[day] ?? 0), limitNano: (played.cheapest.applied.dailyNano[day] ?? 0) + (duplicatesDaily[day] ?? 0),
    })),
    backTest: tested, splitShare, evidence: evidenceRows(input),
    flags: flagsOf({ input, billedSide: side, entries, costs, commitments, totals, applied, traffic, spendDailyNano, priceChangeNano: pricedNanoOf(entries, factors) - sumOf(spendDailyNano), backTest: tested, splitShare, limitInSampleNano: played.cheapest.applied.inSampleSavingNano }),
    assumptions: [...assumptionsOf(input), ...billedAssumptions(side)],
    prices: priceRows({ input, traffic, applied: [applied, played.cheapest.applied], candidates: replayInput.candidates, pricesAt }),
  };
  if (!Number.isSafeInteger(totals.spendNano) || !Number.isSafeInteger(sumOf(spendDailyNano))) {
    throw new UserError('too-large', `The window holds more than ${Math.floor(Number.MAX_SAFE_INTEGER / 1e9).toLocaleString('en-US')} USD, more than sums in whole nano-dollars can hold.`, { hint: 'Check token counts and --sample-rate of the imports, or analyze a part: --days, --where.' });
  }
  return analysisSchema.parse(analysis);
}

/** Flags and settings -> the thresholds that bind. */
export function thresholdsOf({ config, settings }: Pick<AnalysisInput, 'config' | 'settings'>): Thresholds {
  const off = Object.entries(config.workloads ?? {}).filter(([, value]) => value === 'off').map(([name]) => [name, 'off'] as const);
  return {
    threshold: settings.threshold, minEvidence: settings.minEvidence,
    ...(off.length === 0 ? {} : { workloads: Object.fromEntries(off) }), ...(config.minSavingUsd === undefined ? {} : { minSavingUsd: config.minSavingUsd }),
  };
}

const taskOverrides = (config: Config): Map<string, Task> =>
  new Map(Object.entries(config.workloads ?? {}).flatMap(([name, value]) => (value === 'off' ? [] : [[name, value] as const])));

function segmentTraffic(input: AnalysisInput, entries: readonly LedgerEntry[]): SegmentTraffic[] {
  const { window } = input;
  const dayIndex = new Map(window.dates.map((date, day) => [date, day]));
  const servedOf = new Map(entries.map((entry) => [entry.cell, entry.served.served]));
  return buildSegments({
    cells: entries.filter(({ place }) => place === 'routable').map(({ cell }) => cell), workloads: input.workloads, taskOverrides: taskOverrides(input.config),
    servedBy: (cell) => servedOf.get(cell), dayOf: (hour) => dayIndex.get(localDateOf(hour, window.timezone)), dayCount: window.dates.length,
    rowsOf: (cell) => input.rows.get(cellKeyText(cell.key)) ?? [],
  });
}

function segmentFinder(traffic: readonly SegmentTraffic[]): (entry: LedgerEntry) => string | undefined {
  const found = new Map<LedgerEntry['cell'], string>();
  for (const segment of traffic) for (const cell of segment.cells) found.set(cell, segment.id);
  return (entry) => found.get(entry.cell);
}

/** What it costs at the prices of the projected month; where these are not known, what it cost. */
function projectedNano({ unit, served: { served }, actualNano }: LedgerEntry, { catalog, settings }: Pick<AnalysisInput, 'catalog' | 'settings'>): number {
  const cost = served === undefined ? undefined : costOnIncumbent(catalog, unit, { served, pricesAt: instantOf(settings.pricesAt) });
  return cost?.known === true ? Math.round(cost.value) : actualNano;
}

/** Sums by day of the window. */
function dailyOf({ window }: AnalysisInput, entries: readonly LedgerEntry[], amountOf: (entry: LedgerEntry) => number): number[] {
  const byDate = new Map<string, number>();
  for (const entry of entries) {
    const date = localDateOf(entry.cell.key.hour, window.timezone);
    byDate.set(date, (byDate.get(date) ?? 0) + amountOf(entry));
  }
  return window.dates.map((date) => byDate.get(date) ?? 0);
}

const baselineDaily = (segments: readonly Segment[], dayCount: number): number[] =>
  Array.from({ length: dayCount }, (_, day) => sumOf(segments.map((segment) => segment.dailyNano[day] ?? 0)));

function documentCallsOf(traffic: readonly SegmentTraffic[]): Map<string, number> {
  const calls = new Map<string, number>();
  for (const segment of traffic) {
    const large = segment.cells.filter((cell) => isDocumentAnalysis(segment.task, cell.key.inputOctave));
    calls.set(segment.task, (calls.get(segment.task) ?? 0) + sumOf(large.map((cell) => (cell.sums.calls * cell.key.weightMillionths) / 1e6)));
  }
  return calls;
}

const splitShareOf = ({ cells, rows }: AnalysisInput): number => {
  const billed = cells.filter((cell) => cell.key.standing === 'billed');
  const all = sumOf(billed.map((cell) => cell.sums.calls));
  return all > 0 ? sumOf(billed.filter((cell) => rows.has(cellKeyText(cell.key))).map((cell) => cell.sums.calls)) / all : 0;
};
