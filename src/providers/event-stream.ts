// AWS binary event streams (application/vnd.amazon.eventstream): https://docs.aws.amazon.com/lexv2/latest/dg/event-stream-encoding.html and
// https://smithy.io/2.0/aws/amazon-eventstream.html (read 2026-11-22). Big-endian: total length, length of the headers, CRC of these two; headers; payload; CRC of all before it.
import { parseJson } from './json.js';

/** Stands before the name of an exception or error in `event`. */
export const EXCEPTION = 'exception:';

export interface EventStream {
  events: { event: string; json: unknown }[];
  /** The bytes end where a frame ends, and every checksum holds. */
  isWhole: boolean;
}

const PRELUDE_BYTES = 12;
/** Prelude and the checksum at the end: a frame without headers and payload. */
const SMALLEST_FRAME_BYTES = 16;

/** Whether bytes begin with a prelude whose checksum holds. */
export const hasPrelude = (bytes: Uint8Array): boolean => bytes.length >= PRELUDE_BYTES && big32(bytes, 8) === crc32(bytes, 0, 8);

/** Whether bytes are such a stream, be it cut or damaged in its first frame: they begin with the zero byte of a length below 16 MB, or name a header of it. */
export const isEventStream = (bytes: Uint8Array): boolean =>
  hasPrelude(bytes) || bytes[0] === 0 || String.fromCharCode(...bytes.subarray(0, 200)).includes(':message-type');

/**
 * The events in order: the name of each and its payload as JSON. An exception or error is named `exception:` and its type. The first frame that is cut off or whose
 * checksum does not hold ends the stream; all before it is kept. Payloads that are no JSON are passed over.
 *
 * Example: a frame with `:event-type` messageStop and the payload {"stopReason":"end_turn"} -> [{ event: 'messageStop', json: { stopReason: 'end_turn' } }]
 */
export function readEventStream(bytes: Uint8Array): EventStream {
  const events: EventStream['events'] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = frameEnd(bytes, start);
    const headers = end === undefined ? undefined : readHeaders(bytes.subarray(start + PRELUDE_BYTES, start + PRELUDE_BYTES + big32(bytes, start + 4)));
    if (end === undefined || headers === undefined) return { events, isWhole: false };
    const payload = parseJson(utf8.decode(bytes.subarray(start + PRELUDE_BYTES + big32(bytes, start + 4), end - 4)));
    const event = eventOf(headers, payload);
    if (event !== undefined) events.push(event);
    start = end;
  }
  return { events, isWhole: true };
}

const utf8 = new TextDecoder();

/** Where the frame ends; absent when it is cut off or damaged. */
function frameEnd(bytes: Uint8Array, start: number): number | undefined {
  if (bytes.length - start < SMALLEST_FRAME_BYTES) return undefined;
  const length = big32(bytes, start);
  const isSane = length >= SMALLEST_FRAME_BYTES && big32(bytes, start + 4) <= length - SMALLEST_FRAME_BYTES && start + length <= bytes.length;
  if (!isSane || big32(bytes, start + 8) !== crc32(bytes, start, start + 8)) return undefined;
  const end = start + length;
  return big32(bytes, end - 4) === crc32(bytes, start, end - 4) ? end : undefined;
}

function eventOf(headers: ReadonlyMap<string, string>, payload: unknown): EventStream['events'][number] | undefined {
  const type = headers.get(':message-type');
  if (type === 'exception') return { event: `${EXCEPTION}${headers.get(':exception-type') ?? ''}`, json: payload };
  if (type === 'error') return { event: `${EXCEPTION}${headers.get(':error-code') ?? ''}`, json: payload ?? { message: headers.get(':error-message') } };
  return payload === undefined ? undefined : { event: headers.get(':event-type') ?? '', json: payload };
}

/** Bytes of a value by its type: true, false, byte, short, int, long, (bytes, text: a length comes first), timestamp, UUID. */
const VALUE_BYTES: readonly (number | undefined)[] = [0, 0, 1, 2, 4, 8, undefined, undefined, 8, 16];
const TEXT_TYPE = 7;

/** The headers that are text; absent when they do not fill their bytes. */
function readHeaders(bytes: Uint8Array): ReadonlyMap<string, string> | undefined {
  const headers = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const nameEnd = at + 1 + (bytes[at] ?? 0);
    const type = bytes[nameEnd];
    if (type === undefined || type >= VALUE_BYTES.length) return undefined;
    const fixed = VALUE_BYTES[type];
    const start = nameEnd + (fixed === undefined ? 3 : 1);
    const end = start + (fixed ?? ((bytes[nameEnd + 1] ?? 0) << 8) + (bytes[nameEnd + 2] ?? 0));
    if (end > bytes.length) return undefined;
    if (type === TEXT_TYPE) headers.set(utf8.decode(bytes.subarray(at + 1, nameEnd)), utf8.decode(bytes.subarray(start, end)));
    at = end;
  }
  return headers;
}

const big32 = (bytes: Uint8Array, at: number): number => (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;

/** CRC-32 of gzip, one entry a byte: https://www.rfc-editor.org/rfc/rfc1952#section-8 (read 2026-11-22) */
const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** Of the bytes from `start` to before `end`, 0..2^32-1. Example: the ASCII bytes of 123456789 -> 0xcbf43926 */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let value = 0xffffffff;
  for (let at = start; at < end; at += 1) value = (crcTable[(value ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** Lenient: blanks are passed over, the alphabet of URLs is understood, an end that is cut off is dropped. Absent when it is no base64. Example: 'aGk=' -> the bytes of 'hi' */
export function bytesOfBase64(text: string): Uint8Array | undefined {
  try {
    const plain = text.replace(/[\s=]+/g, '').replaceAll('-', '+').replaceAll('_', '/');
    const letters = atob(plain.length % 4 === 1 ? plain.slice(0, -1) : plain);
    const bytes = new Uint8Array(letters.length);
    for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
    return bytes;
  } catch {
    return undefined;
  }
}

/** UTF-8 text of base64; absent when it is none. */
export function textOfBase64(text: string): string | undefined {
  const bytes = bytesOfBase64(text);
  return bytes === undefined ? undefined : utf8.decode(bytes);
}
