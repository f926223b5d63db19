import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../../model/errors.js';
import { MAX_HEAD_BYTES, endOfFirstLine } from '../../sources/index.js';
import { openTableReader } from '../workers/table-reader.js';
import { compressionOf, contentOf } from './decode.js';
import { terminalText } from '../terminal-text.js';
import { type FileAccess, accessTo } from './file-access.js';
import { pathState } from './path-state.js';

/** A file, or stdin, that can be read. */
export interface OpenFile {
  /** As shown. */
  path: string;
  /** On the disk; absent for stdin. */
  bytes: number | undefined;
  modifiedMs: number;
  kind: 'log' | 'parquet' | 'store';
  /** First bytes of the content. */
  head: Buffer;
  /** `head` is the whole content. */
  isWhole: boolean;
  /** It can be read once only, from start to end. */
  isStream: boolean;
  /** Content from start to end. `onBytes` hears of bytes as they come from the disk. */
  chunks(onBytes?: (bytes: number) => void): AsyncIterable<Buffer>;
  /** SHA-256 of the bytes as they lie on the disk, hex; of stdin, once it was read to its end. */
  hash(): Promise<string>;
  /** Any part of an uncompressed file. */
  access?: FileAccess | undefined;
}

const HEAD_BYTES = 64 * 1024;
const CHUNK_BYTES = 256 * 1024;
const START_BYTES = 16;

const magics: readonly (readonly [bytes: string, what: string, hint: string])[] = [
  ['504b0304', 'is a zip archive', 'Unpack it first and give the files in it.'],
  ['425a68', 'is compressed with bzip2', 'Decompress it first: bzip2 -d FILE'],
  ['fd377a58', 'is compressed with xz', 'Decompress it first: xz -d FILE'],
  ['04224d18', 'is compressed with lz4', 'Decompress it first: lz4 -d FILE'],
  ['1f8b', 'is compressed twice', 'Decompress it once first: gzip -d FILE'],
  ['28b52ffd', 'is compressed twice', 'Decompress it once first.'],
  ['4f626a01', 'is an Avro file', 'Export it as Parquet, CSV or JSON lines.'],
  ['255044462d', 'is a PDF', 'Export the log as CSV or JSON lines.'],
  ['50415245', 'is Parquet with an encrypted footer', 'Decrypt it first: write it again without encryption from a system that holds the keys.'],
];
const PARQUET = '50415231';
const SQLITE = '53514c69746520666f726d617420';

/** Looks at a file without reading it whole; a pipe with a name is read like stdin. Throws a UserError that names it when it cannot be a log. */
export async function openFile(path: string): Promise<OpenFile> {
  const state = pathState(path);
  const name = terminalText(path);
  if (!state.found && state.reason !== undefined) throw new UserError('unreadable', `${name} cannot be opened: ${state.reason}.`, { hint: 'Name the file itself.' });
  if (!state.found) throw new UserError('no-file', `${name} does not exist.`, { hint: 'Check the name. A pattern such as "logs/*.jsonl" may be given in quotes, a folder by its name.' });
  const { stats } = state;
  if (!stats.isFile()) return openStream(bytesOf(path), { name, now: Math.floor(stats.mtimeMs) });
  if (stats.size === 0) throw new UserError('empty-file', `${name} is empty.`, { hint: 'Nothing was logged, or the export failed.' });
  const start = await startOf(path);
  const compression = compressionOf(start);
  const raw = (): AsyncIterable<Buffer> => bytesOf(path);
  const facts = { path: name, bytes: stats.size, modifiedMs: Math.floor(stats.mtimeMs), isStream: false };
  const kind = kindOf(start);
  const first = kind === 'log' ? await headOf(contentOf(raw(), { compression, name })) : { head: start, isWhole: false };
  const { head } = first;
  if (compression !== 'none' && kindOf(head) === 'parquet') throw new UserError('packed-parquet', `${name} is a Parquet file that was compressed as a whole.`, { hint: 'Decompress it first: Parquet is compressed inside, and read in parts.' });
  if (compression !== 'none' && kindOf(head) === 'store') throw new UserError('packed-store', `${name} is a compressed SQLite file.`, { hint: 'Decompress it first.' });
  if (kind === 'log') assertLog(name, first);
  return {
    ...facts, ...first, kind,
    chunks: (onBytes) => contentOf(counted(raw(), onBytes), { compression, name }),
    hash: once(() => hashOf(raw())),
    access: compression === 'none' ? { ...accessTo(path, stats.size), ...(kind === 'parquet' && { table: openTableReader({ path, bytes: stats.size }) }) } : undefined,
  };
}

/** stdin: its head is looked at, then it is read on from there; nothing is written to the disk. */
export async function openStream(stream: AsyncIterable<Buffer>, { name, now }: { name: string; now: number }): Promise<OpenFile> {
  const hash = createHash('sha256');
  const iterator = stream[Symbol.asyncIterator]();
  let onRead: ((bytes: number) => void) | undefined;
  const first: Buffer[] = [];
  let firstBytes = 0;
  const next = async (): Promise<Buffer | undefined> => {
    const read = await iterator.next();
    if (read.done === true) return undefined;
    hash.update(read.value);
    onRead?.(read.value.length);
    return read.value;
  };
  const need = async (bytes: number): Promise<void> => {
    for (let more = firstBytes < bytes ? await next() : undefined; more !== undefined; more = firstBytes < bytes ? await next() : undefined) {
      first.push(more);
      firstBytes += more.length;
    }
  };
  await need(START_BYTES);
  const start = Buffer.concat(first);
  if (start.length === 0) throw new UserError('empty-file', `${name} is empty.`, { hint: 'Nothing was logged, or the command before the pipe failed.' });
  const compression = compressionOf(start);
  const raw = async function* (): AsyncGenerator<Buffer> {
    yield* first.splice(0);
    for (let more = await next(); more !== undefined; more = await next()) yield more;
  };
  const content = contentOf(raw(), { compression, name })[Symbol.asyncIterator]();
  const { head, isWhole, rest } = await headOfStream(content);
  const kind = kindOf(head);
  if (kind === 'parquet') throw new UserError('streamed-parquet', `${name} is a Parquet file, which cannot be read from stdin: its index stands at its end.`, { hint: 'Write it to a file and give that.' });
  if (kind === 'store') throw new UserError('streamed-store', `${name} is an SQLite file, which cannot be read from stdin.`, { hint: 'Write it to a file and give that.' });
  assertLog(name, { head, isWhole });
  return {
    path: name, bytes: undefined, modifiedMs: now, kind, head, isWhole, isStream: true,
    chunks: (onBytes) => {
      onRead = onBytes;
      return rest;
    },
    hash: once(async () => hash.digest('hex')),
  };
}

/** Opens the file only when it is read: a source may look at parts of it alone. */
async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new UserError('unreadable', `${terminalText(path)} cannot be read to its end: ${terminalText((cause as Error).message)}`, { hint: 'What came before is imported. Check the disk and who may read the file, and repeat the import: nothing is counted twice.', cause });
  }
}

function assertLog(path: string, { head, isWhole }: { head: Buffer; isWhole: boolean }): void {
  const start = head.toString('hex', 0, START_BYTES);
  const magic = magics.find(([bytes]) => start.startsWith(bytes));
  if (magic !== undefined) throw new UserError('not-text', `${path} ${magic[1]}.`, { hint: magic[2] });
  if (isWhole && head.toString('utf8').trim() === '') throw new UserError('empty-file', `${path} holds nothing but white space.`, { hint: 'Nothing was logged, or the export failed.' });
}

function kindOf(start: Buffer): OpenFile['kind'] {
  const hex = start.toString('hex', 0, START_BYTES);
  return hex.startsWith(PARQUET) ? 'parquet' : hex.startsWith(SQLITE) ? 'store' : 'log';
}

async function startOf(path: string): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const start = Buffer.alloc(START_BYTES);
    return start.subarray(0, (await handle.read(start, 0, START_BYTES, 0)).bytesRead);
  } catch (cause) {
    throw new UserError('unreadable', `${terminalText(path)} cannot be read: ${terminalText((cause as Error).message)}`, { hint: 'Check who may read it.', cause });
  } finally {
    await handle?.close();
  }
}

interface Head {
  head: Buffer;
  isWhole: boolean;
}

const isEnough = (bytes: number, hasLine: boolean): boolean => bytes >= MAX_HEAD_BYTES || (bytes >= HEAD_BYTES && hasLine);

/** The first 64 KB, or as much as the first line that is not blank needs, up to `MAX_HEAD_BYTES`. */
async function headOf(content: AsyncGenerator<Buffer>): Promise<Head> {
  const { head, isWhole, rest } = await headOfStream(content);
  await rest.return(undefined);
  return { head, isWhole };
}

/** `rest` gives the whole content, the head included. A fault behind the head waits there; one before any byte is thrown at once. */
async function headOfStream(content: AsyncIterator<Buffer>): Promise<Head & { rest: AsyncGenerator<Buffer> }> {
  const parts: Buffer[] = [];
  let bytes = 0;
  let hasLine = false;
  let isEnd = false;
  let fault: unknown;
  while (!isEnough(bytes, hasLine) && !isEnd) {
    try {
      const next = await content.next();
      isEnd = next.done === true;
      if (next.done !== true) {
        parts.push(next.value);
        bytes += next.value.length;
        hasLine ||= next.value.includes('\n') && endOfFirstLine(Buffer.concat(parts)) !== -1;
      }
    } catch (error) {
      if (bytes === 0) throw error;
      fault = error;
      isEnd = true;
    }
  }
  const all = Buffer.concat(parts);
  const lineEnd = endOfFirstLine(all);
  const wanted = Math.min(MAX_HEAD_BYTES, Math.max(HEAD_BYTES, lineEnd === -1 ? all.length : lineEnd + 1));
  const rest = async function* (): AsyncGenerator<Buffer> {
    try {
      yield* parts.splice(0);
      if (fault !== undefined) throw fault;
      for (let next = await content.next(); next.done !== true; next = await content.next()) yield next.value;
    } finally {
      await content.return?.();
    }
  };
  const isWhole = isEnd && fault === undefined && all.length <= wanted;
  const generator = rest();
  return { head: all.subarray(0, wanted), isWhole, rest: isEnd ? generator : closing(generator, content) };
}

/** A generator that was never begun runs no `finally`: what it reads from is closed here. */
function closing(generator: AsyncGenerator<Buffer>, content: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  const plain = generator.return.bind(generator);
  return Object.assign(generator, {
    return: async (value: unknown) => {
      await content.return?.();
      return plain(value);
    },
  });
}

async function* counted(raw: AsyncIterable<Buffer>, onBytes: ((bytes: number) => void) | undefined): AsyncGenerator<Buffer> {
  for await (const chunk of raw) {
    onBytes?.(chunk.length);
    yield chunk;
  }
}

async function hashOf(raw: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of raw) hash.update(chunk);
  return hash.digest('hex');
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}
