// How OTLP messages lie one after another in a binary file. The collector's file exporter writes the length of each as 4 bytes, big-endian, before it, and packs each by itself where compression
// is on: https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/exporter/fileexporter/README.md (read 2026-11-22). Others write a varint, or nothing: then resources follow each other.
import { Decompress } from 'fzstd';
import { MAX_RECORD_BYTES } from '../documents.js';
import { decodeExport, fieldsOf } from './protobuf.js';

export type Framing = 'none' | 'big-endian' | 'varint';

/** Tag of field 1 with a length: how every export request begins. */
const RESOURCE_TAG = 0x0a;
const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const CURLY = 0x7b;

/** The framing that the first bytes show, if they are OTLP at all. */
export function framingOf(head: Buffer): Framing | undefined {
  if (head.length < 6) return undefined;
  const length = head.readUInt32BE(0);
  const isInside = length > 2 && length <= MAX_RECORD_BYTES;
  if (isInside && head[0] !== RESOURCE_TAG && (head[4] === RESOURCE_TAG || head[4] === CURLY || head.subarray(4, 8).equals(ZSTD_MAGIC)) && (head[4] !== RESOURCE_TAG || looksLikeExport(head.subarray(4, 4 + length)))) return 'big-endian';
  if (head[0] === RESOURCE_TAG && looksLikeExport(head)) return 'none';
  const prefix = varintAt(head, 0);
  return prefix !== undefined && prefix.value > 2 && head[prefix.next] === RESOURCE_TAG && looksLikeExport(head.subarray(prefix.next, prefix.next + prefix.value)) ? 'varint' : undefined;
}

/** Field 1 holds fields 1 (a resource), 2 (groups), 3 (a text) or 1000 alone, and at least one record can be told. */
function looksLikeExport(bytes: Buffer): boolean {
  const [first] = fieldsOf(bytes).fields;
  if (first === undefined || first.number !== 1 || first.wireType !== 2) return false;
  const inner = fieldsOf(bytes.subarray(first.start, first.end)).fields;
  return inner.length > 0 && inner.every(({ number, wireType }) => [1, 2, 3, 1000].includes(number) && wireType === 2) && (first.isCut || decodeExport(bytes.subarray(0, first.end)).parts.length > 0 || inner.every(({ number }) => number !== 2));
}

function varintAt(bytes: Buffer, at: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  return undefined;
}

/** One message, or why it or the rest of the file cannot be read. `fault` with bytes: as far as they go. */
export interface Frame {
  bytes?: Buffer;
  fault?: string;
  /** Byte at which it begins. */
  offset: number;
}

/** Messages of a binary file, one in memory at a time. */
export async function* framesOf(chunks: AsyncIterable<Buffer>, framing: Framing): AsyncGenerator<Frame> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let offset = 0;
  const all = (): Buffer => {
    const whole = held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held);
    held = [whole];
    return whole;
  };
  const drop = (count: number): void => {
    held = [all().subarray(count)];
    heldBytes -= count;
    offset += count;
  };
  let wanted = 1;
  for await (const chunk of chunks) {
    held.push(chunk);
    heldBytes += chunk.length;
    while (heldBytes >= wanted) {
      const size = sizeOf(all(), framing);
      if (size === 'more') {
        wanted = heldBytes + 1;
        break;
      }
      if (typeof size === 'string' || size.head + size.body > MAX_RECORD_BYTES) return void (yield { fault: 'no OTLP message begins here, so the rest of the file cannot be read', offset });
      wanted = size.head + size.body;
      if (heldBytes < wanted) break;
      const bytes = all().subarray(framing === 'none' ? 0 : size.head, wanted);
      yield { ...unpacked(bytes), offset };
      drop(wanted);
      wanted = 1;
    }
  }
  if (heldBytes > 0) {
    const size = sizeOf(all(), framing);
    yield { bytes: typeof size === 'string' || framing === 'none' ? all() : all().subarray(size.head), fault: 'the file ends inside a message', offset };
  }
}

function sizeOf(bytes: Buffer, framing: Framing): { head: number; body: number } | 'more' | 'none' {
  if (framing === 'big-endian') return bytes.length < 4 ? 'more' : { head: 4, body: bytes.readUInt32BE(0) };
  const start = framing === 'none' ? 1 : 0;
  if (framing === 'none' && bytes[0] !== RESOURCE_TAG) return 'none';
  const length = varintAt(bytes, start);
  return length === undefined ? (bytes.length < start + 5 ? 'more' : 'none') : { head: length.next, body: length.value };
}

function unpacked(bytes: Buffer): Pick<Frame, 'bytes' | 'fault'> {
  if (!bytes.subarray(0, 4).equals(ZSTD_MAGIC)) return { bytes };
  const parts: Uint8Array[] = [];
  let size = 0;
  const unpacker = new Decompress((part) => {
    size += part.length;
    if (size > MAX_RECORD_BYTES) throw new RangeError('too large');
    parts.push(part);
  });
  try {
    unpacker.push(bytes, true);
    return { bytes: Buffer.concat(parts) };
  } catch {
    return { fault: size > MAX_RECORD_BYTES ? 'the packed message is too large' : 'the packed message cannot be unpacked' };
  }
}
