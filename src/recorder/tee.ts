import type { Tee } from './seen.js';

/** Bytes of bodies that may be kept: by one direction of an exchange, and by all exchanges that are on their way. */
export interface KeepLimits {
  readonly perBodyBytes: number;
  readonly inAllBytes: number;
}

/** 32 MB holds every chat with its images; what is larger is a file upload, whose figures are in its reply. */
export const keepLimits: KeepLimits = { perBodyBytes: 32 * 1024 * 1024, inAllBytes: 256 * 1024 * 1024 };

/** Bytes that one kept chunk costs beside its content: the Buffer, its backing store and its place in the list (Node 20, 64 bit). */
const CHUNK_OVERHEAD_BYTES = 256;

/** What all bodies on their way keep, with what may not exceed `limits.inAllBytes`. */
export interface KeepBudget {
  readonly limits: KeepLimits;
  keptBytes: number;
}

export const openBudget = (limits: KeepLimits = keepLimits): KeepBudget => ({ limits, keptBytes: 0 });

export interface OpenTee {
  /** Keeps a reference, or only counts once a cap is reached: what is kept is always the beginning of the body. */
  see(chunk: Uint8Array): void;
  /** So far; the list itself is handed on, so call it once nothing is seen any more. */
  tee(): Tee;
  /** Gives what it kept back to the budget. */
  release(): void;
}

export function openTee(budget: KeepBudget): OpenTee {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let heldBytes = 0;
  let isWhole = true;
  return {
    see(chunk) {
      if (chunk.byteLength === 0) return;
      bytes += chunk.byteLength;
      if (!isWhole) return;
      const cost = chunk.byteLength + CHUNK_OVERHEAD_BYTES;
      if (heldBytes + cost > budget.limits.perBodyBytes || budget.keptBytes + cost > budget.limits.inAllBytes) {
        isWhole = false;
        return;
      }
      heldBytes += cost;
      budget.keptBytes += cost;
      chunks.push(chunk);
    },
    tee: () => ({ chunks, bytes, isWhole }),
    release() {
      budget.keptBytes -= heldBytes;
      heldBytes = 0;
    },
  };
}
