// OpenTelemetry spans of model calls: OTLP as JSON and as protobuf, and the dumps of tracing tools that hold the same spans. https://opentelemetry.io/docs/specs/otlp/ ,
// https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/ , https://opentelemetry.io/docs/specs/semconv/gen-ai/ (read 2026-11-22)
import { logSettable } from './log-call.js';
import { createDesk } from './otel/desk.js';
import type { Placed } from './otel/placed.js';
import { isSpans, partsOf } from './otel/dialects.js';
import { type Frame, framesOf, framingOf } from './otel/frames.js';
import { isGenAi } from './otel/kind.js';
import { decodeExport } from './otel/protobuf.js';
import type { LogEvent, Span } from './otel/span.js';
import { isEvent } from './otel/events.js';
import { LITERAL, isLines, recordPaths, textEntries, wholeSpansOf } from './otel/texts.js';
import { isRecord, readRecords } from './records.js';
import type { Companion, Fit, JsonRecord, ReadItem, Sample, Source, SourceInput } from './source.js';

export { callsOfSpans } from './otel/desk.js';
export { partsOf } from './otel/dialects.js';
export { decodeExport } from './otel/protobuf.js';

export const source: Source = {
  id: 'otel',
  title: 'OpenTelemetry GenAI spans: OTLP as JSON or protobuf, Jaeger, Zipkin, Tempo, Phoenix, Logfire, console dumps',
  settable: logSettable,
  joins: true,
  detect,
  read,
};

function detect(sample: Sample): Fit | undefined {
  if (framingOf(sample.bytes) !== undefined) return { records: 1, reason: 'the bytes are OTLP messages (protobuf)', isGuess: false };
  for (const path of ['', ...recordPaths]) {
    const records = sample.recordsAt(path);
    const fitting = records.filter((record) => isOfFormat(record)).length;
    if (fitting > 0) return { records: fitting, reason: `${fitting} of the first ${records.length} records${path === '' ? '' : ` at ${path}`} hold OpenTelemetry spans (a trace id, a span id and attributes)`, isGuess: false };
  }
  if (sample.container === 'json' && /"(resourceSpans|resource_spans|resourceLogs|resource_logs)"\s*:/.test(sample.head.slice(0, 2000))) return { records: 1, reason: 'it begins with resourceSpans or resourceLogs', isGuess: false };
  if (sample.container === 'json' && LITERAL.test(sample.head.slice(0, 4000)) && /'?(?:gen_ai|ai|llm|openinference)\./.test(sample.head)) return { records: 1, reason: 'it is a span as the console exporter of JavaScript prints it', isGuess: false };
  const lists = sample.container === 'json' && sample.head.trimStart().startsWith('[') && wholeSpansOf(sample.head).some((span) => isRecord(span) && isOfFormat(span));
  return lists ? { records: 1, reason: 'its first spans have a trace id, a span id and attributes', isGuess: false } : undefined;
}

/** Console dumps and rows are told by less than OTLP is: they must tell of models too. */
function isOfFormat(record: JsonRecord): boolean {
  try {
    if (!isSpans(record)) return false;
    const parts = partsOf(record) ?? [];
    return parts.length === 0 || parts.some((part) => ('scopeVersion' in part ? isGenAi(part) : isEvent(part))) || ['resourceSpans', 'resource_spans', 'resourceLogs', 'scopeSpans', 'scope_spans', 'batches', 'data', 'processes', 'startTimeUnixNano'].some((name) => record[name] !== undefined);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

async function* read(input: SourceInput): AsyncGenerator<readonly ReadItem[]> {
  const extra = await companionEvents(input.companions ?? [], input.note);
  const desk = createDesk({ set: input.options.set, fileTimeMs: input.fileTimeMs }, { extra });
  for await (const batch of entriesOf(input)) {
    const items = batch.flatMap((entry) => ('fault' in entry ? [{ skipped: { where: entry.where, reason: entry.fault, ...(entry.isNoCall === true && { isNoCall: true }) } }] : desk.take(entry.parts)));
    if (items.length > 0) yield items;
  }
  const rest = desk.end();
  if (rest.length > 0) yield rest;
}

type Entry = { parts: readonly Placed<Span | LogEvent>[] } | { fault: string; where: string; isNoCall?: boolean };

async function* entriesOf(input: Pick<SourceInput, 'name' | 'chunks' | 'bytes'>): AsyncGenerator<readonly Entry[]> {
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

/** Characters of events of other files that are kept to be joined; a guard for memory. */
const MAX_EXTRA_SIZE = 64 * 1024 * 1024;

/** Events of the GenAI conventions in log files that were given beside this one, by trace and span. */
async function companionEvents(companions: readonly Companion[], note: (text: string) => void): Promise<ReadonlyMap<string, readonly LogEvent[]>> {
  const found = new Map<string, LogEvent[]>();
  let size = 0;
  for (const companion of companions) {
    if (!/"(resourceLogs|resource_logs|scopeLogs|logRecords)"/.test(companion.head) && /^\s*[[{]/.test(companion.head)) continue;
    for await (const batch of entriesOf({ name: companion.name, chunks: companion.chunks(), bytes: companion.bytes })) {
      const parts = batch.flatMap((entry) => ('parts' in entry ? entry.parts : []));
      const events = parts.filter((each): each is Placed<LogEvent> => !('scopeVersion' in each.part) && isEvent(each.part) && each.part.spanId !== '');
      if (parts.length > 0 && events.length === 0 && found.size === 0 && parts.some((each) => 'scopeVersion' in each.part)) break;
      for (const { part, size: taken } of events) {
        const key = `${part.traceId}/${part.spanId}`;
        found.set(key, [...(found.get(key) ?? []), part]);
        size += taken;
      }
      if (size > MAX_EXTRA_SIZE) {
        note('the log files beside it hold more text than can be joined at once; the rest of their messages was left out');
        return found;
      }
    }
  }
  return found;
}
