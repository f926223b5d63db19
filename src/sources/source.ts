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
  /** Says something about the whole file, once: a guess, a unit. */
  note(text: string): void;
}

/**
 * One record of a file. `recordText` is what a fallback identity is made of: the record as it stands, without the file's name or its place.
 * `weightMillionths` is the record's own; `storeId` the id under which a store printed it: in that store it is the same call. `isIdShownOnly`: the
 * record's id says nothing of its identity, so equal records are true repeats.
 */
export type ReadItem =
  | { call: CapturedCall; recordText: string; where: string; weightMillionths?: number | undefined; storeId?: string | undefined; isIdShownOnly?: boolean }
  | { skipped: Skip };

/** The first bytes of a file as every source sees them. */
export interface Sample {
  /** Decompressed, decoded as UTF-8: 64 KB, or more where the first line is longer. */
  head: string;
  /** The first lines that are whole; blank ones are left out. */
  lines: readonly string[];
  /** Those of `lines` that are JSON objects. */
  objects: readonly Readonly<Record<string, unknown>>[];
}

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
  detect(sample: Sample): Fit | undefined;
  /** In batches, so that the reader can pause between them. A broken record is an item, never an error. */
  read(input: SourceInput): AsyncIterable<readonly ReadItem[]>;
}
