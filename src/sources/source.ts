import type { BillRow } from '../model/bill.js';
import type { CapturedCall } from '../model/call.js';
import type { Skip } from '../model/store.js';

/** What the user said about a file beyond its content. */
export interface SourceOptions {
  /** Field -> column or path, from --map. */
  map: Readonly<Record<string, string>>;
  /** Field -> constant, from --set. */
  set: Readonly<Record<string, string>>;
}

export interface SourceInput {
  /** Shown name of the file. */
  name: string;
  /** Decompressed bytes, in order; read once. */
  chunks: AsyncIterable<Buffer>;
  /** Stands in for the time of records that hold none; ms since 1970 UTC. */
  fileTimeMs: number;
  options: SourceOptions;
  /** Any part of the file; absent where it can only be read from start to end (compressed, stdin). Parquet needs it. */
  bytes?: RandomAccess | undefined;
  /** The other files of the same format given in the same run: replies and requests, or gateway rows and model rows, may lie in two of them. */
  companions?: readonly Companion[];
  /** Says something about the whole file, once: a guess, a unit. */
  note(text: string): void;
}

export interface RandomAccess {
  size: number;
  /** Bytes from `start` (inclusive) to `end` (exclusive; the end of the file where absent). */
  slice(start: number, end?: number): Promise<ArrayBuffer>;
  /** Reads the file as a table elsewhere, where damage can neither hang nor end this process; else it is read here. */
  table?: TableReader | undefined;
}

/** Rows in order as JSON texts of objects, counted from 1; or rows that cannot be read, and why. */
export type TableBatch = { firstRow: number; texts: readonly string[] } | { firstRow: number; lastRow: number; fault: string };

/** What the footer and the first rows of a table say. */
export interface TableSample {
  columns: readonly string[];
  rows: readonly JsonRecord[];
}

export interface TableReader {
  sample(): Promise<TableSample>;
  /** From the first row on, at every call. */
  rows(): AsyncIterable<TableBatch>;
}

export interface Companion {
  name: string;
  /** First decompressed characters. */
  head: string;
  /** Decompressed bytes from the start, anew at every call. */
  chunks(): AsyncIterable<Buffer>;
  /** The bytes as they lie on the disk: `chunks` may lack a byte order mark, or be decoded. */
  bytes?: RandomAccess | undefined;
}

/** Why a record is no call of its own: another record of the same import tells of the same call. */
export const foldRules = {
  'wrapping-span': 'spans that wrap another span of the same call',
  'repeated-usage': 'lines that repeat the usage of a call',
  poll: 'polls and updates of a call',
  part: 'further parts of a call that is logged in pieces',
  'shown-twice': 'records that the export holds twice',
} as const;
export type FoldRule = keyof typeof foldRules;

/**
 * One record of a file. `recordText` is what a fallback identity is made of: the record as it stands, without the file's name or its place.
 * `weightMillionths` is the record's own; `storeId` the id under which a store printed it: in that store it is the same call. `isIdShownOnly`: the
 * record's id says nothing of its identity, so equal records are true repeats.
 */
export type ReadItem =
  | { call: CapturedCall; recordText: string; where: string; weightMillionths?: number | undefined; storeId?: string | undefined; isIdShownOnly?: boolean }
  | { skipped: Skip }
  | { folded: { where: string; rule: FoldRule } }
  | { bill: BillRow; where: string };

/** What a file's bytes are before any format is told. */
export type Container = 'json' | 'csv' | 'parquet' | 'events' | 'yaml' | 'bytes';

/** The first bytes of a file as every source sees them. */
export interface Sample {
  /** `json`: JSON lines or documents; `events`: a raw event stream; `bytes`: not text. */
  container: Container;
  /** Decompressed, decoded as UTF-8: 64 KB, or more where the first line is longer. */
  head: string;
  /** The same, not decoded. */
  bytes: Buffer;
  /** The first lines that are whole; blank ones are left out. */
  lines: readonly string[];
  /** Those of `lines` that are JSON objects. */
  objects: readonly JsonRecord[];
  /** Names of the header of a CSV, or of a Parquet file's columns; else empty. */
  columns: readonly string[];
  /**
   * The first records that stand at a path: `''` = top-level objects (JSON lines, elements of a top-level array, rows of a CSV or Parquet file as objects), `data` = elements of
   * `{"data": […]}`, `log.entries` likewise.
   */
  recordsAt(path: string): readonly JsonRecord[];
}

export type JsonRecord = Readonly<Record<string, unknown>>;

/** How well a sample fits: records of it that are of the format, and the reason that is shown. A guess stands back behind a real fit. */
export interface Fit {
  records: number;
  reason: string;
  isGuess: boolean;
}

/** One log format. A new one is a file, a line in `index.ts` and a fixture folder. */
export interface Source {
  id: string;
  title: string;
  /** Fields of --set that it understands. */
  settable: readonly string[];
  /** It reads companions: files of it given in one run are handed to each other. */
  joins?: boolean;
  /** It holds bills and no calls. */
  isBill?: boolean;
  detect(sample: Sample): Fit | undefined;
  /** In batches, so that the reader can pause between them. A broken record is an item, never an error. */
  read(input: SourceInput): AsyncIterable<readonly ReadItem[]>;
}
