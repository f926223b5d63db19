import { MAX_HEAD_BYTES, endOfFirstLine, withoutZeros } from './lines.js';

/** Bytes that are looked at where the first line is shorter. */
const PEEK_BYTES = 64 * 1024;

/** The beginning as text, with at least the whole first line (up to `MAX_HEAD_BYTES`), and the stream with that beginning still in it. */
export async function peek(chunks: AsyncIterable<Buffer>): Promise<[string, AsyncIterable<Buffer>]> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let bytes = 0;
  let hasLine = false;
  while (bytes < (hasLine ? PEEK_BYTES : MAX_HEAD_BYTES)) {
    const next = await iterator.next();
    if (next.done === true) break;
    first.push(next.value);
    bytes += next.value.length;
    hasLine ||= next.value.includes('\n') && endOfFirstLine(Buffer.concat(first)) !== -1;
  }
  const rest = async function* (): AsyncGenerator<Buffer> {
    yield* first.splice(0);
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  };
  return [withoutZeros(Buffer.concat(first).toString('utf8').replace(/^\uFEFF/, '')), rest()];
}
