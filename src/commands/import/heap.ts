import { setFlagsFromString } from 'node:v8';

/**
 * Percent that the heap may grow over what is alive before it is cleaned whole. V8 lets it grow threefold and more while memory is plenty; a long import makes garbage all the
 * time, and would hold 150 MB of it. At 50 it holds some 50 MB, for a few percent more time.
 */
const HEAP_GROWTH_PERCENT = 50;

/** For this process, from now on. The flag is V8's own (`node --v8-options`): an engine that does not know it leaves its heap as it is. */
export const boundHeapGrowth = (): void => setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
