import { needsOf } from '../../model/call.js';
import type { Gate } from './gate.js';

/** Has every capability that the calls require. Not known to have it counts as not having it, and is said so. */
export const gate: Gate = {
  id: 'capable',
  test: ({ segment, candidate: { model } }) => {
    const missing = needsOf(segment.needsMask).find((need) => !model.meets.includes(need));
    if (missing === undefined) return undefined;
    return model.lacks.includes(missing) ? `does not support ${missing.replace('_', ' ')}` : `not known to support ${missing.replace('_', ' ')}`;
  },
};
