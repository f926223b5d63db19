// HTTP Archive 1.2, as browsers and proxies save it: http://www.softwareishard.com/blog/har-12-spec/ (read 2026-11-22)
import type { ExchangeBody, HttpExchange } from '../model/exchange.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { duration, list, number, object, opened, text } from './values.js';
import { bodyOfBytes, headersOf, readingOfExchange } from './wire.js';

const ID = 'har';

export const source = recordSource({
  id: ID,
  title: 'HTTP Archive (HAR) of a browser or proxy',
  settable: ['provider', 'model', 'env', 'user', 'session'],
  paths: ['log.entries'],
  marks: 'hold startedDateTime, request.url and a response',
  isOf: (record) => isEntry(record) && !('body' in object(record['request'])),
  open: () => undefined,
  read: (record, context) => [readEntry(record, context)],
});

const isEntry = (record: JsonRecord): boolean => record['startedDateTime'] !== undefined && isRecord(record['request']) && typeof record['request']['url'] === 'string';

function readEntry(record: JsonRecord, context: RecordContext): RecordReading {
  if (!isEntry(record)) return notOfFormat('not an entry of an HTTP archive (no startedDateTime, no request.url)');
  if (list(record['_webSocketMessages']).length > 0 || text(record['_resourceType']) === 'websocket') return { noCall: 'a WebSocket, which is not read' };
  const exchange = toExchange(record, context);
  return exchange.known ? readingOfExchange(exchange.value, { source: ID, context }) : { outcome: exchange };
}

function toExchange(record: JsonRecord, { time }: RecordContext): Outcome<HttpExchange> {
  const request = object(record['request']);
  const response = object(record['response']);
  const startedAt = time.read(record['startedDateTime']);
  if (!startedAt.known) return startedAt;
  const status = number(response['status']) ?? 0;
  if (status !== 0 && !(Number.isInteger(status) && status >= 100 && status <= 599)) return unknown('the response has no HTTP status');
  const headers = headersOf(response['headers']);
  const requestHeaders = headersOf(request['headers']);
  const timings = object(record['timings']);
  return known({
    startedAt: startedAt.value,
    latencyMs: latencyOf(record, timings),
    ttftMs: duration(timings['wait'], 'ms'),
    request: { method: text(request['method']) ?? 'POST', url: String(request['url']), headers: requestHeaders, body: requestBody(object(request['postData']), requestHeaders) },
    response: status === 0 ? undefined : { status, headers, body: contentOf(object(response['content']), headers) },
  });
}

const phases = ['blocked', 'dns', 'connect', 'send', 'wait', 'receive'] as const;

/** The whole time; where a proxy states none, the sum of the phases (-1 = the phase did not occur; `ssl` is a part of `connect`). */
function latencyOf(record: JsonRecord, timings: JsonRecord): number | undefined {
  const whole = duration(record['time'], 'ms');
  if (whole !== undefined && whole > 0) return whole;
  const parts = phases.map((phase) => duration(timings[phase], 'ms')).filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.reduce((sum, part) => sum + part, 0);
}

/** `text`, in Chrome and mitmproxy base64 where it is no text; a form's fields stand in `params`, in which calls hide JSON under no name or one. */
function requestBody(post: JsonRecord, headers: Readonly<Record<string, string>>): ExchangeBody {
  const own = post['text'];
  if (typeof own === 'string' && own !== '') return post['encoding'] === 'base64' || post['_encoding'] === 'base64' ? bodyOfBytes(Buffer.from(own, 'base64'), headers) : { text: own };
  const params = list(post['params']).filter(isRecord);
  const json = params.flatMap((param) => [param['value'], param['name']]).find((value) => typeof value === 'string' && value.trimStart().startsWith('{'));
  if (typeof json === 'string') return { text: json };
  return params.length === 0 ? undefined : { json: Object.fromEntries(params.map((param) => [String(param['name']), param['value'] ?? ''])) };
}

function contentOf(content: JsonRecord, headers: Readonly<Record<string, string>>): ExchangeBody {
  const own = content['text'];
  if (typeof own !== 'string') return isRecord(own) || Array.isArray(own) ? { json: own } : undefined;
  if (own === '') return undefined;
  const chunks = content['encoding'] === 'base64' || content['_isBinary'] === true || headers['content-encoding'] !== undefined ? bytesOfChunks(own) : undefined;
  if (chunks !== undefined) return bodyOfBytes(chunks, headers);
  return content['encoding'] === 'base64' ? bodyOfBytes(bytesOfBase64(own), headers) : { text: own };
}

/** Pieces that were packed one by one have padding inside. */
const bytesOfBase64 = (text: string): Buffer => Buffer.concat(text.split(/(?<==)(?=[A-Za-z0-9+/_-])/).map((piece) => Buffer.from(piece, 'base64')));

/** Polly.js keeps a packed body as a JSON list of its chunks, in base64 or in older versions hexadecimal (recorded archives of https://netflix.github.io/pollyjs/). */
function bytesOfChunks(text: string): Buffer | undefined {
  const chunks: unknown = /^\s*\[\s*"/.test(text) ? opened(text) : undefined;
  if (!Array.isArray(chunks) || !chunks.every((chunk) => typeof chunk === 'string')) return undefined;
  if (chunks.every((chunk) => /^([0-9a-f]{2})+$/i.test(chunk))) return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk, 'hex')));
  return chunks.every((chunk) => /^[A-Za-z0-9+/_=\s-]*$/.test(chunk)) ? Buffer.concat(chunks.map(bytesOfBase64)) : undefined;
}
