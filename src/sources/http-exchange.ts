// Plain HTTP exchanges, one a line: {request: {method, url, headers, body}, response: {status, headers, body}}; a body is JSON, text (SSE as it went
// over the wire) or {"$base64"}. Beside them, all optional: id, a time, latency, env, user, session, tags. Our own format, described in the README.
import type { ExchangeBody, HttpExchange } from '../model/exchange.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { readExchange } from '../providers/index.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { TimeReader } from './time.js';
import { object } from './values.js';
import { bodyOfBytes, headersOf } from './wire.js';

const ID = 'http-exchange';

export const source = recordSource({
  id: ID,
  title: 'HTTP exchanges: {request, response}, one JSON line each or in a list',
  settable: ['provider', 'model', 'env', 'user', 'session'],
  marks: 'hold request.url',
  isOf: (record) => isExchange(record) && !isOfNeighbour(record),
  open: () => undefined,
  read: (record, context) => [readRecord(record, context)],
});

type JsonRecord = Readonly<Record<string, unknown>>;

const isExchange = (record: JsonRecord): boolean => isRecord(record['request']) && typeof record['request']['url'] === 'string' && (record['response'] === undefined || record['response'] === null || isRecord(record['response']));

/** Fields beside which `request` and `response` are a gateway's (Kong) or a browser's (HAR, one entry a line). */
const isOfNeighbour = (record: JsonRecord): boolean =>
  ['latencies', 'ai', 'tries', 'upstream_status'].some((name) => name in record) || ('startedDateTime' in record && (['timings', 'cache', '_initiator', '_resourceType'].some((name) => name in record) || isRecord(object(record['response'])['content'])));

const timeFields = ['startedAt', 'started_at', 'startTime', 'start_time', 'startedDateTime', 'timestamp', 'time', 'created_at', 'createdAt'] as const;
const latencyFields = ['latencyMs', 'latency_ms', 'durationMs', 'duration_ms', 'elapsedMs', 'elapsed_ms'] as const;
const ttftFields = ['ttftMs', 'ttft_ms', 'timeToFirstTokenMs', 'time_to_first_token_ms'] as const;

function readRecord(record: JsonRecord, { time, set, fileTimeMs }: RecordContext): RecordReading {
  if (!isExchange(record)) return notOfFormat('not an HTTP exchange (no request with a url)');
  const exchange = toExchange(record, time);
  if (!exchange.known) return { outcome: exchange };
  const outcome = readExchange(exchange.value, { source: ID, fileTimeMs, provider: set['provider'], model: set['model'] });
  if (!outcome.known) return { outcome };
  const call = outcome.value;
  const user = call.user ?? textIn(record, ['user', 'user_id']) ?? set['user'];
  const sessionId = call.sessionId ?? textIn(record, ['session', 'sessionId', 'session_id']) ?? set['session'];
  return { outcome: known({ ...call, env: call.env ?? set['env'], user, sessionId }) };
}

function toExchange(record: JsonRecord, time: TimeReader): Outcome<HttpExchange> {
  const request = record['request'] as JsonRecord;
  const stated = timeFields.map((name) => record[name]).find((value) => value !== undefined && value !== null && value !== '');
  const startedAt = stated === undefined ? undefined : time.read(stated);
  if (startedAt !== undefined && !startedAt.known) return startedAt;
  const response = isRecord(record['response']) ? record['response'] : undefined;
  const status = response === undefined ? undefined : Number(response['status'] ?? response['status_code'] ?? response['statusCode']);
  if (status !== undefined && !(Number.isInteger(status) && status >= 100 && status <= 599)) return unknown('the response has no HTTP status');
  const [sent, answered] = [headersOf(request['headers']), headersOf(response?.['headers'])];
  return known({
    id: textIn(record, ['id']),
    startedAt: startedAt?.value,
    latencyMs: numberIn(record, latencyFields),
    ttftMs: numberIn(record, ttftFields),
    request: { method: typeof request['method'] === 'string' ? request['method'] : 'POST', url: request['url'] as string, headers: sent, body: bodyOf(request['body'], sent) },
    response: response === undefined || status === undefined ? undefined : { status, headers: answered, body: bodyOf(response['body'], answered) },
    tags: tagsOf(record['tags']),
    env: textIn(record, ['env', 'environment']),
  });
}

const textIn = (record: JsonRecord, names: readonly string[]): string | undefined =>
  names.map((name) => record[name]).filter((value) => typeof value === 'string' || typeof value === 'number').map(String).find((value) => value !== '');

const numberIn = (record: JsonRecord, names: readonly string[]): number | undefined =>
  names.map((name) => record[name]).find((value): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0);

function bodyOf(body: unknown, headers: Readonly<Record<string, string>>): ExchangeBody {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return { text: body };
  if (isRecord(body) && typeof body['$base64'] === 'string') return bodyOfBytes(Buffer.from(body['$base64'], 'base64'), headers);
  return { json: body };
}

function tagsOf(value: unknown): Record<string, string> | undefined {
  if (!isRecord(value)) return undefined;
  return Object.fromEntries(Object.entries(value).filter(([, text]) => ['string', 'number', 'boolean'].includes(typeof text)).map(([name, text]) => [name, String(text)]));
}
