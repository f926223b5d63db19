// Cassettes of HTTP test recorders: vcrpy https://vcrpy.readthedocs.io/, VCR for Ruby https://github.com/vcr/vcr, betamax https://betamax.readthedocs.io/, go-vcr
// https://github.com/dnaeon/go-vcr, PHP-VCR https://php-vcr.github.io/; YAML or JSON (read 2026-11-22)
import type { ExchangeBody, HttpExchange } from '../model/exchange.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { peek } from './peek.js';
import { type RecordContext, type RecordReading, isRecord, itemsOf, notOfFormat, readShallow, recordSource } from './records.js';
import type { JsonRecord, ReadItem, Source, SourceInput } from './source.js';
import { createTimeReader, timeUnits } from './time.js';
import { isAbsent, number, object, text } from './values.js';
import { bodyOfBytes, headersOf, isPackedText, readingOfExchange } from './wire.js';
import { yamlItems } from './yaml-items.js';

const ID = 'vcr';
const LIST = /^['"]?(?:http_)?interactions['"]?:\s*(?:#.*)?$/;
/** An anchor may stand where the first key has its value: `- request: &id001`. */
const FIRST = /^ *- +(?:request|response|id): *(?:(?:\d+|&\S+) *)?$/;
/** PHP-VCR writes the list alone, its dashes on lines of their own. */
const LONE_DASH = /^-\s*$/;
/** A sample may end inside the first body, before any URI. */
const CUT_JSON = /^\s*\{[^[]*"(?:http_)?interactions"\s*:\s*\[\s*\{\s*"request"\s*:\s*\{/;
const isPhpVcr = (head: string): boolean => /^\s*-\s*\n +request:\s*\n/.test(head);

const json = recordSource({
  id: ID,
  title: 'cassettes of VCR, vcrpy, betamax, go-vcr or PHP-VCR',
  settable: ['provider', 'model', 'env', 'user', 'session'],
  paths: ['interactions', 'http_interactions'],
  marks: 'hold request.method and request.uri',
  isOf: (record) => isInteraction(record) && record['startedDateTime'] === undefined && record['latencies'] === undefined && record['ai'] === undefined && (isRecord(record['response']) && (record['request'] as JsonRecord)['uri'] !== undefined),
  open: () => undefined,
  read: (record, context) => [readInteraction(record, context)],
});

export const source: Source = {
  ...json,
  detect: (sample) => {
    if (isPhpVcr(sample.head)) return { records: 2 * (sample.head.match(/^ +(?:request|response):\s*$/gm)?.length ?? 1), reason: 'a YAML list of recorded requests and responses', isGuess: false };
    if (sample.container !== 'yaml') return json.detect(sample) ?? (CUT_JSON.test(sample.head.slice(0, 2000)) ? { records: 1, reason: 'its list of interactions begins with a request', isGuess: false } : undefined);
    const interactions = sample.head.split('\n').filter((line) => FIRST.test(line)).length;
    return interactions > 0 && sample.head.split('\n').some((line) => LIST.test(line.trimEnd())) ? { records: interactions, reason: `a YAML list of ${interactions} or more recorded interactions`, isGuess: false } : undefined;
  },
  async *read(input) {
    const [head, chunks] = await peek(input.chunks);
    yield* /^[{[]/.test(head.trimStart()) ? json.read({ ...input, chunks }) : readYaml({ ...input, chunks }, isPhpVcr(head) ? LONE_DASH : FIRST);
  },
};

async function* readYaml(input: SourceInput, first: RegExp): AsyncGenerator<readonly ReadItem[]> {
  const { set } = input.options;
  const time = createTimeReader(timeUnits.find((unit) => unit === set['timeUnit']));
  for await (const batch of yamlItems(input.chunks, { names: LIST, first })) {
    yield batch.flatMap((item): ReadItem[] => {
      if ('fault' in item) return [{ skipped: { where: item.where, reason: item.fault } }];
      const place = { where: item.where, path: '', outer: {}, text: item.text };
      return itemsOf(readShallow(() => [isRecord(item.value) ? readInteraction(item.value, { time, set, fileTimeMs: input.fileTimeMs, place, input }) : notOfFormat(NOT_OURS)]), place);
    });
  }
  for (const note of time.assumed()) input.note(note);
}

const NOT_OURS = 'not a recorded interaction (no request with a uri)';

const urlOf = (request: JsonRecord): string | undefined => text(request['uri']) ?? text(request['url']);
const isInteraction = (record: JsonRecord): boolean => isRecord(record['request']) && urlOf(record['request']) !== undefined;

function readInteraction(record: JsonRecord, context: RecordContext): RecordReading {
  if (!isInteraction(record)) return notOfFormat(NOT_OURS);
  const exchange = toExchange(record, context);
  return exchange.known ? readingOfExchange(exchange.value, { source: ID, context }) : { outcome: exchange };
}

function toExchange(record: JsonRecord, { time }: RecordContext): Outcome<HttpExchange> {
  const request = object(record['request']);
  const response = isRecord(record['response']) ? record['response'] : undefined;
  const recordedAt = isAbsent(record['recorded_at']) ? undefined : time.read(record['recorded_at']);
  const requestHeaders = headersOf(request['headers']);
  const replyHeaders = headersOf(response?.['headers']);
  const status = response === undefined ? undefined : statusOf(response);
  if (response !== undefined && status === undefined) return unknown('the response has no HTTP status');
  return known({
    startedAt: recordedAt?.known === true ? recordedAt.value : undefined,
    latencyMs: durationOf(response?.['duration']),
    request: { method: (text(request['method']) ?? 'POST').replace(/^:/, ''), url: urlOf(request) ?? '', headers: requestHeaders, body: bodyOf(request, requestHeaders) },
    response: response === undefined || status === undefined ? undefined : { status, headers: replyHeaders, body: bodyOf(response, replyHeaders) },
  });
}

/** `{ code }`, a number, or a status line; older recorders of httpx write `status_code`, go-vcr `code`. */
function statusOf(response: JsonRecord): number | undefined {
  const { status } = response;
  const stated = number(isRecord(status) ? status['code'] : (response['status_code'] ?? response['code'] ?? (typeof status === 'string' ? status.split(' ')[0] : status)));
  return stated !== undefined && Number.isInteger(stated) && stated >= 100 && stated <= 599 ? stated : undefined;
}

/** A text, bytes, or an object that says how it is packed; `parsed_body` where a recorder keeps JSON readable. */
function bodyOf(side: JsonRecord, headers: Readonly<Record<string, string>>): ExchangeBody {
  if (!isAbsent(side['parsed_body'])) return { json: side['parsed_body'] };
  const body = side['body'] ?? side['content'];
  const inner = isRecord(body) && !(body instanceof Uint8Array) ? (body['string'] ?? body['base64_string']) : body;
  if (inner instanceof Uint8Array) return bodyOfBytes(inner, headers);
  if (typeof inner !== 'string') return inner === undefined || inner === null ? (isRecord(body) && Object.keys(body).some((name) => !['string', 'base64_string', 'encoding'].includes(name)) ? { json: body } : undefined) : { json: inner };
  if (inner === '') return undefined;
  if (isRecord(body) && body['string'] === undefined) return bodyOfBytes(Buffer.from(inner, 'base64'), headers);
  return isPackedText(inner) ? bodyOfBytes(Buffer.from(inner, 'latin1'), headers) : { text: inner };
}

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 1e-3, µs: 1e-3, μs: 1e-3, ns: 1e-6 };

/** ms. As Go writes it. Example: durationOf('1m2.5s') -> 62,500; durationOf('412.3ms') -> 412.3 */
function durationOf(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|µs|μs|ns))+$/.test(value)) return undefined;
  return [...value.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|μs|ns)/g)].reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ''] ?? 0), 0);
}
