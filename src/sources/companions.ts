// What the files of one run hold, for sources whose records of one call may lie in several of them.
import type { Companion, SourceInput } from './source.js';

/**
 * One index for all files of a run: every companion is read once, whichever file asks for it first. `add` reads one companion into the index; it bounds what it keeps.
 * Example: of files A, B and C, A asks: B and C are read; B asks: A is read into the same index; C asks: nothing is read
 */
export function createRunIndex<Index>(create: () => Index, add: (index: Index, companion: Companion, input: SourceInput) => Promise<void>): (input: SourceInput) => Promise<Index> {
  const known = new WeakMap<Companion, Index>();
  return async (input) => {
    const companions = input.companions ?? [];
    const index = companions.map((companion) => known.get(companion)).find((found) => found !== undefined) ?? create();
    for (const companion of companions) {
      if (known.has(companion)) continue;
      known.set(companion, index);
      await add(index, companion, input);
    }
    return index;
  };
}
