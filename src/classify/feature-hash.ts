/** FNV-1a over UTF-16 units, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ (read 2026-11-22). */
export const HASH_START = 0x811c9dc5 | 0;
export const HASH_PRIME = 0x01000193;

/** Example: hashOf('') is the start value. */
export function hashOf(text: string): number {
  let hash = HASH_START;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), HASH_PRIME);
  return hash;
}
