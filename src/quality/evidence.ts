import type { EvidenceClass, EvidenceRow } from '../model/store.js';

/** Items that a class needs before it names a segment: with 20, the standard error of a share is at most 0.11. */
export const MIN_CLASS_ITEMS = 20;
/** What one pair of a natural experiment counts beside a judged item: who got which model was not drawn. */
const NATURAL_WEIGHT = 0.3;

/** Evidence rows of one pair on one segment, added up. */
export interface EvidenceTally {
  /** Effective items to add to the prior. */
  worse: number;
  same: number;
  better: number;
  /** Random items, unweighted, by class. */
  labelled: number;
  judged: number;
  natural: number;
  /** Signals and items that were not drawn at random. They only ever add to `worse`. */
  observed: number;
}

/**
 * Adds rows up. A random labelled or judged item counts `judgeAgreement` (1 for labels), a random pair of a natural experiment 0.3. Anything else was
 * selected: it counts where it is worse and is ignored where it is not, so it can only lower a confidence.
 *
 * Example: two random judged items (agreement 0.8), one worse and one same, and a chosen one that is better -> worse 0.8, same 0.8, better 0
 */
export function tallyEvidence(rows: readonly EvidenceRow[]): EvidenceTally {
  const tally: EvidenceTally = { worse: 0, same: 0, better: 0, labelled: 0, judged: 0, natural: 0, observed: 0 };
  for (const row of rows) {
    if (row.class === 'none' || row.class === 'prior') continue;
    const isDrawn = row.isRandom && row.class !== 'observed';
    const weight = (row.class === 'natural' ? NATURAL_WEIGHT : 1) * Math.min(1, Math.max(0, row.class === 'labelled' ? 1 : row.judgeAgreement));
    if (isDrawn || row.outcome === 'worse') tally[row.outcome] += weight;
    if (!isDrawn) tally.observed += 1;
    else if (row.class === 'labelled') tally.labelled += 1;
    else if (row.class === 'judged') tally.judged += 1;
    else tally.natural += 1;
  }
  return tally;
}

/** Random items of the user's own, whatever their class. */
export const drawnItems = (tally: EvidenceTally): number => tally.labelled + tally.judged + tally.natural;

/** The strongest class with at least 20 items; a stronger item also counts for the weaker classes. undefined: too few of any. */
export function evidenceClassOf(tally: EvidenceTally): EvidenceClass | undefined {
  if (tally.labelled >= MIN_CLASS_ITEMS) return 'labelled';
  if (tally.labelled + tally.judged >= MIN_CLASS_ITEMS) return 'judged';
  if (drawnItems(tally) >= MIN_CLASS_ITEMS) return 'natural';
  return drawnItems(tally) + tally.observed >= MIN_CLASS_ITEMS ? 'observed' : undefined;
}

/** Random items of a class or a stronger one; of any class while none has enough. */
export function itemsOfClass(tally: EvidenceTally, evidence: EvidenceClass | undefined): number {
  if (evidence === 'labelled') return tally.labelled;
  return evidence === 'judged' ? tally.labelled + tally.judged : drawnItems(tally);
}
