/** Bytes. A longer line is no record of any log: it is passed over, so that memory stays bounded. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;

const NEWLINE = 0x0a;

/** Bytes of a file's beginning that are looked at to tell what it holds when its first line is long. */
export const MAX_HEAD_BYTES = 8 * 1024 * 1024;

const blankBytes: readonly number[] = [0x20, 0x09, 0x0d, NEWLINE, 0xef, 0xbb, 0xbf, 0];

/** Index of the line end of the first line that is not blank; -1 when it is not there yet. */
export function endOfFirstLine(bytes: Buffer): number {
  const start = bytes.findIndex((byte) => !blankBytes.includes(byte));
  return start === -1 ? -1 : bytes.indexOf(NEWLINE, start);
}

/** Consecutive lines of a file without their line ends. `texts[i]` is line `firstLine + i`; undefined = longer than `MAX_LINE_BYTES`. */
export interface LineBatch {
  firstLine: number;
  texts: readonly (string | undefined)[];
}

/** Splits bytes into lines, a batch per chunk. LF or CRLF; a byte order mark at the start is dropped; a last line without its end counts. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<LineBatch> {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let isTooLong = false;
  let line = 1;
  const keep = (part: Buffer): void => {
    if (part.length === 0 || isTooLong) return;
    isTooLong = keptBytes + part.length > MAX_LINE_BYTES;
    kept = isTooLong ? [] : [...kept, part];
    keptBytes = isTooLong ? 0 : keptBytes + part.length;
  };
  for await (const chunk of chunks) {
    const last = chunk.lastIndexOf(NEWLINE);
    if (last === -1) {
      keep(chunk);
      continue;
    }
    const first = chunk.indexOf(NEWLINE);
    keep(chunk.subarray(0, first));
    const texts: (string | undefined)[] = [isTooLong ? undefined : textOf(Buffer.concat(kept), line)];
    if (last > first) texts.push(...chunk.toString('utf8', first + 1, last).split('\n').map(withoutReturn));
    kept = [];
    keptBytes = 0;
    isTooLong = false;
    yield { firstLine: line, texts };
    line += texts.length;
    keep(chunk.subarray(last + 1));
  }
  if (isTooLong || keptBytes > 0) yield { firstLine: line, texts: [isTooLong ? undefined : textOf(Buffer.concat(kept), line)] };
}

const withoutReturn = (text: string): string => withoutZeros(text.endsWith('\r') ? text.slice(0, -1) : text);

/** A crash leaves zeros where bytes were promised to a file and never written: around a line they are nothing. */
export function withoutZeros(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text.charCodeAt(start) === 0) start += 1;
  while (end > start && text.charCodeAt(end - 1) === 0) end -= 1;
  return end - start === text.length ? text : text.slice(start, end);
}

function textOf(bytes: Buffer, line: number): string {
  const text = withoutReturn(bytes.toString('utf8'));
  return line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
}

export const TOO_LONG = `the line is longer than ${MAX_LINE_BYTES / 1024 / 1024} MB`;
