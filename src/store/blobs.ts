import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { PrefixChain } from '../model/call.js';

/** Bodies are compressed in blocks, because neighbours share their system prompts: about four times smaller, against two when each stands alone. */
export const BLOCK_CALLS = 64;
/** A block ends early at this size, so that reading one body never unpacks much. */
export const BLOCK_BYTES = 1024 * 1024;

/** The fastest level: at import the processor is scarce, not the disk. */
const DEFLATE_LEVEL = 1;
const LENGTH_BYTES = 4;

/** Texts -> count, lengths (UTF-8 bytes), bytes; deflated. */
export function packBodies(bodies: readonly string[]): { data: Buffer; rawBytes: number } {
  const parts = bodies.map((body) => Buffer.from(body, 'utf8'));
  const head = Buffer.alloc(LENGTH_BYTES * (parts.length + 1));
  head.writeUInt32LE(parts.length, 0);
  parts.forEach((part, slot) => head.writeUInt32LE(part.length, LENGTH_BYTES * (slot + 1)));
  const raw = Buffer.concat([head, ...parts]);
  return { data: deflateRawSync(raw, { level: DEFLATE_LEVEL }), rawBytes: raw.length };
}

/** The text at `slot` of a packed block. */
export function unpackBody(data: Buffer, slot: number): string {
  const raw = inflateRawSync(data);
  const count = raw.readUInt32LE(0);
  let start = LENGTH_BYTES * (count + 1);
  for (let before = 0; before < slot; before += 1) start += raw.readUInt32LE(LENGTH_BYTES * (before + 1));
  return raw.toString('utf8', start, start + raw.readUInt32LE(LENGTH_BYTES * (slot + 1)));
}

/** All texts of a packed block, by slot. */
export function unpackBlock(data: Buffer): string[] {
  const raw = inflateRawSync(data);
  const count = raw.readUInt32LE(0);
  let start = LENGTH_BYTES * (count + 1);
  return Array.from({ length: count }, (_, slot) => {
    const end = start + raw.readUInt32LE(LENGTH_BYTES * (slot + 1));
    const text = raw.toString('utf8', start, end);
    start = end;
    return text;
  });
}

const HASH_BYTES = 8;
const TOKEN_BYTES = 4;

/** A chain of n prefixes -> n hashes (float64), then n token counts (uint32), little-endian: 12 bytes a prefix. */
export function packChain(chain: PrefixChain): Buffer {
  const count = chain.hashes.length;
  const data = Buffer.allocUnsafe(count * (HASH_BYTES + TOKEN_BYTES));
  for (let at = 0; at < count; at += 1) {
    data.writeDoubleLE(chain.hashes[at]!, at * HASH_BYTES);
    data.writeUInt32LE(Math.round(chain.tokens[at] ?? 0), count * HASH_BYTES + at * TOKEN_BYTES);
  }
  return data;
}

export function readChain(data: Buffer): PrefixChain {
  const count = data.length / (HASH_BYTES + TOKEN_BYTES);
  const hashes = new Array<number>(count);
  const tokens = new Array<number>(count);
  for (let at = 0; at < count; at += 1) {
    hashes[at] = data.readDoubleLE(at * HASH_BYTES);
    tokens[at] = data.readUInt32LE(count * HASH_BYTES + at * TOKEN_BYTES);
  }
  return { hashes, tokens };
}
