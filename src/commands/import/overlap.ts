import type { Flag } from '../../model/analysis.js';
import type { Catalog } from '../../model/catalog.js';
import { UserError } from '../../model/errors.js';
import type { CallPair, SourceSet, Store } from '../../model/store.js';
import { PROVING_MATCHES, type SourceOverlap, createTwinFinder, overlapsOf } from '../../settle/index.js';
import { costOfCall } from '../call-cost.js';

/** Two sources that overlap in time, and what became of their calls that look alike. */
export interface OverlapResult extends SourceOverlap {
  /** `ids`: so many calls share an id that both tell of the same traffic; `asked`: --same-traffic-as says so; `none`: nothing proves it, and all calls stay. */
  proof: 'ids' | 'asked' | 'none';
  /** Pairs of calls made one. */
  merged: number;
  /** Pairs that look alike and stay. */
  lookAlikes: number;
  /** What the second of each such pair cost, whole nano-dollars, where its model has a price. */
  nano: number;
  unpricedCalls: number;
}

type OverlapStore = Pick<Store, 'sourceSets' | 'readCalls' | 'mergePairs'>;

export interface OverlapOptions {
  catalog: Catalog;
  /** Only overlaps of these sources; absent: all. */
  sources?: readonly string[] | undefined;
  /** Source that is the same traffic as `sources`, because the user says so. */
  sameTrafficAs?: string | undefined;
  /** Nothing is merged; only overlaps that nothing proves are looked at. */
  isDryRun?: boolean;
  /** What was in the store before the run, and the time that the run added to: only that time is looked at, unless this run is what proves the overlap. */
  run?: { before: readonly SourceSet[]; firstAt: number; lastAt: number } | undefined;
}

const MOST_PASSES = 5;
const BATCH_PAIRS = 2000;
const TWIN_ROOM_MS = 2000;
/** Ids; many more than a minute of traffic holds. */
const MOST_GONE = 200_000;

/**
 * Looks for calls that two sources both tell of without sharing an id. Where 20 shared ids or the user prove that the sources overlap, such calls are merged one to one; else
 * they are counted. The calls of the overlapped time are read as a stream of pages, at most once for each pass.
 */
export async function findOverlaps(store: OverlapStore, options: OverlapOptions): Promise<OverlapResult[]> {
  let results: OverlapResult[] = [];
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const found = await onePass(store, options);
    results = pass === 0 ? found : results.map((former) => {
      const later = found.find(({ one, other }) => one === former.one && other === former.other);
      return { ...former, merged: former.merged + (later?.merged ?? 0) };
    });
    if (found.every(({ merged }) => merged === 0)) break;
  }
  return results.filter(({ merged, lookAlikes }) => merged + lookAlikes > 0);
}

async function onePass(store: OverlapStore, options: OverlapOptions): Promise<OverlapResult[]> {
  const { sources, sameTrafficAs } = options;
  const wanted = overlapsOf(await store.sourceSets()).filter(({ one, other }) => sources === undefined || sources.includes(one) || sources.includes(other));
  const before = overlapsOf(options.run?.before ?? []);
  const results = wanted.map((overlap): OverlapResult => {
    const isAsked = sameTrafficAs !== undefined && [overlap.one, overlap.other].includes(sameTrafficAs);
    const proof = isAsked ? 'asked' : overlap.shared >= PROVING_MATCHES ? 'ids' : 'none';
    return { ...extentOf(overlap, proof), proof, merged: 0, lookAlikes: 0, nano: 0, unpricedCalls: 0 };
  }).filter(({ proof }) => options.isDryRun !== true || proof === 'none');
  const pairs: CallPair[] = [];
  /** Calls that this pass merges away; another finder may meet them within the minute. */
  const gone = new Set<string>();
  const finders = results.map((result) => ({ result, finder: createTwinFinder(result, ({ keep, drop }) => {
    if (result.proof !== 'none' && options.isDryRun !== true) {
      if (gone.has(keep.id) || gone.has(drop.id)) return;
      if (gone.size > MOST_GONE) gone.clear();
      gone.add(drop.id);
      pairs.push({ keep: keep.id, drop: drop.id });
      result.merged += 1;
      return;
    }
    const { nano } = costOfCall(drop, options.catalog);
    result.lookAlikes += 1;
    result.nano += nano.known ? Math.round(nano.value) : 0;
    result.unpricedCalls += nano.known ? 0 : 1;
  }) }));
  if (finders.length === 0) return [];
  const flush = async (least: number): Promise<void> => {
    while (pairs.length > least) await store.mergePairs(pairs.splice(0, BATCH_PAIRS));
  };
  const from = Math.min(...results.map((result) => result.from)) - TWIN_ROOM_MS;
  const to = Math.max(...results.map((result) => result.to)) + TWIN_ROOM_MS + 1;
  for await (const page of store.readCalls({ from, to })) {
    for (const call of page) for (const { finder } of finders) finder.add(call);
    await flush(BATCH_PAIRS);
  }
  for (const { finder } of finders) finder.finish();
  await flush(0);
  return results;

  /** What was proven before this run was merged before it; what was not, was told of before it. */
  function extentOf(overlap: SourceOverlap, proof: OverlapResult['proof']): SourceOverlap {
    const { run } = options;
    const isNewlyProven = proof === 'ids' && !before.some(({ one, other, shared }) => one === overlap.one && other === overlap.other && shared >= PROVING_MATCHES);
    if (run === undefined || proof === 'asked' || isNewlyProven) return overlap;
    return { ...overlap, from: Math.max(overlap.from, run.firstAt - TWIN_ROOM_MS), to: Math.min(overlap.to, run.lastAt + TWIN_ROOM_MS) };
  }
}

/** A source that --same-traffic-as names must be there, and be another than that of the files. */
export function assertOtherSource(source: string, { inStore, ofFiles }: { inStore: readonly string[]; ofFiles: readonly string[] }): void {
  const others = [...new Set([...inStore, ...ofFiles])].sort();
  if (!others.includes(source)) {
    throw new UserError('no-source', `--same-traffic-as ${source}: the store holds no calls of such a source.`, { hint: others.length === 0 ? 'Import the other log first.' : `It holds: ${others.join(', ')}.` });
  }
  if (ofFiles.length > 0 && ofFiles.every((own) => own === source)) {
    throw new UserError('same-source', `--same-traffic-as ${source}: the files are of that same format, and two calls of one source are never merged without a shared id.`, { hint: 'Name the source of the other log.' });
  }
}

const dateTime = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
const whole = (count: number): string => count.toLocaleString('en-US');
const NANO_PER_USD = 1e9;
const MICRO_NANO = 10_000_000;

/** Example: 1_234_000_000 -> '$1.23'; 0.004 dollars -> 'less than $0.01' */
const worth = ({ nano, unpricedCalls, lookAlikes }: OverlapResult): string =>
  unpricedCalls === lookAlikes ? 'of models without a price' : `worth ${nano > 0 && nano < MICRO_NANO ? 'less than $0.01' : `$${(nano / NANO_PER_USD).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`}${unpricedCalls > 0 ? ` (${whole(unpricedCalls)} without a price)` : ''}`;

/** One sentence for the user. */
export function describeOverlap(result: OverlapResult): string {
  const { one, other, from, to, shared, proof, merged, lookAlikes } = result;
  const span = `from ${dateTime(from)} to ${dateTime(to)} UTC`;
  if (proof === 'none') return `sources ${one} and ${other} overlap ${span}: ${whole(lookAlikes)} calls look alike, ${worth(result)}, and are counted twice if they are the same traffic: then import again with --same-traffic-as ${one}`;
  const why = proof === 'asked' ? 'you say so' : `${whole(shared)} shared ids prove it`;
  return `sources ${one} and ${other} are the same traffic ${span} (${why}): ${whole(merged)} further pairs of calls, equal in model, counts and time, were made one`;
}

/** The same for an analysis; absent where nothing is in doubt. */
export function overlapFlag(result: OverlapResult): Flag | undefined {
  if (result.proof !== 'none' || result.lookAlikes === 0) return undefined;
  const { one, other, from, to, lookAlikes, nano, unpricedCalls } = result;
  return {
    code: 'source-overlap', severity: 'warning',
    text: `Sources ${one} and ${other} overlap from ${dateTime(from)} to ${dateTime(to)} UTC: ${whole(lookAlikes)} calls look alike, ${worth(result)}. They are counted twice if both logs tell of the same traffic.`,
    advice: `If they do, import the log of ${other} again with --same-traffic-as ${one}; if not, nothing is wrong.`,
    nano: unpricedCalls === lookAlikes ? null : nano,
  };
}
