// Request-response logs of Vertex AI (Gemini, and Claude as partner model) exported from BigQuery as JSON lines, CSV or Parquet:
// https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/request-response-logging; the fields as https://www.elastic.co/docs/reference/integrations/gcp_vertexai lists them (read 2026-11-22)
import { callFromLog, logSettable } from './log-call.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { duration, isAbsent, isNoContent, list, object, opened, pick, tagsOf, text } from './values.js';

const ID = 'vertex-log';

export const source = recordSource({
  id: ID,
  title: 'Vertex AI request-response logs (exported from BigQuery)',
  settable: logSettable,
  paths: ['hits.hits'],
  marks: 'hold logging_time with full_request, full_response or their payloads',
  isOf: (record) => isRow(rowOf(record)),
  open: () => undefined,
  read: (record, context) => [readRow(rowOf(record), context)],
});

const WRAPPER = 'gcp.vertexai.prompt_response_logs';

/** The row itself, or what Elastic's integration put around it: an object, or names with dots. */
function rowOf(outer: JsonRecord): JsonRecord {
  const document = isRecord(outer['_source']) ? outer['_source'] : outer;
  const nested = object(pick(document, WRAPPER));
  const dotted = Object.entries(document).flatMap(([name, value]) => (name.startsWith(`${WRAPPER}.`) ? [[name.slice(WRAPPER.length + 1), value] as const] : []));
  const row = { ...nested, ...Object.fromEntries(dotted) };
  return Object.keys(row).length === 0 ? document : { ...row, logging_time: row['logging_time'] ?? document['@timestamp'] };
}

const isRow = (record: JsonRecord): boolean => !isAbsent(record['logging_time']) && ['full_request', 'full_response', 'request_payload', 'response_payload'].some((name) => name in record);

function readRow(record: JsonRecord, context: RecordContext): RecordReading {
  if (!isRow(record)) return notOfFormat('not a row of a Vertex AI request-response log (no logging_time with full_request or request_payload)');
  const request = object(payloadOf(record, { whole: 'full_request', pieces: 'request_payload' }));
  const reply = payloadOf(record, { whole: 'full_response', pieces: 'response_payload' });
  const id = text(record['request_id']);
  const method = text(record['api_method']) ?? '';
  const path = text(request['model']) ?? text(record['model']);
  const endpoint = text(record['endpoint']) ?? text(request['endpoint']);
  const stream = /^stream/i.test(method);
  return {
    outcome: callFromLog(
      {
        id,
        keys: id === undefined ? [] : [`${ID}:${id}`],
        startedAt: pick(object(reply), 'createTime', 'create_time'),
        endedAt: record['logging_time'],
        latencyMs: duration(pick(record, 'metadata.request_latency', 'request_latency'), 'ms'),
        provider: 'vertex',
        requestedModel: modelOf(path) ?? modelOf(endpoint),
        region: [path, endpoint].map(regionOf).find((region) => region !== undefined),
        stream,
        tags: tagsOf(request['labels']),
      },
      { request: isNoContent(request) ? undefined : request, reply, url: urlOf({ method, model: modelOf(path) ?? modelOf(endpoint), stream }) },
      context,
    ),
  };
}

/** The body as one value; where a table has no such column, or it is empty, the pieces that went over the wire. */
function payloadOf(record: JsonRecord, names: { whole: string; pieces: string }): unknown {
  const whole = opened(record[names.whole]);
  if (!isNoContent(whole)) return whole;
  const pieces = opened(record[names.pieces]);
  if (!Array.isArray(pieces)) return isNoContent(pieces) ? undefined : pieces;
  const values = list(pieces).map((piece) => opened(object(piece)['list'] ?? object(piece)['element'] ?? piece));
  return values.length === 1 ? values[0] : values.length === 0 ? undefined : values;
}

/** Example: 'projects/p/locations/us-central1/publishers/google/models/gemini-2.5-pro' -> 'gemini-2.5-pro' */
const modelOf = (path: string | undefined): string | undefined => (path === undefined ? undefined : (/\/models\/([^/:@]+(?:@[^/:]+)?)/.exec(path)?.[1] ?? (/^[\w.@-]+$/.test(path) && !/^\d+$/.test(path) ? path : undefined)));

/** Example: '…/locations/us-central1/…' -> 'us-central1'; 'https://europe-west4-aiplatform.googleapis.com/…' -> 'europe-west4' */
const regionOf = (path: string | undefined): string | undefined => (path === undefined ? undefined : (/\/locations\/([a-z0-9-]+)/.exec(path)?.[1] ?? /([a-z]+-[a-z]+\d+)-aiplatform\./.exec(path)?.[1]));

/** The path that tells the wire format: Claude is called by `rawPredict`. */
function urlOf({ method, model, stream }: { method: string; model: string | undefined; stream: boolean }): string | undefined {
  if (model === undefined || method === '') return undefined;
  const isRaw = /raw_?predict/i.test(method);
  const verb = isRaw ? (stream ? 'streamRawPredict' : 'rawPredict') : stream ? 'streamGenerateContent' : 'generateContent';
  return `https://aiplatform.googleapis.com/v1/publishers/${isRaw ? 'anthropic' : 'google'}/models/${model}:${verb}`;
}
