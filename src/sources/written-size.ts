const QUOTES = 4;
const SCALAR = 5;
const BRACKETS = 2;

/**
 * Characters of a value written out as JSON, near enough: what several names point to is counted each time. Never more than `most`: it stops counting there.
 * Example: writtenSize({ a: 'bc', d: [1] }, 100) -> 2 + (1 + 4) + (2 + 4) + (1 + 4) + (2 + 5) = 25
 */
export function writtenSize(value: unknown, most: number): number {
  let size = 0;
  const waiting: unknown[] = [value];
  while (waiting.length > 0 && size < most) {
    const next = waiting.pop();
    if (typeof next === 'string') size += next.length + QUOTES;
    else if (next instanceof Uint8Array) size += Math.ceil((next.length * 4) / 3) + QUOTES;
    else if (typeof next !== 'object' || next === null) size += SCALAR;
    else {
      size += BRACKETS;
      const isList = Array.isArray(next);
      for (const [name, entry] of Object.entries(next)) {
        if (!isList) size += name.length + QUOTES;
        waiting.push(entry);
      }
    }
  }
  return Math.min(size, most);
}
