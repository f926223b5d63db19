// Records of a file whatever holds them: JSON lines, JSON documents, CSV, Parquet; and sources that are made of one function over a record.
import type { BillRow } from '../model/bill.js';
import type { CapturedCall } from '../model/call.js';
import { UserError } from '../model/errors.js';
import { type Outcome, unknown } from '../model/outcome.js';
import type { Skip } from '../model/store.js';
import { withAdvice } from '../providers/index.js';
import { MAX_RECORD_BYTES, type TextRecord, createSplitter } from './documents.js';
import { TOO_LONG, linesOf } from './lines.js';
import { peek } from './peek.js';
import { parsedRecord, recordOf } from './sample.js';
import type { Fit, FoldRule, JsonRecord, ReadItem, Sample, Source, SourceInput } from './source.js';
import { type TableRow, csvRecords, parquetRecords } from './tables.js';
import { UNNAMED_PROVIDER, noteOfUnnamed } from './unnamed.js';
import { type TimeReader, type TimeUnit, createTimeReader, timeUnits } from './time.js';

/** One record of any container. `path` and `outer` as in `TextRecord`; of lines and rows '' and nothing. */
export interface FileRecord {
  record: JsonRecord;
  text: string;
  where: string;
  path: string;
  outer: JsonRecord;
  /** A row of a table: its names are all the names there are. */
  isRow: boolean;
}

const nothing: JsonRecord = {};
export const isRecord = (value: unknown): value is JsonRecord => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Records in batches; what cannot be read is a skip in its place. `paths`: arrays of a document whose elements are records. */
export async function* readRecords(input: SourceInput, paths: readonly string[]): AsyncGenerator<readonly (FileRecord | { skipped: Skip })[]> {
  const [head, chunks] = await peek(input.chunks);
  if (head.startsWith('PAR1')) return yield* readParquet(input);
  const start = head.trimStart();
  if (/^[{[]/.test(start)) return yield* isLines(start, paths) ? readLines(chunks) : readDocuments(chunks, paths);
  for await (const rows of csvRecords(chunks, firstLineOf(head))) yield rows.map(rowRecord);
}

const rowRecord = (row: TableRow): FileRecord | { skipped: Skip } =>
  'fault' in row ? { skipped: { where: row.where, reason: row.fault } } : { record: row.record, text: row.text, where: row.where, path: '', outer: nothing, isRow: true };

const firstLineOf = (head: string): string => head.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';

async function* readParquet(input: SourceInput): AsyncGenerator<readonly (FileRecord | { skipped: Skip })[]> {
  if (input.bytes === undefined) throw new UserError('stream-parquet', `${input.name} is Parquet, which can only be read from a plain file.`, { hint: 'Save or unpack it to a file first and name that file.' });
  for await (const rows of parquetRecords(input.bytes, input.name)) yield rows.map(rowRecord);
}

/** One object a line, none of them a document with records inside. */
function isLines(start: string, paths: readonly string[]): boolean {
  if (start.startsWith('[')) return false;
  const end = start.search(/\r?\n/);
  const first = parsedRecord(end === -1 ? start : start.slice(0, end));
  return first !== undefined && !paths.some((path) => Array.isArray(valueAt(first, path)));
}

/** Example: valueAt({ log: { entries: [] } }, 'log.entries') -> [] */
export function valueAt(record: JsonRecord, path: string): unknown {
  let value: unknown = record;
  for (const part of path.split('.')) value = isRecord(value) ? value[part] : undefined;
  return value;
}

async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly (FileRecord | { skipped: Skip })[]> {
  for await (const { firstLine, texts } of linesOf(chunks)) {
    const items: (FileRecord | { skipped: Skip })[] = [];
    for (const [index, text] of texts.entries()) {
      const where = `line ${firstLine + index}`;
      if (text === undefined) items.push({ skipped: { where, reason: TOO_LONG } });
      else if (text.trim() !== '') items.push(...readLine(text, { where, path: '', outer: nothing }));
    }
    if (items.length > 0) yield items;
  }
}

/** Zeros inside a line are the end of a line that a crash cut, and what was written after it stands behind them. */
function readLine(text: string, place: Pick<FileRecord, 'where' | 'path' | 'outer'>): (FileRecord | { skipped: Skip })[] {
  const item = readText(text, place);
  return 'record' in item || !text.includes('\0') ? [item] : text.split(/\0+/).filter((part) => part.trim() !== '').map((part) => readText(part, place));
}

function readText(text: string, place: Pick<FileRecord, 'where' | 'path' | 'outer'>): FileRecord | { skipped: Skip } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { skipped: { where: place.where, reason: 'not JSON (a broken or cut line)' } };
  }
  const record = recordOf(json);
  return record === undefined ? { skipped: { where: place.where, reason: 'not a JSON object' } } : { record, text, ...place, isRow: false };
}

const TOO_LONG_RECORD = `the record is longer than ${MAX_RECORD_BYTES / 1024 / 1024} MB`;

async function* readDocuments(chunks: AsyncIterable<Buffer>, paths: readonly string[]): AsyncGenerator<readonly (FileRecord | { skipped: Skip })[]> {
  const splitter = createSplitter(paths);
  let opening: string | undefined;
  const read = (records: readonly TextRecord[]): (FileRecord | { skipped: Skip })[] =>
    records.flatMap(({ text, line, ordinal, path, outer, isTooLong }) => {
      const where = `line ${line}, record ${ordinal}`;
      if (isTooLong) return [{ skipped: { where, reason: TOO_LONG_RECORD } }];
      const item = readText(text, { where, path, outer });
      if ('record' in item) {
        opening ??= /^\{\s*("(?:[^"\\]|\\.){1,80}"\s*:)/.exec(text)?.[1];
        return [item];
      }
      return [...recovered(text, { opening, where, path, outer }), item];
    });
  for await (const chunk of chunks) {
    const items = read(splitter.push(chunk));
    if (items.length > 0) yield items;
  }
  const rest = read(splitter.end());
  if (rest.length > 0) yield rest;
}

/** Whole records behind a fault that swallowed them: what begins as the good records of the file do, and parses. */
function recovered(text: string, { opening, ...place }: Pick<FileRecord, 'where' | 'path' | 'outer'> & { opening: string | undefined }): FileRecord[] {
  if (opening === undefined) return [];
  const pieces: FileRecord[] = [];
  let at = text.indexOf(opening, opening.length + 1);
  while (at !== -1) {
    const next = text.indexOf(opening, at + opening.length);
    const start = text.lastIndexOf('{', at);
    const end = next === -1 ? text.length : text.lastIndexOf('{', next);
    const piece = text.slice(start, end).replace(/[\s,\]}]*$/, '');
    const record = start === -1 ? undefined : closed(piece);
    if (record !== undefined) pieces.push({ record: record.json, text: record.text, ...place, isRow: false });
    at = next;
  }
  return pieces;
}

/** The closing brackets of the array around it came off with the piece: as many as it needs are put back. */
function closed(piece: string): { json: JsonRecord; text: string } | undefined {
  for (const ending of ['}', '}}', '}]}', '}}}', '"}', '']) {
    const json = parsedRecord(piece + ending);
    if (json !== undefined) return { json, text: piece + ending };
  }
  return undefined;
}

/** What one record gave. `text`: what its identity is made of, where one record gives several; `where`: its place, where it was held back and other records came after it. */
export type RecordReading =
  | { outcome: Outcome<CapturedCall>; text?: string | undefined; where?: string | undefined; weightMillionths?: number | undefined; storeId?: string | undefined; isIdShownOnly?: boolean }
  | { folded: FoldRule; where?: string | undefined }
  | { noCall: string }
  | { bill: BillRow };

/** For records that lack the fields of the format. */
export const notOfFormat = (what: string): RecordReading => ({ outcome: unknown(what) });

export interface RecordContext {
  /** One for the whole file. */
  time: TimeReader;
  set: Readonly<Record<string, string>>;
  fileTimeMs: number;
  place: Pick<FileRecord, 'where' | 'path' | 'outer' | 'text'>;
  input: SourceInput;
}

/** A log format of which each record tells of calls by itself, or with what `open` keeps between records. */
export interface RecordFormat<State> {
  id: string;
  title: string;
  /** Beside `timeUnit`, which every one understands. */
  settable: readonly string[];
  joins?: boolean;
  /** It holds bills and no calls. */
  isBill?: boolean;
  /** Arrays of a document whose elements are records; JSON lines, top-level arrays, CSV and Parquet need none. */
  paths?: readonly string[];
  /** Only fields that this format has and its neighbours have not. */
  isOf(record: JsonRecord): boolean;
  /** What `isOf` looks for, as the user reads it: `hold spend, model_group and call_type`. */
  marks: string;
  /** Kept between the records of one file. */
  open(input: SourceInput): State | Promise<State>;
  read(record: JsonRecord, context: RecordContext, state: State): readonly RecordReading[];
  /** What is left when the file ends. */
  close?(context: RecordContext, state: State): readonly RecordReading[];
}

const unnamedIn = (items: readonly ReadItem[]): number => items.filter((item) => 'call' in item && item.call.provider === UNNAMED_PROVIDER).length;

export function recordSource<State>(format: RecordFormat<State>): Source {
  const paths = format.paths ?? [];
  return {
    id: format.id,
    title: format.title,
    settable: [...format.settable, 'timeUnit'],
    ...(format.joins === true && { joins: true }),
    ...(format.isBill === true && { isBill: true }),
    detect: (sample) => detect(sample, { format, paths }),
    async *read(input) {
      const { set } = input.options;
      const time = createTimeReader(timeUnits.find((unit): unit is TimeUnit => unit === set['timeUnit']));
      const state = await format.open(input);
      const contextAt = (place: RecordContext['place']): RecordContext => ({ time, set, fileTimeMs: input.fileTimeMs, place, input });
      let unnamed = 0;
      for await (const batch of readRecords(input, paths)) {
        const items: ReadItem[] = [];
        for (const entry of batch) {
          if ('skipped' in entry) items.push(entry);
          else items.push(...itemsOf(readShallow(() => format.read(entry.record, contextAt(entry), state)), entry));
        }
        unnamed += unnamedIn(items);
        if (items.length > 0) yield items;
      }
      const end = { where: 'end of file', path: '', outer: nothing, text: '' };
      const rest = format.close === undefined ? [] : itemsOf(format.close(contextAt(end), state), end);
      if (rest.length > 0) yield rest;
      const note = noteOfUnnamed(unnamed + unnamedIn(rest));
      if (note !== undefined) input.note(note);
      for (const text of time.assumed()) input.note(text);
    },
  };
}

/** Of a table whose first row is longer than the sample, the header alone: a record with something under every name. */
const rowOfHeader = ({ columns }: Sample): JsonRecord => Object.fromEntries(columns.map((name) => [name, '1']));

function detect(sample: Sample, { format, paths }: { format: Pick<RecordFormat<never>, 'isOf' | 'marks'>; paths: readonly string[] }): Fit | undefined {
  for (const path of ['', ...paths]) {
    const records = sample.recordsAt(path);
    const fitting = records.filter((record) => readSafely(() => format.isOf(record)) === true).length;
    if (fitting > 0) return { records: fitting, reason: `${fitting} of the first ${records.length} records${path === '' ? '' : ` at ${path}`} ${format.marks}`, isGuess: false };
  }
  const isHeaderOnly = sample.columns.length > 1 && sample.recordsAt('').length === 0;
  return isHeaderOnly && readSafely(() => format.isOf(rowOfHeader(sample))) === true ? { records: 1, reason: `its columns ${format.marks}`, isGuess: false } : undefined;
}

const readSafely = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

/** A record nested deeper than the stack is that record's fault. */
export function readShallow(work: () => readonly RecordReading[]): readonly RecordReading[] {
  return readSafely(work) ?? [{ outcome: { known: false, reason: 'the JSON is nested too deeply' } }];
}

export function itemsOf(readings: readonly RecordReading[], { where: place, text }: { where: string; text: string }): ReadItem[] {
  return readings.flatMap((reading, at): ReadItem[] | ReadItem => {
    const where = ('where' in reading ? reading.where : undefined) ?? place;
    if ('folded' in reading) return { folded: { where, rule: reading.folded } };
    if ('noCall' in reading) return { skipped: { where, reason: reading.noCall, isNoCall: true } };
    if ('bill' in reading) return { bill: reading.bill, where };
    const { outcome, text: own, where: _own, ...rest } = reading;
    if (!outcome.known) return { skipped: { where, reason: outcome.reason } };
    const recordText = own ?? (readings.length === 1 ? text : `${text}#${at}`);
    return withAdvice(outcome.value).map((call, part) => ({ call, recordText: part === 0 ? recordText : `${recordText}#advisor-${part}`, where, ...rest }));
  });
}
