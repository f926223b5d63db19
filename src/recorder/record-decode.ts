// Content codings of HTTP: https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1 , zstd https://www.rfc-editor.org/rfc/rfc8878 , Brotli https://www.rfc-editor.org/rfc/rfc7932 (read 2026-11-22)
import { constants, brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { Decompress } from 'fzstd';
import { type Outcome, known, unknown } from '../model/outcome.js';

/** Bytes that one body may unpack to; more is no body of a model call, and may be a bomb. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
/** Codings in a row; no server uses more than two. */
const MAX_CODINGS = 4;
/** Packed bytes that are unpacked at a time, so that a bomb is noticed before it fills the memory. */
const ZSTD_STEP_BYTES = 16 * 1024;

type Unpack = (packed: Uint8Array) => Uint8Array;

/** A body that was cut by an abort still gives what came before: zlib hands out all it could unpack. */
const cut = { maxOutputLength: MAX_UNPACKED_BYTES, finishFlush: constants.Z_SYNC_FLUSH };

const codings: Readonly<Record<string, Unpack>> = {
  gzip: (packed) => gunzipSync(packed, cut),
  'x-gzip': (packed) => gunzipSync(packed, cut),
  deflate: (packed) => (isZlib(packed) ? inflateSync(packed, cut) : inflateRawSync(packed, cut)),
  br: (packed) => brotliDecompressSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES, finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  zstd: unzstd,
  identity: (packed) => packed,
};

/** Some servers send `deflate` without the zlib header that the standard asks for. */
const isZlib = (packed: Uint8Array): boolean => ((packed[0] ?? 0) & 0x0f) === 8 && (((packed[0] ?? 0) << 8) + (packed[1] ?? 0)) % 31 === 0;

function unzstd(packed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  const stream = new Decompress((part) => {
    bytes += part.length;
    if (bytes > MAX_UNPACKED_BYTES) throw new RangeError('too large');
    parts.push(part);
  });
  for (let at = 0; at < packed.length; at += ZSTD_STEP_BYTES) {
    const isLast = at + ZSTD_STEP_BYTES >= packed.length;
    try {
      stream.push(packed.subarray(at, at + ZSTD_STEP_BYTES), isLast);
    } catch (error) {
      if (bytes === 0 || !isLast || bytes > MAX_UNPACKED_BYTES) throw error;
    }
  }
  return Buffer.concat(parts);
}

/** The plain bytes of a body. Unknown for a coding that is not known, broken bytes, or more than 64 MB. `encoding` is the header as it stands. Example: 'gzip, br' is unpacked by br first */
export function decodeBody(packed: Uint8Array, encoding: string): Outcome<Uint8Array> {
  const names = encoding.toLowerCase().split(',').map((name) => name.trim()).filter((name) => name !== '');
  if (names.length > MAX_CODINGS) return unknown('the body is packed too many times');
  let plain = packed;
  for (const name of names.reverse()) {
    const unpack = codings[name];
    if (unpack === undefined) return unknown('the coding of the body is not known');
    if (plain.length === 0) return known(plain);
    try {
      plain = unpack(plain);
    } catch (error) {
      return unknown((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' || error instanceof RangeError ? 'the body unpacks to more than 64 MB' : 'the packed body is broken');
    }
  }
  return known(plain);
}

/** Pieces as one array; the piece itself where there is one. */
export const joined = (pieces: readonly Uint8Array[]): Uint8Array => (pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces));
