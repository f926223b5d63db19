import type { Option } from '../model/analysis.js';
import { type EvidenceClass, evidenceClasses } from '../model/store.js';

/** Options that one segment carries for the choices over the whole window, and with their rivals on windows without one day. The page recomputes over them. */
const MAX_OPTIONS = 6;
const MAX_WITH_RIVALS = 12;

const isAtLeast = (option: Option, evidence: EvidenceClass): boolean => evidenceClasses.indexOf(option.evidence) >= evidenceClasses.indexOf(evidence);

/**
 * The options that a rule may end on: for each step of confidence, class of evidence and kind of host the cheapest over the window, and the cheapest over every
 * window with one day left out, so that leaving a day out can really change the choice. Options that are dearer than the incumbent over all of these
 * windows are left out. In order of use: the same weights elsewhere, the cheapest judged at 0.95 and 0.80, the cheapest at 0.80, the cheapest of all, the
 * cheapest of the incumbent's own provider at 0.80, then the other steps. Usually the same option wins every window and six are left. Ordered by cost.
 */
export function thinOptions(options: readonly Option[], incumbent: { provider: string; dailyNano: readonly number[] }): Option[] {
  const windows = [undefined, ...incumbent.dailyNano.map((_, day) => day)];
  const rankings = windows.map((leftOut) => rank(options, { leftOut, incumbentNano: totalWithout(incumbent.dailyNano, leftOut) }));
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
  for (const [index, ranking] of rankings.entries()) {
    const limit = index === 0 ? MAX_OPTIONS : MAX_WITH_RIVALS;
    for (const wants of wanted) {
      const found = ranking.find(wants);
      if (found !== undefined && kept.size < limit) kept.add(found);
    }
  }
  return rank([...kept], { leftOut: undefined, incumbentNano: Infinity });
}

const totalWithout = (dailyNano: readonly number[], leftOut: number | undefined): number => dailyNano.reduce((total, nano, day) => (day === leftOut ? total : total + nano), 0);

/** Cheapest first; on a tie the surer, then by name. Only what is cheaper than the incumbent over the same days. */
function rank(options: readonly Option[], window: { leftOut: number | undefined; incumbentNano: number }): Option[] {
  return options.map((option) => ({ option, total: totalWithout(option.dailyNano, window.leftOut) }))
    .filter(({ total }) => total < window.incumbentNano)
    .sort((a, b) => a.total - b.total || b.option.confidence - a.option.confidence || (a.option.candidate < b.option.candidate ? -1 : 1))
    .map(({ option }) => option);
}
