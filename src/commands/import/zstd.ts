// Zstandard frames as RFC 8878 lays them out: https://www.rfc-editor.org/rfc/rfc8878 (read 2026-11-22). Blocks are unpacked by the fzstd package; frames are cut here, because it
// recurses from frame to frame, sets aside whatever window a header asks for, and passes over checksums.
import { Decompress } from 'fzstd';
import { UserError } from '../../model/errors.js';
import { createXxh64 } from './xxh64.js';

const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
/** Bytes that an unpacked block may refer back to; fzstd reaches no further. `zstd -19` asks for 8 MB, `--long` for 128 MB. */
const MAX_WINDOW_BYTES = 32 * 1024 * 1024;
/** Bytes. The smallest beginning that tells how long a frame's header is. */
const LEAST_HEADER = 6;
const BLOCK_HEADER = 3;
const CHECKSUM_BYTES = 4;
/** No block is larger, packed or unpacked. */
const MAX_BLOCK_BYTES = 128 * 1024;
/** Unpacked bytes from which, and times the packed bytes beyond which, a file is a bomb: repetitive logs shrink a hundredfold. */
const BOMB_BYTES = 1024 * 1024 * 1024;
const BOMB_RATIO = 2000;

const broken = (name: string, what: string): UserError =>
  new UserError('broken-zstd', `${name} cannot be decompressed to its end: ${what}.`, { hint: 'What came before is imported. Copy the file again and repeat the import: nothing is counted twice.' });

interface FrameHeader {
  bytes: number;
  windowBytes: number;
  hasChecksum: boolean;
  hasDictionary: boolean;
}

const contentSizeBytes = [0, 2, 4, 8] as const;
const dictionaryBytes = [0, 1, 2, 4] as const;

/** The header at the start of `data`; absent while it is not there whole. */
function headerOf(data: Buffer): FrameHeader | undefined {
  if (data.length < LEAST_HEADER) return undefined;
  const descriptor = data.readUInt8(4);
  const isSingle = (descriptor & 0x20) !== 0;
  const dictionary = dictionaryBytes[(descriptor & 3) as 0 | 1 | 2 | 3];
  const contentAt = 5 + (isSingle ? 0 : 1) + dictionary;
  const content = contentSizeBytes[(descriptor >> 6) as 0 | 1 | 2 | 3] || (isSingle ? 1 : 0);
  const bytes = contentAt + content;
  if (data.length < bytes) return undefined;
  return { bytes, windowBytes: isSingle ? sizeAt(data, contentAt, content) : windowOf(data.readUInt8(5)), hasChecksum: (descriptor & 4) !== 0, hasDictionary: dictionary > 0 && data.subarray(contentAt - dictionary, contentAt).some((byte) => byte !== 0) };
}

/** Example: exponent 13, mantissa 0 -> 2^23. */
const windowOf = (descriptor: number): number => 2 ** (10 + (descriptor >> 3)) * (1 + (descriptor & 7) / 8);

function sizeAt(data: Buffer, at: number, bytes: number): number {
  if (bytes === 8) return Number(data.readBigUInt64LE(at));
  return data.readUIntLE(at, bytes) + (bytes === 2 ? 256 : 0);
}

/** Unpacked bytes of all frames, in order. Throws a UserError at the first fault; what came before has been yielded. */
export async function* unzstd(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const input = createInput(chunks);
  let unpackedBytes = 0;
  while (await input.has(1)) {
    if (!(await input.has(4))) throw broken(name, 'it ends in the middle of a frame');
    const magic = input.peek(4).readUInt32LE(0);
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
      if (!(await input.has(8))) throw broken(name, 'it ends in the middle of a frame');
      await input.skip(input.take(8).readUInt32LE(4));
      continue;
    }
    if (magic !== FRAME_MAGIC) throw broken(name, 'it holds bytes that are no zstd frame');
    for await (const bytes of unpackFrame(input, name)) {
      unpackedBytes += bytes.length;
      if (unpackedBytes > BOMB_BYTES && unpackedBytes > input.readBytes() * BOMB_RATIO) throw new UserError('bomb', `${name} unpacks to more than ${BOMB_RATIO} times its size.`, { hint: 'Decompress it and look at it: it is no log.' });
      yield bytes;
    }
  }
}

type Input = ReturnType<typeof createInput>;

async function* unpackFrame(input: Input, name: string): AsyncGenerator<Buffer> {
  const cut = (): UserError => broken(name, 'it ends in the middle of a frame');
  let header: FrameHeader | undefined;
  for (let wanted = LEAST_HEADER; header === undefined; wanted += 1) {
    if (!(await input.has(wanted))) throw cut();
    header = headerOf(input.peek(wanted));
  }
  if (header.hasDictionary) throw new UserError('zstd-dictionary', `${name} was compressed with a zstd dictionary, which is not in the file.`, { hint: 'Decompress it first: zstd -d -D DICTIONARY FILE' });
  if (header.windowBytes > MAX_WINDOW_BYTES) throw new UserError('zstd-window', `${name} was compressed with a zstd window of ${Math.ceil(header.windowBytes / 1024 / 1024)} MB; up to ${MAX_WINDOW_BYTES / 1024 / 1024} MB are read.`, { hint: 'Decompress it first (zstd -d --long=31 FILE), or compress it without --long and --ultra.' });
  let isFirst = true;
  const checksum = header.hasChecksum ? createXxh64() : undefined;
  const blocks: Buffer[] = [];
  const decoder = new Decompress((bytes) => {
    if (bytes.length > 0) blocks.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  });
  const push = (bytes: Buffer, isLast: boolean): void => {
    try {
      decoder.push(bytes, isLast);
    } catch (cause) {
      throw broken(name, `a block is damaged (${(cause as Error).message})`);
    }
  };
  const drain = function* (): Generator<Buffer> {
    for (const block of blocks.splice(0)) {
      checksum?.update(block);
      yield block;
    }
  };
  if (!(await input.has(header.bytes + BLOCK_HEADER))) throw cut();
  let unread = input.take(header.bytes + BLOCK_HEADER);
  for (;;) {
    const blockHeader = unread.readUIntLE(unread.length - BLOCK_HEADER, BLOCK_HEADER);
    const isLast = (blockHeader & 1) === 1;
    const kind = (blockHeader >> 1) & 3;
    if (kind === 3 || blockHeader >> 3 > MAX_BLOCK_BYTES) throw broken(name, 'a block is damaged');
    const body = kind === 1 ? 1 : blockHeader >> 3;
    const tail = isLast ? (header.hasChecksum ? CHECKSUM_BYTES : 0) : BLOCK_HEADER;
    if (!(await input.has(body + tail))) throw cut();
    const bytes = input.take(body + tail);
    /** The next block's header goes along: the decoder lets go of what it was given only while something is left over. */
    push(isFirst ? Buffer.concat([unread, bytes]) : bytes, isLast);
    isFirst = false;
    yield* drain();
    unread = bytes;
    if (isLast) break;
  }
  if (checksum !== undefined && checksum.low32() !== unread.readUInt32LE(unread.length - CHECKSUM_BYTES)) throw broken(name, 'the checksum of a frame does not match, so some of its content is wrong');
}

/** A byte queue over chunks. */
function createInput(chunks: AsyncIterable<Buffer>) {
  const iterator = chunks[Symbol.asyncIterator]();
  let data: Buffer = Buffer.alloc(0);
  let taken = 0;
  const has = async (bytes: number): Promise<boolean> => {
    const parts: Buffer[] = [data];
    let length = data.length;
    while (length < bytes) {
      const next = await iterator.next();
      if (next.done === true) break;
      parts.push(next.value);
      length += next.value.length;
    }
    if (parts.length > 1) data = Buffer.concat(parts);
    return length >= bytes;
  };
  const take = (bytes: number): Buffer => {
    const part = data.subarray(0, bytes);
    data = data.subarray(bytes);
    taken += part.length;
    return part;
  };
  return {
    has, take,
    peek: (bytes: number): Buffer => data.subarray(0, bytes),
    readBytes: (): number => taken,
    skip: async (bytes: number): Promise<void> => {
      for (let left = bytes; left > 0 && (await has(1)); ) left -= take(Math.min(left, data.length)).length;
    },
  };
}
