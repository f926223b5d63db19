import type { SeenExchange, Tee } from './seen.js';

/** One body as it goes to the recording thread: pieces whose memory is handed over. */
export interface PackedBody {
  pieces: readonly Uint8Array[];
  bytes: number;
  isWhole: boolean;
}

export type PackedExchange = Omit<SeenExchange, 'requestBody' | 'responseBody'> & { requestBody: PackedBody; responseBody?: PackedBody };

/** An export of OpenTelemetry spans or logs as it came in. */
export interface SeenExport {
  kind: 'traces' | 'logs';
  /** Of its request; '' where there is none. */
  contentType: string;
  contentEncoding: string;
  body: Tee;
  /** ms UTC. */
  receivedAt: number;
}

export type PackedExport = Omit<SeenExport, 'body'> & { body: PackedBody };

/** Bytes of one piece: short enough to be copied in well under a millisecond. */
const PIECE_BYTES = 256 * 1024;

/**
 * Copies a body piece by piece, because its chunks may still be on their way to a socket and cannot be handed over. `step` copies at most `budget` bytes and returns how many it did;
 * `isDone` says when the body is copied whole.
 */
export interface BodyCopy {
  step(budget: number): number;
  isDone(): boolean;
  result(): PackedBody;
}

export function copyBody({ chunks, bytes, isWhole }: Tee): BodyCopy {
  const pieces: Uint8Array[] = [];
  let remaining = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  let piece: Uint8Array | undefined;
  let filled = 0;
  let chunkAt = 0;
  let offset = 0;
  const step = (budget: number): number => {
    let copied = 0;
    while (remaining > 0 && copied < budget) {
      const chunk = chunks[chunkAt] as Uint8Array;
      piece ??= new Uint8Array(Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, remaining)).buffer);
      const length = Math.min(chunk.byteLength - offset, piece.byteLength - filled, budget - copied);
      piece.set(offset === 0 && length === chunk.byteLength ? chunk : chunk.subarray(offset, offset + length), filled);
      filled += length;
      offset += length;
      copied += length;
      remaining -= length;
      if (offset === chunk.byteLength) {
        chunkAt += 1;
        offset = 0;
      }
      if (filled === piece.byteLength) {
        pieces.push(piece);
        piece = undefined;
        filled = 0;
      }
    }
    return copied;
  };
  return { step, isDone: () => remaining === 0, result: () => ({ pieces, bytes, isWhole }) };
}

/** Memory that `postMessage` hands over with these bodies. */
export const buffersOf = (bodies: readonly (PackedBody | undefined)[]): ArrayBuffer[] =>
  bodies.flatMap((body) => body?.pieces.map((piece) => piece.buffer as ArrayBuffer) ?? []);
