// OTLP as protobuf: ExportTraceServiceRequest and ExportLogsServiceRequest, which have the form of TracesData and LogsData. Field numbers:
// https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto (trace/v1, logs/v1, common/v1, resource/v1; read 2026-11-22). Resource and group messages are walked by
// hand, so that a cut or damaged file costs the spans that it hits and no others.
import protobuf from 'protobufjs/light.js';
import type { JsonRecord } from '../source.js';
import { type Surroundings, attributesOf, logOfOtlp, noSurroundings, spanOfOtlp, surroundingsOf } from './otlp.js';
import type { LogEvent, Span } from './span.js';

const field = (type: string, id: number): { type: string; id: number } => ({ type, id });
const repeated = (type: string, id: number): { rule: string; type: string; id: number } => ({ rule: 'repeated', type, id });

const root = protobuf.Root.fromJSON({
  nested: {
    AnyValue: {
      oneofs: { value: { oneof: ['stringValue', 'boolValue', 'intValue', 'doubleValue', 'arrayValue', 'kvlistValue', 'bytesValue'] } },
      fields: { stringValue: field('string', 1), boolValue: field('bool', 2), intValue: field('int64', 3), doubleValue: field('double', 4), arrayValue: field('ArrayValue', 5), kvlistValue: field('KeyValueList', 6), bytesValue: field('bytes', 7) },
    },
    ArrayValue: { fields: { values: repeated('AnyValue', 1) } },
    KeyValueList: { fields: { values: repeated('KeyValue', 1) } },
    KeyValue: { fields: { key: field('string', 1), value: field('AnyValue', 2) } },
    Scope: { fields: { name: field('string', 1), version: field('string', 2), attributes: repeated('KeyValue', 3) } },
    Resource: { fields: { attributes: repeated('KeyValue', 1) } },
    Status: { fields: { message: field('string', 2), code: field('int32', 3) } },
    Event: { fields: { timeUnixNano: field('fixed64', 1), name: field('string', 2), attributes: repeated('KeyValue', 3) } },
    Span: {
      fields: {
        traceId: field('bytes', 1), spanId: field('bytes', 2), parentSpanId: field('bytes', 4), name: field('string', 5), kind: field('int32', 6), startTimeUnixNano: field('fixed64', 7),
        endTimeUnixNano: field('fixed64', 8), attributes: repeated('KeyValue', 9), events: repeated('Event', 11), status: field('Status', 15),
      },
    },
    LogRecord: {
      fields: {
        timeUnixNano: field('fixed64', 1), severityText: field('string', 3), name: field('string', 4), body: field('AnyValue', 5), attributes: repeated('KeyValue', 6), traceId: field('bytes', 9),
        spanId: field('bytes', 10), observedTimeUnixNano: field('fixed64', 11), eventName: field('string', 12),
      },
    },
  },
});

const plain = { longs: String, bytes: Array, defaults: false } as const;

/** The message as OTLP/JSON has it, ids as lists of bytes; undefined for bytes that are no such message. */
function decoded(type: string, bytes: Uint8Array): JsonRecord | undefined {
  try {
    const kind = root.lookupType(type);
    return kind.toObject(kind.decode(bytes), plain) as JsonRecord;
  } catch {
    return undefined;
  }
}

/** The schema, for tests and for whoever writes OTLP. */
export const schema = root;

const LENGTH_DELIMITED = 2;
const MAX_VARINT_BYTES = 10;

interface Field {
  number: number;
  wireType: number;
  start: number;
  end: number;
  /** The bytes end before the field does. */
  isCut: boolean;
}

function varint(bytes: Uint8Array, at: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let index = 0; index < MAX_VARINT_BYTES; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  return undefined;
}

/** Fields of a message in order, up to the first thing that is none. https://protobuf.dev/programming-guides/encoding/ (read 2026-11-22) */
export function fieldsOf(bytes: Uint8Array): { fields: Field[]; isWhole: boolean } {
  const fields: Field[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = varint(bytes, at);
    const number = tag === undefined ? 0 : Math.floor(tag.value / 8);
    if (tag === undefined || number === 0) return { fields, isWhole: false };
    const wireType = tag.value % 8;
    const length = wireType === LENGTH_DELIMITED ? varint(bytes, tag.next) : undefined;
    const start = length?.next ?? tag.next;
    const end = wireType === 0 ? varint(bytes, start)?.next : wireType === 1 ? start + 8 : wireType === 5 ? start + 4 : length === undefined ? undefined : start + length.value;
    if (end === undefined) return { fields, isWhole: false };
    fields.push({ number, wireType, start, end: Math.min(end, bytes.length), isCut: end > bytes.length });
    at = end;
  }
  return { fields, isWhole: fields.every(({ isCut }) => !isCut) };
}

/** What a message held, and how many of its records could not be read. */
export interface Decoded {
  parts: (Span | LogEvent)[];
  broken: number;
}

const RESOURCE = 1;
/** scope_spans or scope_logs; 1000 = instrumentation_library_spans after its end. */
const groupNumbers: readonly number[] = [2, 1000];

/** Spans and log events of an export request, or of as many in a row as there are. */
export function decodeExport(bytes: Uint8Array): Decoded {
  const { fields, isWhole } = fieldsOf(bytes);
  const resources = fields.filter(({ number, wireType }) => number === 1 && wireType === LENGTH_DELIMITED).map((resource) => decodeResource(bytes.subarray(resource.start, resource.end)));
  const broken = resources.reduce((sum, each) => sum + each.broken, 0);
  return { parts: resources.flatMap(({ parts }) => parts), broken: broken === 0 && !isWhole ? 1 : broken };
}

function decodeResource(bytes: Uint8Array): Decoded {
  const { fields, isWhole } = fieldsOf(bytes);
  const resource = fields.find(({ number, wireType }) => number === RESOURCE && wireType === LENGTH_DELIMITED);
  const attributes = resource === undefined ? {} : attributesOf(decoded('Resource', bytes.subarray(resource.start, resource.end))?.['attributes']);
  const groups = fields.filter(({ number, wireType }) => groupNumbers.includes(number) && wireType === LENGTH_DELIMITED).map((group) => decodeGroup(bytes.subarray(group.start, group.end), { ...noSurroundings, resource: attributes }));
  const broken = groups.reduce((sum, each) => sum + each.broken, 0);
  return { parts: groups.flatMap(({ parts }) => parts), broken: broken === 0 && !isWhole ? 1 : broken };
}

function decodeGroup(bytes: Uint8Array, { resource }: Surroundings): Decoded {
  const { fields, isWhole } = fieldsOf(bytes);
  const scope = fields.find(({ number, wireType }) => number === 1 && wireType === LENGTH_DELIMITED);
  const around = surroundingsOf(scope === undefined ? {} : decoded('Scope', bytes.subarray(scope.start, scope.end)) ?? {}, resource);
  const parts: (Span | LogEvent)[] = [];
  let broken = 0;
  for (const { number, wireType, start, end, isCut } of fields) {
    if (number !== 2 || wireType !== LENGTH_DELIMITED) continue;
    const part = isCut ? undefined : partOf(bytes.subarray(start, end), around);
    if (part === undefined) broken += 1;
    else parts.push(part);
  }
  return { parts, broken: broken === 0 && !isWhole ? 1 : broken };
}

/** A span begins with an id of 16 bytes, a log record with an instant of 8: field 1 is a text of bytes in one and a fixed 64-bit number in the other. */
function partOf(bytes: Uint8Array, around: Surroundings): Span | LogEvent | undefined {
  const { fields, isWhole } = fieldsOf(bytes);
  if (!isWhole) return undefined;
  const isSpan = fields.some(({ number, wireType, start, end }) => (number === 1 && wireType === LENGTH_DELIMITED && end - start === 16) || (number === 7 && wireType === 1));
  const isLog = !isSpan && fields.every(({ number, wireType }) => number !== 1 || wireType === 1) && fields.some(({ number }) => [1, 5, 11].includes(number));
  const record = isSpan ? decoded('Span', bytes) : isLog ? decoded('LogRecord', bytes) : undefined;
  if (record === undefined) return undefined;
  return isSpan ? spanOfOtlp(record, around) : logOfOtlp(record, around);
}
