import type { BillRow } from './bill.js';
import type { Settlement, StoredCall } from './call.js';
import type { Cell } from './cell.js';
import type { Loss, LossRow } from './loss.js';

/** One file, or one part of a file, that was read; a second import of the same content changes nothing. */
export interface ImportUnit {
  /** Content hash of the file plus the options that change its meaning. */
  id: string;
  name: string;
  source: string;
  bytes: number;
}

export interface ImportCounts {
  read: number;
  imported: number;
  merged: number;
  skipped: number;
}

export interface ImportRecord extends ImportUnit {
  importedAt: number;
  counts: ImportCounts;
  isFinished: boolean;
  /** First and last call that it holds, ms UTC: a day between them without a call is quiet, not missing. */
  firstAt?: number | undefined;
  lastAt?: number | undefined;
}

/** What became of a batch: `inserted` new calls, `merged` into calls already there because a key is shared. */
export interface AddCounts {
  inserted: number;
  merged: number;
}

/** A group of template keys that `settle` holds for one call site. */
export interface Workload {
  id: string;
  /** What a person recognises. Hostile text. */
  label: string;
  templateKeys: readonly number[];
  calls: number;
}

/** provider x model x minute, for peaks, limits and outages. `minute` = minutes since 1970 UTC. */
export interface MinuteRow {
  provider: string;
  model: string;
  minute: number;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  rateLimited: number;
  serverErrors: number;
  otherErrors: number;
}

/** Log-bucket histogram of latencies: bucket b holds 2^(b/4) <= ms < 2^((b+1)/4). */
export interface LatencyRow {
  provider: string;
  model: string;
  hour: number;
  measure: 'latency' | 'ttft';
  bucket: number;
  calls: number;
}

export const evidenceClasses = ['none', 'prior', 'observed', 'natural', 'judged', 'labelled'] as const;
export type EvidenceClass = (typeof evidenceClasses)[number];

export const evidenceOutcomes = ['worse', 'same', 'better'] as const;
export type EvidenceOutcome = (typeof evidenceOutcomes)[number];

/** One item: on one call the candidate's answer was worse, the same or better than the incumbent's. */
export interface EvidenceRow {
  /** Unique; a second import changes nothing. */
  id: string;
  /** Workload label or id, or undefined = every workload of `task`. */
  workload?: string | undefined;
  task?: string | undefined;
  /** provider/model[:effort] */
  incumbent: string;
  candidate: string;
  outcome: EvidenceOutcome;
  class: EvidenceClass;
  /** Chosen at random from the traffic; items chosen otherwise can only lower. */
  isRandom: boolean;
  judge?: string | undefined;
  /** 0..1: share on which the judge agrees with people; 1 for labels. */
  judgeAgreement: number;
  at: number;
}

export interface CallFilter {
  /** ms UTC, inclusive. */
  from?: number | undefined;
  /** ms UTC, exclusive. */
  to?: number | undefined;
  /** env, provider, model, source, user, workload, `tag.x`, each equal to its value. */
  where?: Readonly<Record<string, string>> | undefined;
}

/** What became of a batch of bill rows: `inserted` new ones, `replaced` those whose id was there. */
export interface BillCounts {
  inserted: number;
  replaced: number;
}

/** Bill rows whose span overlaps `from` (inclusive) to `to` (exclusive), ms UTC. */
export interface BillFilter {
  from?: number | undefined;
  to?: number | undefined;
}

/** Two stored calls that are one, by id: `keep` keeps its id and what it has, its gaps are filled from `drop`. */
export interface CallPair {
  keep: string;
  drop: string;
}

/** The calls that exactly these sources tell of. Times are of calls whose record held one; absent: none did. */
export interface SourceSet {
  sources: readonly string[];
  calls: number;
  firstAt?: number | undefined;
  lastAt?: number | undefined;
}

export interface StoreSummary {
  calls: number;
  firstAt?: number | undefined;
  lastAt?: number | undefined;
  dirtyHours: number;
  cells: number;
  analyses: number;
  sources: readonly { source: string; calls: number }[];
  /** UTC days with at least one call. */
  daysWithCalls?: number | undefined;
  /** Calls whose record held no time. */
  callsTimedByFile: number;
  /** True when any stored call is tagged as synthetic (tag `synthetic` = `true`). */
  isSynthetic: boolean;
}

export interface StoredAnalysis {
  id: string;
  createdAt: number;
  json: string;
}

/**
 * Where calls, cells and results are kept. Every method of every store passes `test/store/contract.ts`. One process owns a store.
 * All lists come back in a fixed order: calls by (startedAt, id), cells by `cellKeyText`, the rest by their ids.
 */
export interface Store {
  readonly location: string;
  /** The import record of that unit id, if it was begun before. */
  findImport(id: string): Promise<ImportRecord | undefined>;
  saveImport(record: ImportRecord): Promise<void>;
  listImports(): Promise<ImportRecord[]>;
  /** Inserts or merges by shared key, and marks the hours dirty in the same transaction. Gaps of a merged call are filled; what it had stays. */
  addCalls(calls: readonly StoredCall[]): Promise<AddCounts>;
  /** Merges pairs, marks their hours dirty in the same transaction, and returns how many pairs there were to merge. */
  mergePairs(pairs: readonly CallPair[]): Promise<number>;
  /** Which sources tell of how many calls, and when; in the order of their names. */
  sourceSets(): Promise<SourceSet[]>;
  /** Bodies of these calls in this order; absent where none is kept. One block of bodies is in memory at a time, and a few more that were just read. */
  readBodies(ids: readonly string[]): AsyncIterable<{ id: string; body: string | undefined }>;
  /** UTC hours whose calls changed since the last `saveHours`. Ascending. */
  dirtyHours(): Promise<number[]>;
  /** These hours must be built again, because something that their calls owe to has changed. */
  markDirty(hours: readonly number[]): Promise<void>;
  /** Settled or not; ordered; in pages so that memory stays bounded. Bodies are not read. */
  readCalls(filter: CallFilter): AsyncIterable<readonly (StoredCall & Partial<Settlement>)[]>;
  findCall(id: string): Promise<(StoredCall & Partial<Settlement>) | undefined>;
  saveSettlements(rows: readonly Settlement[]): Promise<void>;
  /** Replaces cells, minutes and latency of these hours whole, and clears their dirty marks, in one transaction. */
  saveHours(hours: readonly number[], built: { cells: readonly Cell[]; minutes: readonly MinuteRow[]; latency: readonly LatencyRow[] }): Promise<void>;
  readCells(range: { fromHour: number; toHour: number }): AsyncIterable<readonly Cell[]>;
  readMinutes(range: { fromHour: number; toHour: number }): Promise<MinuteRow[]>;
  readLatency(range: { fromHour: number; toHour: number }): Promise<LatencyRow[]>;
  /** templateKey -> label and number of calls, for merging into workloads. */
  templates(): Promise<{ templateKey: number; label: string; calls: number }[]>;
  workloads(): Promise<Workload[]>;
  saveWorkloads(workloads: readonly Workload[]): Promise<void>;
  addEvidence(rows: readonly EvidenceRow[]): Promise<AddCounts>;
  listEvidence(): Promise<EvidenceRow[]>;
  /** Adds, or replaces by id: the later row of an id stands. */
  addBills(rows: readonly BillRow[]): Promise<BillCounts>;
  /** In the order (from, id). */
  listBills(filter: BillFilter): Promise<BillRow[]>;
  /** Adds to what is there, and marks the hours in which calls were lost dirty in the same transaction. */
  addLosses(losses: readonly Loss[]): Promise<void>;
  /** In the order (hour, kind, stratum). Of every hour in which a call was lost, also the strata that lost none. */
  listLosses(): Promise<LossRow[]>;
  saveAnalysis(analysis: StoredAnalysis): Promise<void>;
  /** Newest first. */
  listAnalyses(): Promise<{ id: string; createdAt: number }[]>;
  findAnalysis(id: string): Promise<StoredAnalysis | undefined>;
  summary(): Promise<StoreSummary>;
  close(): Promise<void>;
}

/** A record that a source could not turn into a call. `where` is `line 12` or `record 3`. */
export interface Skip {
  where: string;
  reason: string;
  /** The record is whole and was never meant as a call (a session's settings, a tool's span): no fault. */
  isNoCall?: boolean;
}
