// Spans of every other dump, and OTLP inside its wrappings. Jaeger https://www.jaegertracing.io/docs/2.12/architecture/apis/ , Zipkin https://zipkin.io/zipkin-api/ , console exporters of the
// SDKs https://opentelemetry.io/docs/languages/python/exporters/#console , Arize Phoenix https://arize.com/docs/phoenix/tracing/how-to-tracing/importing-and-exporting-traces ,
// Logfire https://logfire.pydantic.dev/docs/reference/sql/ (read 2026-11-22)
import type { JsonRecord } from '../source.js';
import { list, number, object, opened, text } from '../values.js';
import { parseLiteral } from './literal.js';
import { attributesOf, eventsOf, isErrorCode, isOtlpLog, isOtlpResource, isOtlpSpan, logOfOtlp, noSurroundings, partsOfResource, spanOfOtlp, surroundingsOf } from './otlp.js';
import { type Attributes, type LogEvent, type Span, endOf, flattened, idOf, isObject, nanosOf, wholeNanos } from './span.js';

/** Objects in which spans lie, and the lists in these. */
const wrappings = ['resourceSpans', 'resource_spans', 'resourceLogs', 'resource_logs', 'batches', 'data', 'traces', 'trace', 'result', 'results', 'rows', 'items', 'hits', '_source'] as const;
/** Wrappings in wrappings. */
const MAX_WRAPPINGS = 5;

/** Every span and log event in a JSON value, whatever its shape; undefined where there is none of either. */
export function partsOf(value: unknown, depth = 0): readonly (Span | LogEvent)[] | undefined {
  if (depth > MAX_WRAPPINGS) return undefined;
  if (Array.isArray(value)) return joined(value.map((entry) => partsOf(entry, depth + 1)));
  if (!isObject(value)) return undefined;
  if (isOtlpResource(value)) return partsOfResource(value);
  const shape = shapes.find((candidate) => candidate.isOf(value));
  if (shape !== undefined) return shape.read(value);
  return joined(wrappings.flatMap((name) => (typeof value[name] === 'object' && value[name] !== null ? [partsOf(value[name], depth + 1)] : [])));
}

function joined(lists: readonly (readonly (Span | LogEvent)[] | undefined)[]): readonly (Span | LogEvent)[] | undefined {
  const found = lists.filter((parts) => parts !== undefined);
  return found.length === 0 ? undefined : found.flat();
}

interface Shape {
  /** Fields that only this dump has. */
  isOf(record: JsonRecord): boolean;
  read(record: JsonRecord): readonly (Span | LogEvent)[];
}

const has = (record: JsonRecord, ...names: readonly string[]): boolean => names.some((name) => record[name] !== undefined);

const shapes: readonly Shape[] = [
  { isOf: (record) => Array.isArray(record['spans']) && isObject(record['processes']), read: (trace) => list(trace['spans']).filter(isObject).map((span) => jaegerSpan(span, object(trace['processes']))) },
  { isOf: (record) => Array.isArray(record['spans']) && (has(record, 'scope', 'instrumentationLibrary', 'traceID', 'traceId', 'trace_id', 'resource') || Object.keys(record).length === 1), read: spansOfGroup },
  { isOf: isOtlpSpan, read: (span) => [spanOfOtlp(span, aroundOf(span))] },
  { isOf: (record) => isJaegerSpan(record), read: (span) => [jaegerSpan(span, {})] },
  { isOf: (record) => isZipkinSpan(record), read: (span) => [zipkinSpan(span)] },
  { isOf: (record) => isStoreRow(record), read: (row) => [storeSpan(row)] },
  { isOf: (record) => isLogfireRow(record), read: (row) => [logfireSpan(row)] },
  { isOf: (record) => isPhoenixRow(record), read: (row) => [phoenixSpan(row)] },
  { isOf: (record) => isConsoleSpan(record), read: (span) => [consoleSpan(span)] },
  { isOf: isOtlpLog, read: (log) => [logOfOtlp(log, aroundOf(log))] },
];

/** Whether a record is, or holds, spans or GenAI log events of a shape that is known here. */
export const isSpans = (record: JsonRecord): boolean =>
  isOtlpResource(record) || shapes.some((shape) => shape.isOf(record)) || ['resourceSpans', 'resource_spans', 'resourceLogs', 'resource_logs'].some((name) => Array.isArray(record[name])) ||
  (Array.isArray(record['batches']) && record['batches'].some((batch) => isObject(batch) && isOtlpResource(batch))) ||
  (Array.isArray(record['data']) && record['data'].some((trace) => isObject(trace) && Array.isArray(trace['spans']) && has(trace, 'processes', 'traceID'))) ||
  (isObject(record['data']) && list(record['data']['spans']).some((span) => isObject(span) && shapes.some((shape) => shape.isOf(span)))) ||
  (isObject(record['trace']) && ['resourceSpans', 'batches'].some((name) => Array.isArray((record['trace'] as JsonRecord)[name])));

/** Resource and scope that a dump writes on the span itself. */
function aroundOf(span: JsonRecord): ReturnType<typeof surroundingsOf> {
  const scope = [span['instrumentationScope'], span['instrumentationLibrary'], span['instrumentation_scope'], span['scope']].find(isObject) ?? {};
  const resource = isObject(span['resource']) ? span['resource'] : {};
  return surroundingsOf(scope, attributesOf(resource['attributes'] ?? resource['_attributes'] ?? resource));
}

/** A group of a scope or of a trace: its spans may be of any shape. */
function spansOfGroup(group: JsonRecord): readonly (Span | LogEvent)[] {
  const around = aroundOf(group);
  return list(group['spans']).filter(isObject).flatMap((span) => {
    if (isOtlpSpan(span)) return [spanOfOtlp(span, has(span, 'resource', 'scope', 'instrumentationScope') ? aroundOf(span) : around)];
    return partsOf(span, MAX_WRAPPINGS) ?? [];
  });
}

const isJaegerSpan = (record: JsonRecord): boolean => typeof record['spanID'] === 'string' && (has(record, 'operationName') || Array.isArray(record['tags']));

function jaegerSpan(span: JsonRecord, processes: JsonRecord): Span {
  const process = isObject(span['process']) ? span['process'] : object(processes[text(span['processID']) ?? '']);
  const attributes = pairsOf(span['tags']);
  const parent = list(span['references']).filter(isObject).find((reference) => text(reference['refType'])?.toUpperCase() !== 'FOLLOWS_FROM');
  const start = nanosOf(span['startTime'], /^\d+$/.test(text(span['startTime']) ?? '') ? 'us' : undefined);
  const micros = number(span['duration']);
  return {
    traceId: idOf(span['traceID']),
    spanId: idOf(span['spanID']),
    parentId: idOf(parent?.['spanID'] ?? span['parentSpanID']),
    name: text(span['operationName']) ?? '',
    startNanos: start,
    endNanos: endOf(start, wholeNanos(micros, 'us')),
    attributes,
    events: list(span['logs']).filter(isObject).map((log) => {
      const fields = pairsOf(log['fields']);
      return { name: text(fields['event']) ?? text(fields['name']) ?? '', nanos: nanosOf(log['timestamp'], /^\d+$/.test(text(log['timestamp']) ?? '') ? 'us' : undefined), attributes: fields };
    }),
    isError: isErrorCode(attributes['otel.status_code']) || attributes['error'] === true || attributes['error'] === 'true',
    statusMessage: text(attributes['otel.status_description']),
    resource: { 'service.name': process['serviceName'], ...pairsOf(process['tags']) },
    scope: text(attributes['otel.scope.name']) ?? text(attributes['otel.library.name']) ?? '',
    scopeVersion: text(attributes['otel.scope.version']) ?? text(attributes['otel.library.version']) ?? '',
  };
}

/** Tags as a list of {key, value} (in stores: vStr, vInt64 …) or as an object. */
function pairsOf(value: unknown): Attributes {
  if (!Array.isArray(value)) return isObject(value) ? flattened(value) : {};
  return Object.fromEntries(value.filter(isObject).map((tag) => [text(tag['key']) ?? '', ['value', 'vStr', 'vInt64', 'vFloat64', 'vBool', 'v_str', 'v_int64'].map((name) => tag[name]).find((entry) => entry !== undefined)]));
}

const isZipkinSpan = (record: JsonRecord): boolean => typeof record['traceId'] === 'string' && typeof record['id'] === 'string' && has(record, 'timestamp') && (isObject(record['tags']) || has(record, 'localEndpoint'));

function zipkinSpan(span: JsonRecord): Span {
  const tags = pairsOf(span['tags']);
  const start = nanosOf(span['timestamp'], 'us');
  const micros = number(span['duration']);
  const endpoint = object(span['localEndpoint']);
  return {
    traceId: idOf(span['traceId']),
    spanId: idOf(span['id']),
    parentId: idOf(span['parentId']),
    name: text(span['name']) ?? '',
    startNanos: start,
    endNanos: endOf(start, wholeNanos(micros, 'us')),
    attributes: tags,
    events: list(span['annotations']).filter(isObject).map(zipkinEvent),
    isError: isErrorCode(tags['otel.status_code']) || (text(tags['error']) !== undefined && tags['error'] !== 'false'),
    statusMessage: text(tags['otel.status_description']) ?? text(tags['error']),
    resource: { 'service.name': endpoint['serviceName'] },
    scope: text(tags['otel.scope.name']) ?? text(tags['otel.library.name']) ?? '',
    scopeVersion: text(tags['otel.scope.version']) ?? '',
  };
}

/** OpenTelemetry's exporter writes an event as `"name": {attributes}`. */
function zipkinEvent(annotation: JsonRecord): Span['events'][number] {
  const value = text(annotation['value']) ?? '';
  const inner = object(`{${value}}`);
  const [name] = Object.keys(inner);
  return { name: name ?? value, nanos: nanosOf(annotation['timestamp'], 'us'), attributes: name === undefined ? {} : attributesOf(object(inner[name])) };
}

/** Rows of the collector's ClickHouse exporter: https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/clickhouseexporter (read 2026-11-22) */
const isStoreRow = (record: JsonRecord): boolean => has(record, 'SpanAttributes') && has(record, 'TraceId') && has(record, 'SpanId');

function storeSpan(row: JsonRecord): Span {
  const start = nanosOf(row['Timestamp']);
  const nanos = number(row['Duration']);
  return {
    traceId: idOf(row['TraceId']),
    spanId: idOf(row['SpanId']),
    parentId: idOf(row['ParentSpanId']),
    name: text(row['SpanName']) ?? '',
    startNanos: start,
    endNanos: endOf(start, wholeNanos(nanos, 'ns')),
    attributes: attributesOf(mapOf(row['SpanAttributes'])),
    events: list(row['Events.Name']).map((name, index) => ({ name: text(name) ?? '', attributes: attributesOf(mapOf(list(row['Events.Attributes'])[index])) })),
    isError: isErrorCode(row['StatusCode']),
    statusMessage: text(row['StatusMessage']),
    resource: { 'service.name': row['ServiceName'], ...attributesOf(mapOf(row['ResourceAttributes'])) },
    scope: text(row['ScopeName']) ?? '',
    scopeVersion: text(row['ScopeVersion']) ?? '',
  };
}

const QUOTED = /'((?:[^'\\]|\\.)*)'/gs;

/** A map as an object, as JSON, or as ClickHouse prints it in a CSV: {'a':'b'}. */
function mapOf(value: unknown): JsonRecord {
  const inner = opened(value);
  if (typeof inner !== 'string' || !inner.startsWith('{')) return object(inner);
  return object(inner.replace(QUOTED, (_, words: string) => JSON.stringify(words.replace(/\\(.)/gs, (whole, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : letter === "'" || letter === '\\' || letter === '"' ? letter : whole)))));
}

const isLogfireRow = (record: JsonRecord): boolean => has(record, 'span_name', 'message') && has(record, 'start_timestamp') && has(record, 'attributes') && has(record, 'trace_id');

function logfireSpan(row: JsonRecord): Span {
  const start = nanosOf(row['start_timestamp']);
  const seconds = number(row['duration']);
  const attributes = { ...attributesOf(object(row['attributes'])), ...(text(row['kind']) !== undefined && { 'logfire.span_type': text(row['kind']) }) };
  const tags = list(row['tags']).map(text).filter((tag) => tag !== undefined);
  const exception = text(row['exception_type']);
  return {
    traceId: idOf(row['trace_id']),
    spanId: idOf(row['span_id']),
    parentId: idOf(row['parent_span_id']),
    name: text(row['span_name']) ?? text(row['message']) ?? '',
    startNanos: start,
    endNanos: nanosOf(row['end_timestamp']) ?? endOf(start, wholeNanos(seconds, 's')),
    attributes: { ...attributes, ...(tags.length > 0 && { 'tag.tags': tags }), ...(exception !== undefined && { 'exception.type': exception }), ...(text(row['http_response_status_code']) !== undefined && { 'http.response.status_code': row['http_response_status_code'] }) },
    events: eventsOf(opened(row['otel_events'])),
    isError: isErrorCode(row['otel_status_code']) || row['is_exception'] === true || text(row['is_exception']) === 'true',
    statusMessage: text(row['otel_status_message']) ?? text(row['exception_message']),
    resource: { 'service.name': row['service_name'], 'deployment.environment.name': row['deployment_environment'], ...attributesOf(object(row['otel_resource_attributes'])) },
    scope: text(row['otel_scope_name']) ?? '',
    scopeVersion: text(row['otel_scope_version']) ?? '',
  };
}

const isPhoenixRow = (record: JsonRecord): boolean =>
  has(record, 'span_kind', 'spanKind') && (has(record, 'context.span_id', 'context.trace_id', 'context') || has(record, 'attributes') || Object.keys(record).some((name) => name.startsWith('attributes.')));

/** A cell of a table: JSON, or a list as pandas prints it. */
function cellOf(value: unknown): unknown {
  const inner = isObject(value) ? value : opened(value);
  return typeof inner === 'string' && /^\s*(?:[[{]|array\()/.test(inner) ? (parseLiteral(inner) ?? inner) : inner;
}

function phoenixSpan(row: JsonRecord): Span {
  const prefixed = Object.fromEntries(Object.entries(row).filter(([name]) => name.startsWith('attributes.')).map(([name, value]) => [name.slice('attributes.'.length), cellOf(value)]));
  const attributes = { ...attributesOf(object(row['attributes'])), ...flattened(prefixed) };
  const context = object(row['context']);
  return {
    traceId: idOf(row['context.trace_id'] ?? context['trace_id'] ?? context['traceId'] ?? row['trace_id'] ?? row['traceId']),
    spanId: idOf(row['context.span_id'] ?? context['span_id'] ?? context['spanId'] ?? row['span_id'] ?? row['spanId']),
    parentId: idOf(text(row['parent_id']) ?? row['parentId']),
    name: text(row['name']) ?? '',
    startNanos: nanosOf(row['start_time'] ?? row['startTime']),
    endNanos: nanosOf(row['end_time'] ?? row['endTime']),
    attributes: { 'openinference.span.kind': row['span_kind'] ?? row['spanKind'], ...attributes },
    events: eventsOf(opened(row['events'])),
    isError: isErrorCode(row['status_code'] ?? row['statusCode']),
    statusMessage: text(row['status_message'] ?? row['statusMessage']),
    ...noSurroundings,
  };
}

const isConsoleSpan = (record: JsonRecord): boolean =>
  isObject(record['attributes']) && text(record['name']) !== undefined &&
  ((isObject(record['context']) && has(record['context'], 'trace_id', 'traceId')) || isObject(record['_spanContext']) || isObject(record['spanContext']) || (has(record, 'traceId', 'trace_id') && has(record, 'id', 'spanId', 'span_id')));

/** What ConsoleSpanExporter of the JavaScript, Python and other SDKs prints, and a ReadableSpan as it stands. */
function consoleSpan(span: JsonRecord): Span {
  const context = [span['context'], span['_spanContext'], span['spanContext']].find(isObject) ?? span;
  const parent = [span['parentSpanContext'], span['parent'], span['parentContext']].find(isObject);
  const status = isObject(span['status']) ? span['status'] : {};
  const start = nanosOf(span['startTime'] ?? span['start_time'] ?? span['timestamp'] ?? span['start'] ?? span['@timestamp']);
  const duration = span['duration'] ?? span['_duration'];
  const length = Array.isArray(duration) ? nanosOf(duration) : wholeNanos(number(duration), span['@timestamp'] === undefined ? 'us' : 'ns');
  return {
    traceId: idOf(context['trace_id'] ?? context['traceId']),
    spanId: idOf(context['span_id'] ?? context['spanId'] ?? span['id']),
    parentId: idOf(parent?.['span_id'] ?? parent?.['spanId'] ?? span['parent_id'] ?? span['parentId'] ?? span['parentSpanId'] ?? span['parent_span_id']),
    name: text(span['name']) ?? '',
    startNanos: start,
    endNanos: nanosOf(span['endTime'] ?? span['end_time'] ?? span['end']) ?? endOf(start, length),
    attributes: attributesOf(span['attributes']),
    events: eventsOf(span['events']),
    isError: isErrorCode(status['code'] ?? status['status_code']),
    statusMessage: text(status['message'] ?? status['description']),
    ...aroundOf(span),
  };
}
