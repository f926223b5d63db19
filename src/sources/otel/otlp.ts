// OTLP traces and logs as JSON: resourceSpans[].scopeSpans[].spans[] and resourceLogs[].scopeLogs[].logRecords[], in camelCase and in the snake_case of the .proto files, with the
// older instrumentationLibrarySpans and Tempo's batches: https://github.com/open-telemetry/opentelemetry-proto (read 2026-11-22)
import type { JsonRecord } from '../source.js';
import { number, opened, text } from '../values.js';
import { type Attributes, type LogEvent, type Span, type SpanEvent, flattened, idOf, isObject, nanosOf } from './span.js';

const listAt = (record: JsonRecord, ...names: readonly string[]): readonly unknown[] => {
  const list = names.map((name) => record[name]).find((value) => Array.isArray(value));
  return (list as readonly unknown[] | undefined) ?? [];
};
const fieldOf = (record: JsonRecord, ...names: readonly string[]): unknown => names.map((name) => record[name]).find((value) => value !== undefined && value !== null);
const objectAt = (record: JsonRecord, ...names: readonly string[]): JsonRecord => {
  const value = fieldOf(record, ...names);
  return isObject(value) ? value : {};
};

/** Levels of values in values; deeper ones are left out. */
const MAX_VALUE_DEPTH = 12;

/** Value of `{stringValue: …}` and its like; a bare value as it is. Whole numbers beyond 2^53 stay texts. */
export function valueOf(value: unknown, depth = 0): unknown {
  if (!isObject(value) || depth > MAX_VALUE_DEPTH) return isObject(value) ? undefined : value;
  const known = fieldOf(value, 'stringValue', 'string_value', 'boolValue', 'bool_value', 'doubleValue', 'double_value');
  if (known !== undefined) return known;
  const whole = fieldOf(value, 'intValue', 'int_value');
  if (whole !== undefined) return number(whole) ?? whole;
  const list = fieldOf(value, 'arrayValue', 'array_value');
  if (list !== undefined) return (isObject(list) ? listAt(list, 'values') : Array.isArray(list) ? list : []).map((entry) => valueOf(entry, depth + 1));
  const pairs = fieldOf(value, 'kvlistValue', 'kvlist_value');
  if (pairs !== undefined) return pairsOf(isObject(pairs) ? pairs['values'] : pairs, depth + 1);
  const bytes = fieldOf(value, 'bytesValue', 'bytes_value');
  if (bytes !== undefined) return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : bytes;
  return Object.keys(value).length === 0 || 'Value' in value || 'value' in value ? valueOf(value['Value'] ?? value['value'], depth + 1) : value;
}

function pairsOf(list: unknown, depth: number): Record<string, unknown> {
  const pairs: Record<string, unknown> = {};
  if (!Array.isArray(list)) return pairs;
  for (const entry of list) {
    if (!isObject(entry)) continue;
    const name = text(entry['key'] ?? entry['Key']);
    if (name !== undefined) pairs[name] = valueOf(entry['value'] ?? entry['Value'], depth);
  }
  return pairs;
}

/** Attributes as a list of {key, value} or as an object, also one that nests. */
export const attributesOf = (value: unknown): Attributes => (Array.isArray(value) ? pairsOf(value, 0) : isObject(value) ? flattened(value) : {});

export const isOtlpResource = (record: JsonRecord): boolean =>
  ['scopeSpans', 'scope_spans', 'instrumentationLibrarySpans', 'instrumentation_library_spans', 'scopeLogs', 'scope_logs', 'instrumentationLibraryLogs'].some((name) => Array.isArray(record[name]));
export const isOtlpSpan = (record: JsonRecord): boolean => fieldOf(record, 'startTimeUnixNano', 'start_time_unix_nano') !== undefined && fieldOf(record, 'spanId', 'span_id') !== undefined;
export const isOtlpLog = (record: JsonRecord): boolean => fieldOf(record, 'timeUnixNano', 'time_unix_nano', 'observedTimeUnixNano', 'observed_time_unix_nano') !== undefined && (record['body'] !== undefined || Array.isArray(record['attributes']));

/** What stands around a span in OTLP. */
export interface Surroundings {
  resource: Attributes;
  scope: string;
  scopeVersion: string;
}
export const noSurroundings: Surroundings = { resource: {}, scope: '', scopeVersion: '' };

/** Spans and log events of one element of resourceSpans, batches or resourceLogs. */
export function partsOfResource(record: JsonRecord): (Span | LogEvent)[] {
  const resource = attributesOf(objectAt(record, 'resource')['attributes']);
  const groups = listAt(record, 'scopeSpans', 'scope_spans', 'instrumentationLibrarySpans', 'instrumentation_library_spans', 'scopeLogs', 'scope_logs', 'instrumentationLibraryLogs');
  return groups.filter(isObject).flatMap((group) => {
    const scope = surroundingsOf(objectAt(group, 'scope', 'instrumentationLibrary', 'instrumentation_library'), resource);
    return [
      ...listAt(group, 'spans').filter(isObject).map((span) => spanOfOtlp(span, scope)),
      ...listAt(group, 'logRecords', 'log_records', 'logs').filter(isObject).map((log) => logOfOtlp(log, scope)),
    ];
  });
}

export const surroundingsOf = (scope: JsonRecord, resource: Attributes): Surroundings => ({ resource, scope: text(scope['name']) ?? '', scopeVersion: text(scope['version']) ?? '' });

export function spanOfOtlp(span: JsonRecord, around: Surroundings): Span {
  const status = objectAt(span, 'status');
  return {
    traceId: idOf(fieldOf(span, 'traceId', 'trace_id', 'traceID')),
    spanId: idOf(fieldOf(span, 'spanId', 'span_id', 'spanID')),
    parentId: idOf(fieldOf(span, 'parentSpanId', 'parent_span_id', 'parentSpanID')),
    name: text(span['name']) ?? '',
    startNanos: nanosOf(fieldOf(span, 'startTimeUnixNano', 'start_time_unix_nano'), 'ns'),
    endNanos: nanosOf(fieldOf(span, 'endTimeUnixNano', 'end_time_unix_nano'), 'ns'),
    attributes: unquoted(attributesOf(span['attributes'])),
    events: eventsOf(span['events']),
    isError: isErrorCode(status['code']),
    statusMessage: text(status['message']),
    ...around,
  };
}

/** MLflow writes every value of its own as JSON: https://mlflow.org/docs/latest/genai/concepts/span/ (read 2026-11-22) */
function unquoted(attributes: Attributes): Attributes {
  if (attributes['mlflow.spanType'] === undefined) return attributes;
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, name.startsWith('mlflow.') ? jsonOf(value) : value]));
}

function jsonOf(value: unknown): unknown {
  const inner = opened(value);
  return typeof inner === 'string' && /^(null|true|false|-?\d+(\.\d+)?)$/.test(inner) ? (JSON.parse(inner) as unknown) : inner;
}

export const isErrorCode = (code: unknown): boolean => code === 2 || /^(2|error|status_code_error|statuscode\.error)$/i.test(text(code) ?? '');

export function eventsOf(value: unknown): SpanEvent[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((event) => ({
    name: text(fieldOf(event, 'name', 'event_name')) ?? '',
    nanos: nanosOf(fieldOf(event, 'timeUnixNano', 'time_unix_nano', 'time', 'timestamp', 'event_timestamp')),
    attributes: attributesOf(event['attributes'] ?? event['event_attributes']),
  }));
}

/** The name of the event stands in `eventName`, in the attribute `event.name`, or in the body; what it says in the attributes, in the body, or in both. */
export function logOfOtlp(log: JsonRecord, around: Surroundings): LogEvent {
  const attributes = attributesOf(log['attributes']);
  const body = valueOf(log['body']);
  const name = text(fieldOf(log, 'eventName', 'event_name')) ?? text(attributes['event.name']) ?? text(log['name']) ?? (typeof body === 'string' && /^[a-z_]+\.[a-z_.]+$/.test(body) ? body : '');
  return {
    traceId: idOf(fieldOf(log, 'traceId', 'trace_id')),
    spanId: idOf(fieldOf(log, 'spanId', 'span_id')),
    name,
    nanos: nanosOf(fieldOf(log, 'timeUnixNano', 'time_unix_nano'), 'ns') ?? nanosOf(fieldOf(log, 'observedTimeUnixNano', 'observed_time_unix_nano'), 'ns'),
    attributes: { ...(isObject(body) ? body : body === undefined ? {} : { body }), ...attributes },
    resource: around.resource,
    scope: around.scope,
  };
}
