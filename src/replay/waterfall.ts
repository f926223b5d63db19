import { type CandidateProfile, costOnCandidate } from './cost.js';
import type { Candidate } from './gates/gate.js';
import { type ReplayInput, profileOf } from './options.js';
import type { SegmentTraffic } from './traffic.js';
import { known } from '../model/outcome.js';

/** Changes of a segment's cost from its incumbent to a candidate, in nano-dollars over the window; they add up to candidate minus incumbent. */
export interface WaterfallSteps {
  /** The same tokens at the candidate's list prices, with the incumbent's own cache reads. */
  listPrice: number;
  tokenizer: number;
  verbosity: number;
  reasoning: number;
  caches: number;
  fallbacks: number;
}

/** undefined when the candidate cannot be priced. Every step is signed: a positive one costs money. */
export function waterfallOf(traffic: SegmentTraffic, candidate: Candidate, context: { input: ReplayInput; incumbentNano: number; totalNano: number }): WaterfallSteps | undefined {
  const full = profileOf(candidate, traffic, context.input);
  if (!full.known) return undefined;
  const list: CandidateProfile = { ...full.value, outputRatio: 1, reasoningPerCall: 0, keepsIncumbentReads: true, keepsIncumbentTokens: true, tokenRatio: () => known({ ratio: 1, low: 1, high: 1, source: 'same tokens' }) };
  const tokenized: CandidateProfile = { ...list, keepsIncumbentTokens: false, tokenRatio: full.value.tokenRatio };
  const verbose: CandidateProfile = { ...tokenized, outputRatio: full.value.outputRatio };
  const reasoned: CandidateProfile = { ...verbose, reasoningPerCall: full.value.reasoningPerCall };
  const totals = [list, tokenized, verbose, reasoned, full.value].map((profile) => totalCost(traffic, profile, context.input));
  const [listNano, tokenizedNano, verboseNano, reasonedNano, cachedNano] = totals;
  if (listNano === undefined || tokenizedNano === undefined || verboseNano === undefined || reasonedNano === undefined || cachedNano === undefined) return undefined;
  return {
    listPrice: listNano - context.incumbentNano, tokenizer: tokenizedNano - listNano, verbosity: verboseNano - tokenizedNano,
    reasoning: reasonedNano - verboseNano, caches: cachedNano - reasonedNano, fallbacks: context.totalNano - cachedNano,
  };
}

function totalCost(traffic: SegmentTraffic, profile: CandidateProfile, input: ReplayInput): number | undefined {
  let total = 0;
  for (const unit of traffic.days.flat()) {
    const cost = costOnCandidate(input.catalog, unit, profile);
    if (!cost.known) return undefined;
    total += cost.value.input + cost.value.output + cost.value.reasoning;
  }
  return total;
}
