import { createHash } from 'node:crypto';
import { createReadStream, openSync, readSync, closeSync, statSync } from 'node:fs';
import { createGunzip, gunzipSync, constants } from 'node:zlib';
import { UserError } from '../../model/errors.js';
import { MAX_HEAD_BYTES, endOfFirstLine } from '../../sources/index.js';

/** A file that can be read: plain or gzip text. */
export interface OpenFile {
  path: string;
  bytes: number;
  modifiedMs: number;
  isGzip: boolean;
  /** First decompressed characters. */
  head: string;
  /** `head` is the whole file. */
  isWhole: boolean;
}

const HEAD_BYTES = 64 * 1024;
const CHUNK_BYTES = 256 * 1024;

const magics: readonly (readonly [bytes: string, what: string, hint: string])[] = [
  ['28b52ffd', 'is compressed with zstd, which is not read yet', 'Decompress it first: zstd -d FILE'],
  ['504b0304', 'is a zip archive', 'Unpack it first and give the files in it.'],
  ['425a68', 'is compressed with bzip2', 'Decompress it first: bzip2 -d FILE'],
  ['fd377a58', 'is compressed with xz', 'Decompress it first: xz -d FILE'],
  ['50415231', 'is a Parquet file, which is not read yet', 'Export it as CSV or JSON lines.'],
  ['53514c69746520', 'is an SQLite file', 'Export the table as CSV or JSON lines.'],
  ['fffe', 'is UTF-16 text', 'Convert it first: iconv -f UTF-16 -t UTF-8 FILE'],
  ['feff', 'is UTF-16 text', 'Convert it first: iconv -f UTF-16 -t UTF-8 FILE'],
];

/** Looks at a file without reading it whole. Throws a UserError that names it when it cannot be a log. */
export function openFile(path: string): OpenFile {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new UserError('no-file', `${path} does not exist.`, { hint: 'Check the name; the shell expands patterns such as logs/*.jsonl.' });
  if (stats.isDirectory()) throw new UserError('is-folder', `${path} is a folder.`, { hint: `Name the files in it, for example ${path.replace(/\/$/, '')}/*.jsonl` });
  if (stats.size === 0) throw new UserError('empty-file', `${path} is empty.`, { hint: 'Nothing was logged, or the export failed.' });
  const { head, isGzip, isWhole } = readHead(path, stats.size);
  const start = head.toString('hex', 0, 8);
  const magic = magics.find(([bytes]) => start.startsWith(bytes));
  if (magic !== undefined) throw new UserError('not-text', `${path} ${magic[1]}.`, { hint: magic[2] });
  if (head.includes(0)) throw new UserError('not-text', `${path} is a binary file.`, { hint: 'Logs are read as JSON lines or CSV, plain or gzip.' });
  if (head.toString('utf8').trim() === '' && stats.size <= HEAD_BYTES) throw new UserError('empty-file', `${path} holds nothing but white space.`, { hint: 'Nothing was logged, or the export failed.' });
  return { path, bytes: stats.size, modifiedMs: Math.floor(stats.mtimeMs), isGzip, head: head.toString('utf8'), isWhole };
}

interface Head {
  /** Decompressed. */
  head: Buffer;
  isGzip: boolean;
  /** `head` is the whole file. */
  isWhole: boolean;
}

/** The first 64 KB, or as much as the first line that is not blank needs, up to `MAX_HEAD_BYTES`. */
function readHead(path: string, fileBytes: number): Head {
  for (let bytes = HEAD_BYTES; ; bytes *= 2) {
    const first = readFirst(path, bytes);
    const isGzip = first[0] === 0x1f && first[1] === 0x8b;
    const text = isGzip ? unzipHead(path, first) : first;
    const isAll = first.length >= fileBytes;
    const lineEnd = endOfFirstLine(text);
    if (isAll || lineEnd !== -1 || bytes >= MAX_HEAD_BYTES || text.length >= MAX_HEAD_BYTES) {
      const wanted = Math.min(MAX_HEAD_BYTES, Math.max(HEAD_BYTES, lineEnd === -1 ? text.length : lineEnd + 1));
      return { head: text.subarray(0, wanted), isGzip, isWhole: isAll && text.length <= wanted };
    }
  }
}

function readFirst(path: string, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  let handle: number | undefined;
  try {
    handle = openSync(path, 'r');
    return buffer.subarray(0, readSync(handle, buffer, 0, bytes, 0));
  } catch (cause) {
    throw new UserError('unreadable', `${path} cannot be read: ${(cause as Error).message}`, { hint: 'Check who may read it.', cause });
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Bytes. A head that grows beyond it is a bomb, or a line that no log has. */
const MAX_UNZIPPED_BYTES = 256 * 1024 * 1024;

/** A cut stream gives what it can: the head is only looked at. */
function unzipHead(path: string, first: Buffer): Buffer {
  try {
    return gunzipSync(first, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MAX_UNZIPPED_BYTES });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw new UserError('not-text', `${path} unpacks to more than ${MAX_UNZIPPED_BYTES / 1024 / 1024} MB without a second line.`, { hint: 'Decompress it and look at it: it is no log.' });
    throw new UserError('broken-gzip', `${path} begins like gzip but cannot be decompressed: ${(cause as Error).message}`, { hint: 'Copy it again; the file is damaged.', cause });
  }
}

/** Decompressed bytes from start to end. `onBytes` hears of compressed bytes as they are read. */
export function chunksOf(file: OpenFile, onBytes: (bytes: number) => void): AsyncIterable<Buffer> {
  const raw = createReadStream(file.path, { highWaterMark: CHUNK_BYTES });
  raw.on('data', (chunk) => onBytes(chunk.length));
  if (!file.isGzip) return raw as AsyncIterable<Buffer>;
  const unzip = createGunzip({ chunkSize: CHUNK_BYTES });
  raw.on('error', (error) => unzip.destroy(error));
  return raw.pipe(unzip) as AsyncIterable<Buffer>;
}

/** SHA-256 of the bytes as they lie on the disk, hex. */
export async function hashOf(file: OpenFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file.path, { highWaterMark: CHUNK_BYTES })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
