/** One reason for which records were passed over. `places` are `file:line`, the first only unless all are asked for. */
export interface SkipReason {
  reason: string;
  count: number;
  places: string[];
  /** Whole records that were never meant as calls: no fault. */
  isNoCall?: boolean;
}

/** Places kept per reason when all are asked for; beyond it only the count goes on, so that memory stays bounded. */
const MAX_PLACES = 10_000;
/** Distinct reasons kept apart; the rest are counted together. */
const MAX_REASONS = 200;
const OTHER = 'other reasons';

export interface SkipCounter {
  add(place: string, reason: string, facts?: { isNoCall: boolean }): void;
  total(): number;
  /** Faults before what is no call; the most frequent first; ties by the reason's text. */
  list(): SkipReason[];
}

/** Quoted values differ from record to record; as reasons they are one. Example: 'x is "abc", no number' -> 'x is "…", no number' */
const withoutValues = (reason: string): string => reason.replace(/"[^"]*"/g, '"…"').replace(/ is -?\d+(\.\d+)?(?=$|[,;])/g, ' is a number that cannot be');

export function createSkipCounter(options: { keepsAllPlaces: boolean }): SkipCounter {
  const reasons = new Map<string, SkipReason>();
  let total = 0;
  const entryOf = (reason: string, isNoCall: boolean): SkipReason => {
    const keyOf = (text: string): string => `${isNoCall ? 'no call' : 'fault'}\u0000${text}`;
    const kept = reasons.has(keyOf(reason)) || reasons.size < MAX_REASONS ? reason : OTHER;
    const entry = reasons.get(keyOf(kept)) ?? { reason: kept, count: 0, places: [], ...(isNoCall && { isNoCall }) };
    reasons.set(keyOf(kept), entry);
    return entry;
  };
  return {
    add(place, reason, { isNoCall } = { isNoCall: false }) {
      const entry = entryOf(withoutValues(reason), isNoCall);
      total += 1;
      entry.count += 1;
      if (entry.places.length < (options.keepsAllPlaces ? MAX_PLACES : 1)) entry.places.push(options.keepsAllPlaces ? `${place}  ${reason}` : place);
    },
    total: () => total,
    list: () => [...reasons.values()].sort(inOrder),
  };
}

const inOrder = (left: SkipReason, right: SkipReason): number =>
  Number(left.isNoCall === true) - Number(right.isNoCall === true) || right.count - left.count || (left.reason < right.reason ? -1 : 1);

/** Reasons of several files as one list. */
export function joinSkips(lists: readonly (readonly SkipReason[])[]): SkipReason[] {
  const joined = new Map<string, SkipReason>();
  for (const skip of lists.flat()) {
    const key = `${String(skip.isNoCall === true)}\u0000${skip.reason}`;
    const former = joined.get(key);
    joined.set(key, former === undefined ? skip : { ...former, count: former.count + skip.count, places: [...former.places, ...skip.places].slice(0, MAX_PLACES) });
  }
  return [...joined.values()].sort(inOrder);
}
