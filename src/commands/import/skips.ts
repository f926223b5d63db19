/** One reason for which records were passed over. `places` are `file:line`, the first only unless all are asked for. */
export interface SkipReason {
  reason: string;
  count: number;
  places: string[];
}

/** Places kept per reason when all are asked for; beyond it only the count goes on, so that memory stays bounded. */
const MAX_PLACES = 10_000;
/** Distinct reasons kept apart; the rest are counted together. */
const MAX_REASONS = 200;
const OTHER = 'other reasons';

export interface SkipCounter {
  add(place: string, reason: string): void;
  total(): number;
  /** Most frequent first; ties by the reason's text. */
  list(): SkipReason[];
}

/** Quoted values differ from record to record; as reasons they are one. Example: 'x is "abc", no number' -> 'x is "…", no number' */
const withoutValues = (reason: string): string => reason.replace(/"[^"]*"/g, '"…"').replace(/ is -?\d+(\.\d+)?(?=$|[,;])/g, ' is a number that cannot be');

export function createSkipCounter(options: { keepsAllPlaces: boolean }): SkipCounter {
  const reasons = new Map<string, SkipReason>();
  let total = 0;
  const entryOf = (reason: string): SkipReason => {
    const kept = reasons.has(reason) || reasons.size < MAX_REASONS ? reason : OTHER;
    const entry = reasons.get(kept) ?? { reason: kept, count: 0, places: [] };
    reasons.set(kept, entry);
    return entry;
  };
  return {
    add(place, reason) {
      const entry = entryOf(withoutValues(reason));
      total += 1;
      entry.count += 1;
      if (entry.places.length < (options.keepsAllPlaces ? MAX_PLACES : 1)) entry.places.push(options.keepsAllPlaces ? `${place}  ${reason}` : place);
    },
    total: () => total,
    list: () => [...reasons.values()].sort((left, right) => right.count - left.count || (left.reason < right.reason ? -1 : 1)),
  };
}
