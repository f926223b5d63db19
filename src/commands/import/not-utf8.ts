import { isUtf8 } from 'node:buffer';

const NEWLINE = 0x0a;
/** Bytes: no letter of UTF-8 is longer. */
const LETTER_BYTES = 4;
const START_BYTES = 256;

export interface BrokenText {
  chunks: AsyncIterable<Buffer>;
  /** Said of the whole file; undefined where all of it is UTF-8, or where it is no text. */
  note(): string | undefined;
}

/** Counts the lines with bytes that are not UTF-8 as they go by: they are read as replacement marks, and nobody would know why. */
export function watchText(chunks: AsyncIterable<Buffer>): BrokenText {
  let lines = 0;
  const watched = async function* (): AsyncGenerator<Buffer> {
    let isText: boolean | undefined;
    for await (const chunk of chunks) {
      isText ??= !/[\u0000-\u0008\u000e-\u001a]/.test(chunk.toString('latin1', 0, START_BYTES));
      if (isText) lines += brokenLines(chunk);
      yield chunk;
    }
  };
  return { chunks: watched(), note: () => (lines === 0 ? undefined : `${lines.toLocaleString('en-US')} line${lines === 1 ? ' holds' : 's hold'} bytes that are not UTF-8, which are read as "\uFFFD": convert the file first if it is of another encoding (iconv -f LATIN1 -t UTF-8)`) };
}

/** Lines of a chunk with broken letters; a letter that the chunk's ends cut is not broken. */
export function brokenLines(chunk: Buffer): number {
  if (isUtf8(chunk)) return 0;
  let count = 0;
  for (let start = 0; start < chunk.length; ) {
    const newline = chunk.indexOf(NEWLINE, start);
    const end = newline === -1 ? chunk.length : newline;
    const from = start === 0 ? start + cutAtStart(chunk) : start;
    const to = newline === -1 ? end - cutAtEnd(chunk) : end;
    if (to > from && !isUtf8(chunk.subarray(from, to))) count += 1;
    start = end + 1;
  }
  return count;
}

/** Bytes of a letter that began before the chunk. */
function cutAtStart(chunk: Buffer): number {
  let at = 0;
  while (at < LETTER_BYTES - 1 && ((chunk[at] ?? 0) & 0xc0) === 0x80) at += 1;
  return at;
}

/** Bytes of a letter that goes on after the chunk. */
function cutAtEnd(chunk: Buffer): number {
  for (let back = 1; back < LETTER_BYTES && back <= chunk.length; back += 1) {
    const byte = chunk[chunk.length - back] ?? 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}
