// Spans and log events of a file, whatever holds them.
import { isRecord, readRecords } from '../records.js';
import type { SourceInput } from '../source.js';
import { partsOf } from './dialects.js';
import { type Frame, framesOf, framingOf } from './frames.js';
import type { Placed } from './placed.js';
import { decodeExport } from './protobuf.js';
import type { LogEvent, Span } from './span.js';
import { LITERAL, isLines, textEntries } from './texts.js';

/** Spans and events with their places, or why there are none. */
export type Entry = { parts: readonly Placed<Span | LogEvent>[] } | { fault: string; where: string; isNoCall?: boolean };

export async function* entriesOf(input: Pick<SourceInput, 'name' | 'chunks' | 'bytes'>): AsyncGenerator<readonly Entry[]> {
  const [head, chunks] = await headOf(input.chunks);
  const framing = framingOf(head);
  if (framing !== undefined) {
    for await (const frame of framesOf(chunks, framing)) yield ofFrame(frame);
    return;
  }
  const start = head.toString('utf8').replace(/^\uFEFF/, '').trimStart();
  if (/^[{[]/.test(start)) {
    for await (const batch of textEntries(chunks, { isLines: isLines(start), isPrinted: LITERAL.test(start.slice(0, 4000)) })) yield batch.map((entry) => ('fault' in entry ? entry : placed(entry.value, entry)));
    return;
  }
  for await (const batch of readRecords({ ...input, chunks, fileTimeMs: 0, options: { map: {}, set: {} }, note: () => undefined }, [])) {
    yield batch.map((entry) => ('skipped' in entry ? { fault: entry.skipped.reason, where: entry.skipped.where } : placed(entry.record, { where: entry.where, size: entry.text.length })));
  }
}

/** Bytes that are looked at to tell what the file is: a first line of that length decides between lines and one document. */
const HEAD_BYTES = 1024 * 1024;

async function headOf(chunks: AsyncIterable<Buffer>): Promise<[Buffer, AsyncIterable<Buffer>]> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let size = 0;
  while (size < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    first.push(next.value);
    size += next.value.length;
  }
  const rest = async function* (): AsyncGenerator<Buffer> {
    yield* first;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  };
  return [Buffer.concat(first), rest()];
}

function placed(value: unknown, { where, size }: { where: string; size: number }): Entry {
  try {
    const parts = partsOf(value);
    if (parts === undefined && isRecord(value) && ['resourceMetrics', 'scopeMetrics', 'resource_metrics'].some((name) => value[name] !== undefined)) return { fault: 'metrics, which are sums and no calls', where, isNoCall: true };
    if (parts === undefined) return { fault: 'no span and no log record of OpenTelemetry', where };
    return { parts: parts.map((part, index) => ({ part, where: parts.length === 1 ? where : `${where}, span ${index + 1}`, size: Math.ceil(size / parts.length) })) };
  } catch (error) {
    if (error instanceof RangeError) return { fault: 'the JSON is nested too deeply', where };
    throw error;
  }
}

function ofFrame({ bytes, fault, offset }: Frame): Entry[] {
  const where = `byte ${offset}`;
  const entries: Entry[] = [];
  let broken = 0;
  if (bytes !== undefined && bytes[0] === CURLY) entries.push(...jsonFrame(bytes, where));
  else if (bytes !== undefined) {
    const decoded = decodeExport(bytes);
    broken = decoded.broken;
    const size = Math.ceil(bytes.length / Math.max(1, decoded.parts.length));
    entries.push({ parts: decoded.parts.map((part, index) => ({ part, where: `${where}, span ${index + 1}`, size })) });
  }
  if (fault !== undefined) entries.push({ fault, where });
  else if (broken > 0) entries.push({ fault: `${broken} of its spans cannot be read (broken or cut)`, where });
  return entries;
}

const CURLY = 0x7b;

function jsonFrame(bytes: Buffer, where: string): Entry[] {
  try {
    return [placed(JSON.parse(bytes.toString('utf8')), { where, size: bytes.length })];
  } catch {
    return [{ fault: 'not JSON (a broken or cut record)', where }];
  }
}
