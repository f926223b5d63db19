import { type StoredCall, modelNameOf } from '../model/call.js';
import type { SourceSet } from '../model/store.js';
import { inclusiveUsage } from '../model/usage.js';

/** Calls that two logs name by the same id. So many do not share ids by chance: both logs tell of the same traffic. */
export const PROVING_MATCHES = 20;
/** ms. Two clocks of one call, or its start as two tools see it, lie closer. */
export const TWIN_MS = 2000;

/** Two sources whose calls lie in the same time. */
export interface SourceOverlap {
  one: string;
  other: string;
  /** Calls that both tell of, found by a shared id. */
  shared: number;
  /** ms UTC, both inclusive: from the later of their first calls to the earlier of their last. */
  from: number;
  to: number;
}

interface Extent {
  firstAt: number;
  lastAt: number;
}

/**
 * Pairs of sources that overlap in time and each have calls that the other has not, in the order of their names.
 * Example: A holds 1..10, B holds 5..20, 30 calls are in both -> { one: 'A', other: 'B', shared: 30, from: 5, to: 10 }
 */
export function overlapsOf(sets: readonly SourceSet[]): SourceOverlap[] {
  const extents = new Map<string, Extent>();
  for (const { sources, firstAt, lastAt } of sets) {
    if (firstAt === undefined || lastAt === undefined) continue;
    for (const source of sources) {
      const former = extents.get(source) ?? { firstAt, lastAt };
      extents.set(source, { firstAt: Math.min(former.firstAt, firstAt), lastAt: Math.max(former.lastAt, lastAt) });
    }
  }
  const countOf = (fits: (sources: readonly string[]) => boolean): number => sets.filter(({ sources }) => fits(sources)).reduce((sum, { calls }) => sum + calls, 0);
  const names = [...extents.keys()].sort();
  return names.flatMap((one, at) => names.slice(at + 1).flatMap((other) => {
    const [left, right] = [extents.get(one), extents.get(other)];
    if (left === undefined || right === undefined) return [];
    const from = Math.max(left.firstAt, right.firstAt);
    const to = Math.min(left.lastAt, right.lastAt);
    const isEither = countOf((sources) => sources.includes(one) && !sources.includes(other)) > 0 && countOf((sources) => sources.includes(other) && !sources.includes(one)) > 0;
    return from > to + TWIN_MS || !isEither ? [] : [{ one, other, shared: countOf((sources) => sources.includes(one) && sources.includes(other)), from, to }];
  }));
}

/** Two records of one call. The one that stays is the fuller: text over none, then more token counts, then the earlier start, then the smaller id. */
export interface Twins {
  keep: StoredCall;
  drop: StoredCall;
}

export interface TwinFinder {
  /** In the order (startedAt, id). */
  add(call: StoredCall): void;
  finish(): void;
}

/** Calls of one model and one size that follow each other within `TWIN_MS`, still open. */
interface Cluster {
  calls: StoredCall[];
  lastAt: number;
}

/** Calls in one cluster; a longer row of equal calls (a health check, say) is matched piece by piece. */
const MOST_CALLS = 1000;
/** ms between two looks for clusters that nothing can join any more: so no more than a minute of traffic waits. */
const SWEEP_MS = 60_000;

/**
 * Finds calls of `one` and of `other` that are the same: served model and all reported counts equal, starts within 2 s, one to one, the nearest first. Calls that share any
 * source are never the same: that source told of two.
 */
export function createTwinFinder({ one, other, from, to }: Pick<SourceOverlap, 'one' | 'other' | 'from' | 'to'>, onTwins: (twins: Twins) => void): TwinFinder {
  const clusters = new Map<string, Cluster>();
  let sweptAt = -Infinity;
  const close = (key: string, cluster: Cluster): void => {
    clusters.delete(key);
    for (const twins of twinsIn(cluster.calls, { one, other })) onTwins(twins);
  };
  const sweep = (now: number): void => {
    for (const [key, cluster] of clusters) if (now - cluster.lastAt > TWIN_MS) close(key, cluster);
    sweptAt = now;
  };
  return {
    add(call) {
      const { startedAt, sources } = call;
      if (startedAt < from - TWIN_MS || startedAt > to + TWIN_MS || sources.includes(one) === sources.includes(other)) return;
      const key = sizeOf(call);
      if (key === undefined) return;
      if (startedAt - sweptAt > SWEEP_MS) sweep(startedAt);
      const former = clusters.get(key);
      if (former !== undefined && (startedAt - former.lastAt > TWIN_MS || former.calls.length >= MOST_CALLS)) close(key, former);
      const cluster = clusters.get(key) ?? { calls: [], lastAt: startedAt };
      cluster.calls.push(call);
      cluster.lastAt = startedAt;
      clusters.set(key, cluster);
    },
    finish: () => sweep(Infinity),
  };
}

/** Model and totals as one text; absent for calls whose counts nobody reported, or whose record held no time: nothing proves those the same. */
function sizeOf(call: StoredCall): string | undefined {
  const { inputTokens, outputTokens } = inclusiveUsage(call.usage);
  if (call.usageSource !== 'reported' || call.timeSource !== 'record' || inputTokens === undefined) return undefined;
  return `${modelNameOf(call)}\u0000${inputTokens}\u0000${outputTokens ?? ''}`;
}

/** Every count that both report is the same. */
function areCountsEqual(one: StoredCall, other: StoredCall): boolean {
  const [left, right] = [inclusiveUsage(one.usage), inclusiveUsage(other.usage)];
  return (Object.keys(left) as (keyof typeof left)[]).every((name) => left[name] === undefined || right[name] === undefined || left[name] === right[name]);
}

function twinsIn(calls: readonly StoredCall[], { one, other }: { one: string; other: string }): Twins[] {
  const lefts = calls.filter(({ sources }) => sources.includes(one));
  const rights = calls.filter(({ sources }) => sources.includes(other));
  if (lefts.length === 0 || rights.length === 0) return [];
  const near = lefts.flatMap((left) => rights.flatMap((right) => {
    const apartMs = Math.abs(left.startedAt - right.startedAt);
    return apartMs <= TWIN_MS && !left.sources.some((source) => right.sources.includes(source)) && areCountsEqual(left, right) ? [{ left, right, apartMs }] : [];
  }));
  near.sort((a, b) => a.apartMs - b.apartMs || inOrder(a.left, b.left) || inOrder(a.right, b.right));
  const taken = new Set<StoredCall>();
  return near.flatMap(({ left, right }) => {
    if (taken.has(left) || taken.has(right)) return [];
    taken.add(left).add(right);
    return [isFuller(left, right) ? { keep: left, drop: right } : { keep: right, drop: left }];
  });
}

const inOrder = (one: StoredCall, other: StoredCall): number => one.startedAt - other.startedAt || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);

const countsOf = ({ usage }: StoredCall): number => Object.values(usage).filter((count) => count !== undefined).length;

function isFuller(one: StoredCall, other: StoredCall): boolean {
  const [hasText, hasOtherText] = [one.requestHash !== undefined, other.requestHash !== undefined];
  if (hasText !== hasOtherText) return hasText;
  return countsOf(one) !== countsOf(other) ? countsOf(one) > countsOf(other) : inOrder(one, other) < 0;
}
