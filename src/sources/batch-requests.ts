// Requests of batch jobs, found again by their id in the other files of one run. Only places are kept, not texts, where a file can be read anywhere.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { peek } from './peek.js';
import { readRecords } from './records.js';
import { parsedRecord } from './sample.js';
import type { Companion, JsonRecord, RandomAccess } from './source.js';

/** Where the lines of one file stand, by their id. Several lines may share one. */
interface FileIndex {
  placesById: Map<string, number>;
  /** Bytes, start and end; of a file that can only be read from start to end the block that holds the text, and its place there. */
  starts: number[];
  ends: number[];
  /** Absent where the file can be read anywhere. */
  blocks: Blocks | undefined;
  /** Of the same id, the place before; -1 = none. */
  formers: number[];
  isFull: boolean;
}

/** Texts, many in a packed block. */
interface Blocks {
  packed: Buffer[];
  bytes: number;
  open: string[];
  openCharacters: number;
  /** The block that was unpacked last. */
  last: { block: number; texts: readonly string[] } | undefined;
}

/** Lines that are indexed at most, so that memory stays bounded: 20 batches of the largest size that a provider takes. */
const MAX_LINES = 1_000_000;
/** Bytes of packed texts that are kept, in all files together, where they cannot be read anywhere. */
const MAX_TEXT_BYTES = 48 * 1024 * 1024;

export type IdOf = (record: JsonRecord) => string | undefined;

export interface BatchRequests {
  /** Requests of that id in all files: several, where batches use the same ids. */
  find(id: string): Promise<JsonRecord[]>;
  has(id: string): boolean;
  /** Some lines could not be kept. */
  isIncomplete(): boolean;
}

/** Indexes of companions outlive one file: every output file of a folder asks the same inputs. */
const indexes = new WeakMap<Companion, Promise<FileIndex>>();

export async function openRequests(companions: readonly Companion[], { idOf, paths }: { idOf: IdOf; paths: readonly string[] }): Promise<BatchRequests> {
  const files: { companion: Companion; index: FileIndex }[] = [];
  for (const companion of companions) {
    const open = indexes.get(companion) ?? indexFile(companion, { idOf, paths, maxBytes: Math.floor(MAX_TEXT_BYTES / companions.length) });
    indexes.set(companion, open);
    files.push({ companion, index: await open });
  }
  const find = async (id: string): Promise<JsonRecord[]> => {
    const found: JsonRecord[] = [];
    for (const { companion, index } of files) {
      for (let place = index.placesById.get(id) ?? -1; place !== -1; place = index.formers[place] ?? -1) {
        const record = await recordAt(index, { companion, place });
        if (record !== undefined) found.push(record);
      }
    }
    return found;
  };
  return { find, has: (id) => files.some(({ index }) => index.placesById.has(id)), isIncomplete: () => files.some(({ index }) => index.isFull) };
}

async function recordAt({ starts, ends, blocks }: FileIndex, { companion, place }: { companion: Companion; place: number }): Promise<JsonRecord | undefined> {
  const [start = 0, end = 0] = [starts[place], ends[place]];
  if (blocks !== undefined) return parsedRecord(textsOf(blocks, start)[end] ?? '');
  if (companion.bytes === undefined) return undefined;
  return parsedRecord(Buffer.from(await companion.bytes.slice(start, end)).toString('utf8'));
}

/** Characters of texts that are packed together. */
const BLOCK_CHARACTERS = 64 * 1024;
/** JSON has no such character between its values, and escapes it inside them. */
const SEPARATOR = '\0';

function keep(blocks: Blocks, text: string): { start: number; end: number } {
  const place = { start: blocks.packed.length, end: blocks.open.length };
  blocks.open.push(text);
  blocks.openCharacters += text.length;
  if (blocks.openCharacters >= BLOCK_CHARACTERS) close(blocks);
  return place;
}

function close(blocks: Blocks): void {
  if (blocks.open.length === 0) return;
  /** A copy: what the packer returns holds on to its whole working space. */
  const packed = Buffer.from(deflateRawSync(blocks.open.join(SEPARATOR), { level: 1 }));
  blocks.packed.push(packed);
  blocks.bytes += packed.length;
  blocks.open = [];
  blocks.openCharacters = 0;
}

function textsOf(blocks: Blocks, block: number): readonly string[] {
  const packed = blocks.packed[block];
  if (packed === undefined) return [];
  if (blocks.last?.block !== block) blocks.last = { block, texts: inflateRawSync(packed).toString('utf8').split(SEPARATOR) };
  return blocks.last.texts;
}

/** The place of a text that was not kept. */
const NOWHERE = { start: -1, end: -1 };

async function indexFile(companion: Companion, { idOf, paths, maxBytes }: { idOf: IdOf; paths: readonly string[]; maxBytes: number }): Promise<FileIndex> {
  const index: FileIndex = { placesById: new Map(), starts: [], ends: [], blocks: undefined, formers: [], isFull: false };
  const [head, chunks] = await peek(companion.chunks());
  const first = head.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
  const hasLines = parsedRecord(first) !== undefined && idOf(parsedRecord(first) ?? {}) !== undefined;
  const offset = hasLines && companion.bytes !== undefined ? await offsetOf(head, companion.bytes) : undefined;
  if (offset !== undefined) {
    for await (const { start, end, bytes } of spansOf(chunks)) add(index, { id: idOfLine(bytes, idOf), start: start + offset, end: end + offset });
    return index;
  }
  const blocks: Blocks = { packed: [], bytes: 0, open: [], openCharacters: 0, last: undefined };
  index.blocks = blocks;
  for await (const batch of readRecords({ name: companion.name, chunks, fileTimeMs: 0, options: { map: {}, set: {} }, note: () => undefined }, paths)) {
    for (const entry of batch) {
      const id = 'skipped' in entry ? undefined : idOf(entry.record);
      if ('skipped' in entry || id === undefined) continue;
      const isKept = blocks.bytes <= maxBytes;
      index.isFull ||= !isKept;
      add(index, { id, ...(isKept ? keep(blocks, entry.isRow ? JSON.stringify(entry.record) : entry.text) : NOWHERE) });
    }
  }
  close(blocks);
  return index;
}

const COMPARED_BYTES = 64;
const MARK_BYTES = 3;

/** Bytes that stand on the disk before the content: none, or a byte order mark. Absent where the content is the disk's no more (decoded from UTF-16). */
async function offsetOf(head: string, bytes: RandomAccess): Promise<number | undefined> {
  const start = Buffer.from(head.slice(0, COMPARED_BYTES)).subarray(0, COMPARED_BYTES);
  const onDisk = Buffer.from(await bytes.slice(0, COMPARED_BYTES + MARK_BYTES));
  return [0, MARK_BYTES].find((offset) => onDisk.subarray(offset, offset + start.length).equals(start));
}

function add(index: FileIndex, line: { id: string | undefined; start: number; end: number }): void {
  if (line.id === undefined) return;
  if (index.starts.length >= MAX_LINES) {
    index.isFull = true;
    return;
  }
  const place = index.starts.length;
  index.starts.push(line.start);
  index.ends.push(line.end);
  index.formers.push(index.placesById.get(line.id) ?? -1);
  index.placesById.set(line.id, place);
}

/** Most writers put the id first: then the line need not be parsed. */
const FIRST_ID = /^\s*\{\s*"(?:custom_id|key|recordId)"\s*:\s*"([^"\\]{1,300})"/;
const FIRST_BYTES = 400;

function idOfLine(bytes: Buffer, idOf: IdOf): string | undefined {
  const id = FIRST_ID.exec(bytes.toString('utf8', 0, FIRST_BYTES))?.[1];
  if (id !== undefined) return id;
  const record = parsedRecord(bytes.toString('utf8'));
  return record === undefined ? undefined : idOf(record);
}

const NEWLINE = 0x0a;
/** Bytes. A longer line is no request of any batch. */
const MAX_SPAN_BYTES = 64 * 1024 * 1024;

/** Lines with the place of their bytes in the file; a line that is too long is empty. */
async function* spansOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<{ start: number; end: number; bytes: Buffer }> {
  let parts: Buffer[] = [];
  let kept = 0;
  let start = 0;
  let at = 0;
  const taken = (end: number): { start: number; end: number; bytes: Buffer } => {
    const span = { start, end, bytes: kept > MAX_SPAN_BYTES ? Buffer.alloc(0) : Buffer.concat(parts) };
    parts = [];
    kept = 0;
    start = end + 1;
    return span;
  };
  const keep = (part: Buffer): void => {
    kept += part.length;
    if (kept <= MAX_SPAN_BYTES) parts.push(part);
    else parts = [];
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      keep(chunk.subarray(from, end));
      yield taken(at + end);
      from = end + 1;
    }
    keep(chunk.subarray(from));
    at += chunk.length;
  }
  if (kept > 0) yield taken(at);
}
