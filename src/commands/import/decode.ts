import { createGunzip } from 'node:zlib';
import { UserError } from '../../model/errors.js';
import { unzstd } from './zstd.js';

export type Compression = 'none' | 'gzip' | 'zstd';

/** What the first bytes say. Example: 1f 8b … -> gzip */
export function compressionOf(start: Buffer): Compression {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  if (start.length < 4) return 'none';
  const magic = start.readUInt32LE(0);
  return magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50 ? 'zstd' : 'none';
}

/** Content from start to end: decompressed, a byte order mark dropped, UTF-16 turned into UTF-8. A fault comes after everything that was good. */
export const contentOf = (raw: AsyncIterable<Buffer>, { compression, name }: { compression: Compression; name: string }): AsyncGenerator<Buffer> =>
  asUtf8(compression === 'gzip' ? gunzip(raw, name) : compression === 'zstd' ? unzstd(raw, name) : raw);

/** Packed bytes that are unpacked at a time: gzip swells them a thousandfold at most, and all of that waits. */
const PIECE_BYTES = 16 * 1024;
const UNPACKED_CHUNK_BYTES = 256 * 1024;

/** All members of a gzip file. Written piece by piece, because a stream that fails forgets what it had ready. */
async function* gunzip(raw: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const unzip = createGunzip({ chunkSize: UNPACKED_CHUNK_BYTES });
  let ready: Buffer[] = [];
  let fault: Error | undefined;
  unzip.on('data', (chunk: Buffer) => ready.push(chunk));
  unzip.on('error', (error) => {
    fault = error;
  });
  const isClosed = new Promise<void>((resolve) => unzip.once('close', resolve));
  const taken = function* (): Generator<Buffer> {
    yield* ready.splice(0);
    if (fault !== undefined) throw brokenGzip(name, fault);
  };
  try {
    for await (const chunk of raw) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        await Promise.race([new Promise<void>((resolve) => unzip.write(chunk.subarray(at, at + PIECE_BYTES), () => resolve())), isClosed]);
        yield* taken();
      }
    }
    unzip.end();
    await isClosed;
    yield* taken();
  } finally {
    ready = [];
    unzip.destroy();
  }
}

const brokenGzip = (name: string, cause: Error): UserError =>
  new UserError('broken-gzip', `${name} cannot be read to its end: ${cause.message}`, { hint: 'What came before is imported. Copy the file again and repeat the import: nothing is counted twice.', cause });

/** Bytes that tell the encoding: no byte order mark is longer. */
const MARK_BYTES = 3;

async function* asUtf8(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  let decoder: TextDecoder | undefined;
  let isReturnsOnly = false;
  const asText = (bytes: Buffer): Buffer => (decoder === undefined ? bytes : Buffer.from(decoder.decode(bytes, { stream: true })));
  const decoded = (bytes: Buffer): Buffer => (isReturnsOnly ? withLineFeeds(asText(bytes)) : asText(bytes));
  for await (const chunk of chunks) {
    if (start === undefined) {
      yield decoded(chunk);
      continue;
    }
    start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    if (start.length < MARK_BYTES) continue;
    decoder = decoderOf(start);
    isReturnsOnly = decoder === undefined && hasReturnsOnly(start);
    yield decoded(withoutMark(start));
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield start;
  const last = decoder?.decode() ?? '';
  if (last !== '') yield Buffer.from(last);
}

const [LINE_FEED, RETURN] = [0x0a, 0x0d];

/** Old spreadsheets end a line with a carriage return alone. One that is the last byte may have its line feed in the next piece. */
const hasReturnsOnly = (start: Buffer): boolean => {
  const at = start.indexOf(RETURN);
  return at !== -1 && at < start.length - 1 && !start.includes(LINE_FEED) && !start.includes(0);
};

function withLineFeeds(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = copy.indexOf(RETURN); at !== -1; at = copy.indexOf(RETURN, at + 1)) copy[at] = LINE_FEED;
  return copy;
}

function decoderOf(start: Buffer): TextDecoder | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le');
  return start[0] === 0xfe && start[1] === 0xff ? new TextDecoder('utf-16be') : undefined;
}

/** A decoder drops the mark of UTF-16 itself. */
const withoutMark = (start: Buffer): Buffer => (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? start.subarray(MARK_BYTES) : start);
