// OpenTelemetry spans of model calls: OTLP as JSON and as protobuf, and the dumps of tracing tools that hold the same spans. https://opentelemetry.io/docs/specs/otlp/ ,
// https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/ , https://opentelemetry.io/docs/specs/semconv/gen-ai/ (read 2026-11-22)
import { logSettable } from './log-call.js';
import { createDesk } from './otel/desk.js';
import { isSpans, partsOf } from './otel/dialects.js';
import { entriesOf } from './otel/entries.js';
import { framingOf } from './otel/frames.js';
import { isGenAi } from './otel/kind.js';
import { othersOf } from './otel/others.js';
import { isEvent } from './otel/events.js';
import { withPlainNames } from './otel/claude-code-span.js';
import { LITERAL, recordPaths, wholeSpansOf } from './otel/texts.js';
import { isRecord } from './records.js';
import { UNNAMED_PROVIDER, noteOfUnnamed } from './unnamed.js';
import type { Fit, JsonRecord, ReadItem, Sample, Source, SourceInput } from './source.js';

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
    return parts.length === 0 || parts.some((part) => ('scopeVersion' in part ? isGenAi(withPlainNames(part)) : isEvent(part))) || ['resourceSpans', 'resource_spans', 'resourceLogs', 'scopeSpans', 'scope_spans', 'batches', 'data', 'processes', 'startTimeUnixNano'].some((name) => record[name] !== undefined);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * A trace may lie in several files: those of one run are known to each other, in any order. Files that are imported in runs of their own are not, and a store cannot make up for it: a span's key names
 * that span alone, and several calls may lie in one wrapping. Then a wrapping with counts stands beside its calls; `note` says so where one was told.
 */
async function* read(input: SourceInput): AsyncGenerator<readonly ReadItem[]> {
  const others = await othersOf(input);
  const desk = createDesk({ set: input.options.set, fileTimeMs: input.fileTimeMs }, { others });
  let unnamed = 0;
  const count = (items: readonly ReadItem[]): void => {
    for (const item of items) if ('call' in item && item.call.provider === UNNAMED_PROVIDER) unnamed += 1;
  };
  for await (const batch of entriesOf(input)) {
    const items = batch.flatMap((entry) => ('fault' in entry ? [{ skipped: { where: entry.where, reason: entry.fault, ...(entry.isNoCall === true && { isNoCall: true }) } }] : desk.take(entry.parts)));
    count(items);
    if (items.length > 0) yield items;
  }
  const rest = desk.end();
  count(rest);
  if (rest.length > 0) yield rest;
  const note = noteOfUnnamed(unnamed);
  if (note !== undefined) input.note(note);
  const alone = desk.wrappingsTold();
  if (alone > 0) input.note(`${alone} ${alone === 1 ? 'span of an agent or chain carries counts and no call in it is' : 'spans of agents or chains carry counts and no calls in them are'} in the files of this run, so each counts as a call; if their calls lie in other files, import all of them in one run into a new store`);
}
