import type { Option } from '../model/analysis.js';
import { type EvidenceClass, evidenceClasses } from '../model/store.js';

/** Options that one segment carries: the page recomputes over them. */
const MAX_OPTIONS = 6;

const totalOf = (option: Option): number => option.dailyNano.reduce((total, nano) => total + nano, 0);
const isAtLeast = (option: Option, evidence: EvidenceClass): boolean => evidenceClasses.indexOf(option.evidence) >= evidenceClasses.indexOf(evidence);

/**
 * Keeps at most six options that are cheaper than the incumbent over the window, none of them beaten on both cost and confidence within its evidence class and provider group. In order of use: the same weights
 * elsewhere, the cheapest judged at 0.95 and 0.80, the cheapest at 0.80, the cheapest of all, the cheapest of the incumbent's own provider at 0.80, then the
 * other steps of confidence. Ordered by cost.
 */
export function thinOptions(options: readonly Option[], incumbent: { provider: string; totalNano: number }): Option[] {
  const byCost = options.map((option) => ({ option, total: totalOf(option) }))
    .filter(({ total }) => total < incumbent.totalNano)
    .sort((a, b) => a.total - b.total || b.option.confidence - a.option.confidence || (a.option.candidate < b.option.candidate ? -1 : 1))
    .map(({ option }) => option);
  const isOwn = (option: Option): boolean => option.provider === incumbent.provider;
  const wanted: ((option: Option) => boolean)[] = [
    (option) => option.isSameModel,
    (option) => isAtLeast(option, 'judged') && option.confidence >= 0.95,
    (option) => isAtLeast(option, 'judged') && option.confidence >= 0.8,
    (option) => option.confidence >= 0.8,
    () => true,
    (option) => isOwn(option) && option.confidence >= 0.8,
    (option) => option.confidence >= 0.9,
    (option) => option.confidence >= 0.7,
    isOwn,
    (option) => option.confidence >= 0.5,
    (option) => isOwn(option) && option.confidence >= 0.5,
  ];
  const kept = new Set<Option>();
  for (const wants of wanted) {
    const found = byCost.find(wants);
    if (found !== undefined && kept.size < MAX_OPTIONS) kept.add(found);
  }
  return byCost.filter((option) => kept.has(option));
}
