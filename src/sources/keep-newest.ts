/**
 * Forgets the oldest half of a memory once it has more than `most` entries. In one go: a Map whose first entries are deleted one by one is slow to find its first.
 * Example: a Set of 5 with `most` 4 -> its 2 newest
 */
export function keepNewest<Key>(memory: { size: number; keys(): IterableIterator<Key>; delete(key: Key): boolean }, most: number): void {
  if (memory.size <= most) return;
  let surplus = memory.size - Math.floor(most / 2);
  for (const key of memory.keys()) {
    if (surplus <= 0) return;
    surplus -= 1;
    memory.delete(key);
  }
}
