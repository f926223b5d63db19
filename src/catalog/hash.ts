/**
 * A 106-bit content hash without cryptography (two runs of cyrb53, by bryc, public domain, side by side), 28 hex characters. Same text, same hash, on every
 * machine. It tells two catalogs apart; it does not protect against someone who wants a collision.
 */
export function contentHash(text: string): string {
  return (cyrb53(text, 0).toString(16).padStart(14, '0') + cyrb53(text, 1).toString(16).padStart(14, '0'));
}

/** 53 bits, a whole number. */
function cyrb53(text: string, seed: number): number {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
}
