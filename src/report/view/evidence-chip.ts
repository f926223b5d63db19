import type { EvidenceClass } from '../../model/store.js';

/** How evidence looks: measured = filled, seen in passing = filled lighter, public scores only = hatched, none = outline. */
export type EvidenceLook = 'measured' | 'seen' | 'prior' | 'none';

export function lookOf(evidence: EvidenceClass): EvidenceLook {
  if (evidence === 'judged' || evidence === 'labelled') return 'measured';
  if (evidence === 'natural' || evidence === 'observed') return 'seen';
  return evidence === 'prior' ? 'prior' : 'none';
}

/** What an evidence class means, in words that fit a chip. */
const evidenceWords: Readonly<Record<EvidenceClass, string>> = {
  none: 'no evidence', prior: 'public scores only', observed: 'observed signals', natural: 'natural experiment', judged: 'judged', labelled: 'labelled',
};

export interface EvidenceChip {
  text: string;
  look: EvidenceLook;
}

export const evidenceChip = (evidence: EvidenceClass): EvidenceChip => ({ text: evidenceWords[evidence], look: lookOf(evidence) });

export const taskText = (task: string): string => task.replaceAll('_', ' ');
