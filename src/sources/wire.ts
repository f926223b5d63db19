// What logs of HTTP traffic (HAR files, cassettes) have in common: headers, bodies in every packing, and which exchanges are model calls at all.
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { Decompress } from 'fzstd';
import type { ExchangeBody, HttpExchange } from '../model/exchange.js';
import { readExchange } from '../providers/index.js';
import { type Route, providerOfRoute, routeOf } from '../providers/hosts.js';
import { type RecordContext, type RecordReading, isRecord } from './records.js';

/** Bytes of one unpacked body. More is no body of a model call, and may be a bomb. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** An object of texts or lists, or a list of {name, value}; names become lower case. */
export function headersOf(value: unknown): Record<string, string> {
  const pairs = Array.isArray(value) ? value.filter(isRecord).map((header) => [String(header['name']), header['value']] as const) : Object.entries(isRecord(value) ? value : {});
  const headers: Record<string, string> = {};
  for (const [name, content] of pairs) {
    const text = Array.isArray(content) ? content.join(', ') : content;
    if (typeof text === 'string' || typeof text === 'number') headers[name.toLowerCase()] = String(text);
  }
  return headers;
}

/** Bytes of a body as text where they are text, unpacked where they are packed: by their first bytes, and by the header for Brotli, which has none of its own. */
export function bodyOfBytes(bytes: Uint8Array, headers: Readonly<Record<string, string>>): ExchangeBody {
  const plain = unpacked(bytes, headers['content-encoding'] ?? '');
  if (plain.length === 0) return undefined;
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(plain) };
  } catch {
    return { base64: Buffer.from(plain).toString('base64') };
  }
}

function unpacked(bytes: Uint8Array, encoding: string): Uint8Array {
  try {
    const packed = Buffer.from(bytes);
    if (packed[0] === 0x1f && packed[1] === 0x8b) return gunzipSync(packed, { maxOutputLength: MAX_BODY_BYTES });
    if (packed.subarray(0, 4).equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))) return unzstd(packed);
    if (/\bbr\b/.test(encoding)) return brotliDecompressSync(packed, { maxOutputLength: MAX_BODY_BYTES });
    if (/\bdeflate\b/.test(encoding)) return inflateSync(packed, { maxOutputLength: MAX_BODY_BYTES });
    return packed;
  } catch {
    return bytes;
  }
}

/** Bytes that are unpacked at a time, so that a bomb is noticed before it fills the memory. */
const ZSTD_STEP_BYTES = 16 * 1024;

function unzstd(packed: Buffer): Uint8Array {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const stream = new Decompress((part) => {
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) throw new RangeError('the body is too large');
    parts.push(part);
  });
  for (let at = 0; at < packed.length; at += ZSTD_STEP_BYTES) stream.push(packed.subarray(at, at + ZSTD_STEP_BYTES), at + ZSTD_STEP_BYTES >= packed.length);
  return Buffer.concat(parts);
}

/** A packed body written as letters, one a byte. */
export const isPackedText = (text: string): boolean => text.startsWith('\u001f\u008b');

/** Hosts of clouds serve everything; these of theirs serve models. */
const CLOUD_HOST = /(^|\.)(googleapis\.com|amazonaws\.com|api\.aws|snowflakecomputing\.com)$/;
const MODEL_SERVICE = /generativelanguage|aiplatform|bedrock/;
const isModelHost = (route: Route): boolean => providerOfRoute(route, '') !== undefined && route.host !== '' && (!CLOUD_HOST.test(route.host) || MODEL_SERVICE.test(route.host));

const UNKNOWN_PATH = /^no wire format is known for the path/;
const NOT_A_CALL = / is not a model call$/;

/**
 * The call that an exchange is. Whatever else was recorded beside calls (pages, scripts, other services) is no call; a request that changes something at a provider of
 * models on a path that is not understood is a skip, because it may have cost something. The first byte of a reply in one piece says nothing of its first token.
 */
export function readingOfExchange(exchange: HttpExchange, { source, context }: { source: string; context: RecordContext }): RecordReading {
  const { set, fileTimeMs } = context;
  const status = exchange.response?.status;
  if (exchange.request.method.toUpperCase() === 'OPTIONS') return { noCall: 'a preflight request of a browser' };
  if (status === 101) return { noCall: 'a WebSocket, which is not read' };
  if (status !== undefined && status >= 300 && status < 400) return { noCall: 'a redirect' };
  const outcome = readExchange(exchange, { source, fileTimeMs, provider: set['provider'], model: set['model'] });
  if (!outcome.known) {
    if (NOT_A_CALL.test(outcome.reason)) return { noCall: 'a request that is no model call' };
    return UNKNOWN_PATH.test(outcome.reason) && !(exchange.request.method.toUpperCase() === 'POST' && isModelHost(routeOf(exchange.request.url))) ? { noCall: 'a request that is no model call' } : { outcome };
  }
  const call = outcome.value;
  return { outcome: { known: true, value: { ...call, ttftMs: call.stream ? call.ttftMs : undefined, env: call.env ?? set['env'], user: call.user ?? set['user'], sessionId: call.sessionId ?? set['session'] } } };
}
