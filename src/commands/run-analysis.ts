import { createHash } from 'node:crypto';
import { analyze } from '../analysis/index.js';
import { createServedBy } from '../analysis/served.js';
import { createCatalog } from '../catalog/index.js';
import { withOwnRatios } from '../catalog/own-ratios.js';
import { CLASSIFIER_VERSION } from '../classify/index.js';
import type { Analysis, CostMode, Flag } from '../model/analysis.js';
import type { SettledCall } from '../model/call.js';
import type { Catalog } from '../model/catalog.js';
import { type Cell, cellKeyText } from '../model/cell.js';
import type { Config } from '../model/config.js';
import { UserError } from '../model/errors.js';
import type { EvidenceClass, Store } from '../model/store.js';
import { type ProjectionWindow, addDays, localDateOf, windowOf } from '../project/index.js';
import { createQuality } from '../quality/index.js';
import { listCandidates, splitCellKeys } from '../replay/index.js';
import { buildHours, lossWeights } from '../settle/index.js';
import { compareStore } from './reconcile/compare-store.js';
import { findOverlaps, overlapFlag } from './import/overlap.js';
import { lossFlags } from './loss-flags.js';
import { refreshStore } from './refresh.js';
import { collectCells, readRows, settledRow } from './stored-cells.js';
import { SHADOWBILL_VERSION } from './version.js';

export interface RunOptions {
  config?: Config;
  days?: number;
  /** YYYY-MM-DD, local. */
  until?: string;
  timezone?: string;
  threshold?: number;
  minEvidence?: EvidenceClass;
  margin?: number;
  /** YYYY-MM-DD; default: the later of the day after the window and the day up to which the catalog's prices were read. */
  pricesAt?: string;
  where?: Readonly<Record<string, string>>;
  seed?: number;
  costMode?: CostMode;
  /** What the caller knows about this traffic, shown among the flags. */
  remarks?: readonly Flag[];
  /** ms UTC; decides only which local day is still in progress. */
  now: number;
}

/** What is worth checking; `policy set` asks for more. */
const DEFAULT_THRESHOLD = 0.8;
/** Loss of quality (worse minus better, share of calls) that is accepted unless told otherwise. */
export const DEFAULT_MARGIN = 0.05;
const DEFAULT_SEED = 1;
const HOUR_MS = 3_600_000;

/** Settles what is new, reads the window, analyzes it, stores the analysis, and returns it. */
export async function runAnalysis(store: Store, options: RunOptions): Promise<Analysis> {
  await refreshStore(store);
  const config = options.config ?? {};
  const summary = await store.summary();
  if (summary.firstAt === undefined || summary.lastAt === undefined) {
    throw new UserError('no-calls', `The store ${store.location} holds no calls.`, { hint: 'Import a log first: shadowbill import FILE. Or look at made-up traffic: shadowbill demo.' });
  }
  const hasFilter = Object.keys(options.where ?? {}).length > 0;
  const range = { fromHour: Math.floor(summary.firstAt / HOUR_MS), toHour: Math.floor(summary.lastAt / HOUR_MS) + 1 };
  const storedCells = await collectCells(store.readCells(range));
  const filtered = hasFilter ? await filteredHours(store, options.where ?? {}) : undefined;
  const allCells = filtered?.cells ?? storedCells;
  if (allCells.length === 0) throw new UserError('no-calls', 'No stored call passes the --where filter.', { hint: 'Check the names with: shadowbill calls --format table.' });
  const window = windowOf({
    firstAt: summary.firstAt, lastAt: summary.lastAt, until: options.until, days: options.days, timezone: options.timezone ?? config.timezone ?? 'UTC', now: options.now,
    coveredHours: await coveredHours(store, storedCells),
  });
  const cells = inWindow(allCells, window);
  const catalog = withOwnRatios(createCatalog(config), cells);
  const pricesAt = options.pricesAt ?? laterDay(addDays(window.end, 1), catalog.pricesReadOn);
  const servedBy = createServedBy(catalog);
  const split = splitCellKeys({ cells, catalog, candidates: listCandidates(catalog, config), pricesAt: Date.parse(`${pricesAt}T00:00:00Z`), servedBy: (cell) => servedBy(cell).served });
  const analysis = analyze({
    window, cells, rows: await readRows(store, { split, from: window.startMs, to: window.endMs, where: options.where }), catalog, config, quality: createQuality(),
    billed: await compareStore(store, { config, from: window.startMs, to: window.endMs }),
    workloads: await store.workloads(), evidence: await store.listEvidence(),
    minutes: filtered?.minutes.filter(({ minute }) => minute >= window.fromHour * 60 && minute < window.toHour * 60) ?? await store.readMinutes(window),
    latency: filtered?.latency.filter(({ hour }) => hour >= window.fromHour && hour < window.toHour) ?? await store.readLatency(window),
    settings: {
      threshold: options.threshold ?? DEFAULT_THRESHOLD, minEvidence: options.minEvidence ?? 'none', margin: options.margin ?? config.margin ?? DEFAULT_MARGIN,
      pricesAt, filters: options.where ?? {}, seed: options.seed ?? DEFAULT_SEED, costMode: options.costMode ?? 'computed',
    },
    facts: { isSynthetic: summary.isSynthetic, callsTimedByFile: summary.callsTimedByFile, callsOutside: hasFilter ? 0 : summary.calls - cells.reduce((total, cell) => total + cell.sums.calls, 0), shadowbillVersion: SHADOWBILL_VERSION, classifierVersions: [CLASSIFIER_VERSION], remarks: [...(options.remarks ?? []), ...await overlapFlags(store, catalog), ...lossFlags(await store.listLosses(), window)] },
  });
  const named = { ...analysis, id: `${window.end}-${createHash('sha256').update(JSON.stringify(analysis)).digest('hex').slice(0, 8)}` };
  await store.saveAnalysis({ id: named.id, createdAt: options.now, json: JSON.stringify(named) });
  return named;
}

/** Logs of the same traffic that share too few ids to be proven the same: their calls may be counted twice. */
const overlapFlags = async (store: Store, catalog: Catalog): Promise<Flag[]> =>
  (await findOverlaps(store, { catalog, isDryRun: true })).map(overlapFlag).filter((flag) => flag !== undefined);

/** Share of an import's days that must hold calls for its quiet days to count as real zeros: a tool that rests at weekends has 5 of 7, scattered records have few. */
const DENSE_SHARE = 0.5;
const HOURS_PER_DAY = 24;

/** A day without calls is a real 0 where some dense import spans it, and missing where none does. */
async function coveredHours(store: Store, cells: readonly Cell[]): Promise<Set<number>> {
  const hours = new Set(cells.map((cell) => cell.key.hour));
  for (const { firstAt, lastAt } of await store.listImports()) {
    if (firstAt === undefined || lastAt === undefined) continue;
    const [from, to] = [Math.floor(firstAt / HOUR_MS), Math.floor(lastAt / HOUR_MS)];
    const days = new Set(cells.filter(({ key }) => key.hour >= from && key.hour <= to).map(({ key }) => Math.floor(key.hour / HOURS_PER_DAY)));
    if (days.size < DENSE_SHARE * ((to - from) / HOURS_PER_DAY)) continue;
    for (let hour = from; hour <= to; hour += 1) hours.add(hour);
  }
  return hours;
}

/** A filter asks for what cells do not hold: they are built anew from the calls that pass it. */
async function filteredHours(store: Store, where: Readonly<Record<string, string>>): Promise<ReturnType<typeof buildHours>> {
  const calls: SettledCall[] = [];
  const losses = lossWeights(await store.listLosses());
  for await (const page of store.readCalls({ where })) for (const call of page) calls.push(settledRow(call, losses));
  const built = buildHours(calls);
  return { ...built, cells: [...built.cells].sort((a, b) => (cellKeyText(a.key) < cellKeyText(b.key) ? -1 : 1)) };
}

const inWindow = (cells: readonly Cell[], window: ProjectionWindow): Cell[] => {
  const dates = new Set(window.dates);
  return cells.filter((cell) => dates.has(localDateOf(cell.key.hour, window.timezone)));
};

const laterDay = (a: string, b: string): string => (a > b ? a : b);
