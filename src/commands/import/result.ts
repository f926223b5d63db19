import type { UserError } from '../../model/errors.js';
import type { ImportCounts } from '../../model/store.js';
import { foldRules } from '../../sources/index.js';
import type { SkipReason } from './skips.js';

/** Why a record that was read is no call of its own. */
export const mergeRules = {
  'same-id': 'same response or request id, or the same record',
  ...foldRules,
  'bill-line': 'bill lines that were there already, replaced',
  overlap: 'calls of two sources that overlap, equal in model, counts and time',
} as const;
export type MergeRule = keyof typeof mergeRules;
export type MergedByRule = Partial<Record<MergeRule, number>>;

/** What became of one file. `counts.merged` is the sum of `merged`. */
export interface FileResult {
  file: string;
  outcome: 'imported' | 'already imported' | 'failed';
  source?: string | undefined;
  /** Why this format. */
  reason?: string | undefined;
  counts: ImportCounts;
  merged: MergedByRule;
  /** Of the imported ones, lines of a bill. */
  billLines: number;
  skips: SkipReason[];
  /** Calls whose record held no time. */
  timedByFile: number;
  /** First and last call with a time of its own, ms UTC. */
  firstAt?: number | undefined;
  lastAt?: number | undefined;
  notes: string[];
  /** The folder or pattern in which the file was found. */
  foundIn?: string | undefined;
  error?: { message: string; hint?: string | undefined } | undefined;
}

export const emptyCounts = (): ImportCounts => ({ read: 0, imported: 0, merged: 0, skipped: 0 });

export const emptyResult = (file: string): FileResult => ({ file, outcome: 'imported', counts: emptyCounts(), merged: {}, billLines: 0, skips: [], timedByFile: 0, notes: [] });

export const failedResult = (path: string, error: UserError): FileResult => ({ ...emptyResult(path), outcome: 'failed', error: { message: error.message, hint: error.hint } });

export const addCounts = (one: ImportCounts, other: ImportCounts): ImportCounts => ({
  read: one.read + other.read, imported: one.imported + other.imported, merged: one.merged + other.merged, skipped: one.skipped + other.skipped,
});

/** Example: { poll: 2 } and { poll: 1, part: 4 } -> { poll: 3, part: 4 } */
export function addMerged(one: MergedByRule, other: MergedByRule): MergedByRule {
  const sum: MergedByRule = { ...one };
  for (const [rule, count] of Object.entries(other) as [MergeRule, number][]) sum[rule] = (sum[rule] ?? 0) + count;
  return sum;
}
