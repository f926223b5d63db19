import type { Catalog, CatalogModel } from '../model/catalog.js';
import { type Outcome, known } from '../model/outcome.js';
import { type CandidateProfile, costOnCandidate, costOnIncumbent } from './cost.js';
import type { Candidate } from './gates/gate.js';
import type { SegmentTraffic } from './traffic.js';

const HORIZON_MS = 30 * 24 * 3_600_000;
/** Successors that retire have successors; no chain of them is longer. */
const LONGEST_CHAIN = 8;

export interface Baseline {
  /** What staying costs, by day, nano-dollars: at the prices of the projected month. */
  dailyNano: number[];
  /** The model that takes over when the incumbent retires inside the projected month or did before it; absent: the incumbent lives on. */
  successor?: string;
}

export interface BaselineInput {
  catalog: Catalog;
  pricesAt: number;
  /** The successor as a candidate, under the multipliers of this run; unknown where it cannot be priced. */
  profileOf: (candidate: Candidate) => Outcome<CandidateProfile>;
}

/**
 * What the segment costs if nobody decides anything. An incumbent that retires becomes the replacement that its owner names from that day on: the difference is a
 * forced migration and no saving of routing. Where the successor is not named or cannot be priced the incumbent's last known price stands in.
 *
 * Example: retirement in the middle of the 30 days, 10 a day now, 4 a day on the successor: 0.5 x 10 + 0.5 x 4 = 7.
 */
export function baselineOf(traffic: SegmentTraffic, input: BaselineInput): Outcome<Baseline> {
  const own = dailyCost(traffic, (unit) => costOnIncumbent(input.catalog, unit, { served: traffic.incumbent, pricesAt: input.pricesAt }));
  const share = shareAfterRetirement(traffic.incumbent.model, input.pricesAt);
  const successor = share === 0 ? undefined : successorOf(traffic.incumbent.model, input);
  if (successor === undefined || !own.known) return own.known ? known({ dailyNano: own.value.map(Math.round) }) : own;
  const profile = input.profileOf(successor);
  if (!profile.known) return known({ dailyNano: own.value.map(Math.round) });
  const next = dailyCost(traffic, (unit) => {
    const cost = costOnCandidate(input.catalog, unit, profile.value);
    return cost.known ? known(cost.value.input + cost.value.output + cost.value.reasoning) : cost;
  });
  if (!next.known) return known({ dailyNano: own.value.map(Math.round) });
  return known({ dailyNano: own.value.map((nano, day) => Math.round((1 - share) * nano + share * (next.value[day] ?? 0))), successor: successor.id });
}

/** Share of the 30 days from `pricesAt` on for which the model no longer answers, 0..1. */
const shareAfterRetirement = ({ retiredAt }: CatalogModel, pricesAt: number): number =>
  (retiredAt === undefined ? 0 : Math.min(1, Math.max(0, (pricesAt + HORIZON_MS - retiredAt) / HORIZON_MS)));

/** The replacement that is alive at the end of the month, without reasoning where that can be switched off. */
function successorOf(model: CatalogModel, { catalog, pricesAt }: BaselineInput): Candidate | undefined {
  let next: CatalogModel | undefined = model;
  for (let step = 0; step < LONGEST_CHAIN && next !== undefined && shareAfterRetirement(next, pricesAt) > 0; step += 1) {
    const id: string | undefined = next.successor;
    next = catalog.models.find((other) => other.id === id);
  }
  if (next === undefined || next === model) return undefined;
  const effort = next.efforts.includes('none') ? 'none' : (next.defaultEffort ?? '');
  return { id: effort === '' ? next.id : `${next.id}:${effort}`, model: next, effort };
}

function dailyCost(traffic: SegmentTraffic, costOf: (unit: SegmentTraffic['days'][number][number]) => Outcome<number>): Outcome<number[]> {
  const daily: number[] = [];
  for (const units of traffic.days) {
    let day = 0;
    for (const unit of units) {
      const cost = costOf(unit);
      if (!cost.known) return cost;
      day += cost.value;
    }
    daily.push(day);
  }
  return known(daily);
}
