// One exchange as the recording thread reads it: unpacked, without credentials, in the shape that the readers of wire formats take.
import type { CapturedCall } from '../model/call.js';
import type { ExchangeBody, HttpExchange } from '../model/exchange.js';
import { type Outcome, known } from '../model/outcome.js';
import { readBodies, readExchange, withAdvice } from '../providers/index.js';
import { stratumOfExchange, unseenText } from './losses.js';
import { type PathKind, readPath } from './paths.js';
import { decodeBody, joined } from './record-decode.js';
import type { PackedBody, PackedExchange } from './record-pack.js';
import { headersOfPairs, urlWithoutKeys } from './secrets.js';

/** What an exchange came to. `lines`: results of a batch job, one JSON a line, which another reader takes. */
export type Reading =
  | { kind: 'calls'; calls: readonly CapturedCall[]; stratum: string | undefined }
  | { kind: 'lines'; bytes: Uint8Array; isWhole: boolean; provider: string | undefined }
  | { kind: 'nothing'; pathKind: PathKind; reason: string }
  | { kind: 'unseen'; path: string }
  /** A call that could not be read. `isCharged`: it may have cost something, so kept calls must stand for it. */
  | { kind: 'unread'; reason: string; isCharged: boolean };

const SOURCE = 'recorder';
const FIRST_ERROR_STATUS = 400;

export function readSeen(seen: PackedExchange): Reading {
  const { kind, shown } = readPath(seen);
  if (kind === 'free') return { kind: 'nothing', pathKind: kind, reason: 'a path that costs nothing' };
  const isRefused = seen.status !== undefined && seen.status >= FIRST_ERROR_STATUS;
  if (kind === 'unseen') return isRefused ? { kind: 'nothing', pathKind: kind, reason: 'refused' } : { kind: 'unseen', path: unseenText(seen, shown) };
  const replyHeaders = headersOfPairs(seen.responseHeaders ?? []);
  const reply = unpacked(seen.responseBody, replyHeaders['content-encoding']);
  if (kind === 'batch') return readBatch(seen, { reply, isRefused });
  const isPoll = kind === 'poll';
  if (isPoll && (isRefused || seen.status === undefined)) return { kind: 'nothing', pathKind: kind, reason: 'refused' };
  if (!reply.known) return { kind: 'unread', reason: reply.reason, isCharged: !isRefused };
  if (seen.responseBody?.isWhole === false && !isRefused) return { kind: 'unread', reason: 'the reply is larger than what is kept of one exchange', isCharged: true };
  const requestHeaders = headersOfPairs(seen.requestHeaders);
  const request = unpacked(seen.requestBody, requestHeaders['content-encoding']);
  const exchange: HttpExchange = {
    ...(!isPoll && { id: seen.callId, startedAt: seen.startedAt, latencyMs: seen.lastByteMs, ttftMs: seen.firstByteMs }),
    request: { method: isPoll ? 'GET' : seen.method, url: readableUrl(seen.url, isPoll), headers: requestHeaders, body: request.known && seen.requestBody.isWhole ? bodyOf(request.value) : undefined },
    response: seen.status === undefined ? undefined : { status: seen.status, headers: { ...replyHeaders, ...headersOfPairs(seen.trailers ?? []) }, body: bodyOf(reply.value) },
    tags: seen.tags,
    env: seen.env,
  };
  const read = readExchange(exchange, { source: SOURCE, fileTimeMs: seen.startedAt, provider: seen.provider });
  if (!read.known) return isPoll ? { kind: 'nothing', pathKind: kind, reason: 'a poll of a call that runs' } : { kind: 'unread', reason: read.reason, isCharged: !isRefused && seen.end !== 'upstream_error' };
  const call = isPoll ? read.value : ended(read.value, seen);
  return { kind: 'calls', calls: withAdvice({ ...call, timeSource: 'record' }), stratum: isPoll ? undefined : stratumOfExchange({ upstream: seen.upstream, status: seen.status, bytes: bytesOf(seen) }) };
}

export const bytesOf = (seen: PackedExchange): number => seen.requestBody.bytes + (seen.responseBody?.bytes ?? 0);

/** The wire's end stands above what the bytes say; of a stream alone the first byte is the first token's. */
function ended(call: CapturedCall, { end }: PackedExchange): CapturedCall {
  const isBroken = end === 'client_abort' || end === 'upstream_abort';
  const status = isBroken && (call.status === 'ok' || call.httpStatus === undefined) ? 'aborted' : end === 'upstream_error' ? 'server_error' : call.status;
  return { ...call, status, ttftMs: call.stream ? call.ttftMs : undefined };
}

const readableUrl = (url: string, isPoll: boolean): string => (isPoll ? urlWithoutKeys(url).replace(/\/cancel$/, '') : urlWithoutKeys(url));

function unpacked(body: PackedBody | undefined, encoding = ''): Outcome<Uint8Array> {
  if (body === undefined || body.pieces.length === 0) return known(new Uint8Array());
  return decodeBody(joined(body.pieces), encoding);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Text where it is text; a stream that was cut in the middle of a letter is text too. */
function bodyOf(bytes: Uint8Array): ExchangeBody {
  if (bytes.length === 0) return undefined;
  for (let cut = 0; cut < 4 && cut < bytes.length; cut += 1) {
    try {
      return { text: utf8.decode(bytes.subarray(0, bytes.length - cut)) };
    } catch {
      continue;
    }
  }
  return { base64: Buffer.from(bytes).toString('base64') };
}

/** Results of a batch: lines of a file, or (Gemini) replies within the state of the job. */
function readBatch(seen: PackedExchange, { reply, isRefused }: { reply: Outcome<Uint8Array>; isRefused: boolean }): Reading {
  const nothing: Reading = { kind: 'nothing', pathKind: 'batch', reason: 'no results of a batch' };
  if (isRefused || seen.status === undefined) return nothing;
  if (!reply.known) return { kind: 'unread', reason: reply.reason, isCharged: false };
  const isWhole = seen.responseBody?.isWhole !== false;
  const inlined = inlinedReplies(reply.value, seen);
  if (inlined !== undefined) return { kind: 'calls', calls: inlined, stratum: undefined };
  return looksLikeResults(reply.value) ? { kind: 'lines', bytes: reply.value, isWhole, provider: seen.provider } : nothing;
}

/** Fields by which a line of a result file is told from any other download. */
const looksLikeResults = (bytes: Uint8Array): boolean => {
  const [line = ''] = Buffer.from(bytes.subarray(0, 1024 * 1024)).toString('utf8').trimStart().split('\n', 1);
  return line.startsWith('{') && /"(custom_id|key)"\s*:/.test(line) && /"(response|result|error)"\s*:/.test(line);
};

/** https://ai.google.dev/gemini-api/docs/batch-api (read 2026-11-22): `response.inlinedResponses.inlinedResponses[].response`, in the order of the requests. */
function inlinedReplies(bytes: Uint8Array, seen: PackedExchange): CapturedCall[] | undefined {
  if (seen.provider !== 'google' || !/\/batches\/[^/:?]+(\?|$)/.test(seen.url)) return undefined;
  const job = parsed(bytes);
  const list = at(at(at(job, 'response'), 'inlinedResponses'), 'inlinedResponses');
  if (!Array.isArray(list)) return [];
  const name = String(at(job, 'name') ?? seen.url);
  return list.flatMap((entry: unknown, index) => {
    const read = readBodies({ reply: at(entry, 'response'), provider: 'google' }, { source: SOURCE, fileTimeMs: seen.startedAt, provider: 'google' });
    return read.known ? [{ ...read.value, serviceTier: 'batch', timeSource: 'record' as const, stream: false, keys: [`${SOURCE}:${name}/${index}`, ...read.value.keys] }] : [];
  });
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

const at = (value: unknown, name: string): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined);

