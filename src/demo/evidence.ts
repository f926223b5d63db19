import type { EvidenceRow } from '../model/store.js';
import { DEMO_PRICES_AT } from './calendar.js';
import { createDraw, seedOf } from './draws.js';
import { INCUMBENT, SMALLER } from './session.js';

/** Items that people of the company labelled: tickets drawn at random, both models' answers side by side. */
export const LABELLED_ITEMS = 60;
/** The true rates that the labels are drawn from. A sample of 60 shows about 1 worse and 1 better. */
export const TRUE_WORSE = 0.02;
export const TRUE_BETTER = 0.015;

/** Labels for ticket-triage: would the smaller model's answer have done? Drawn from the true rates by the seed. */
export function labelledEvidence(seed: number): EvidenceRow[] {
  const draw = createDraw(seedOf(seed, 'labels'));
  return Array.from({ length: LABELLED_ITEMS }, (_, index) => {
    const luck = draw();
    return {
      id: `demo-label-${String(index + 1).padStart(3, '0')}`,
      workload: 'ticket-triage',
      incumbent: `openai/${INCUMBENT.served}`,
      candidate: `openai/${SMALLER.requested}`,
      outcome: luck < TRUE_WORSE ? 'worse' : luck < TRUE_WORSE + TRUE_BETTER ? 'better' : 'same',
      class: 'labelled',
      isRandom: true,
      judgeAgreement: 1,
      at: Date.parse(`${DEMO_PRICES_AT}T00:00:00Z`),
    };
  });
}
