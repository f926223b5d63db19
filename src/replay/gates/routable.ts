import { type Need, needsOf } from '../../model/call.js';
import type { Gate } from './gate.js';

const FIXED: Partial<Record<Need, string>> = {
  fine_tuned: 'a fine-tuned model exists at its own provider only',
  stateful: 'the conversation is kept on the provider\'s side',
  provider_tools: 'the provider runs tools that others do not have',
  embeddings: 'embeddings of different models cannot be mixed',
};

/** Calls that no other model can answer, whatever it costs. */
export const gate: Gate = {
  id: 'routable',
  test: ({ segment }) => needsOf(segment.needsMask).map((need) => FIXED[need]).find((reason) => reason !== undefined),
};
