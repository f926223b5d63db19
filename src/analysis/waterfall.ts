import type { Analysis } from '../model/analysis.js';
import type { Applied } from '../policy/apply.js';
import { type ReplayInput, type SegmentTraffic, waterfallOf } from '../replay/index.js';
import { sumOf } from './sums.js';

/** From spend now to spend under the chosen scenario; signed parts that add up. */
export function waterfallRows(context: { applied: Applied; trafficById: ReadonlyMap<string, SegmentTraffic>; replayInput: ReplayInput; spendNano: number }): Analysis['waterfall'] {
  const { applied, trafficById, replayInput, spendNano } = context;
  const parts = { listPrice: 0, tokenizer: 0, verbosity: 0, reasoning: 0, caches: 0, fallbacks: 0 };
  const candidates = new Map(replayInput.candidates.map((candidate) => [candidate.id, candidate]));
  for (const { segment, option } of applied.decisions) {
    const traffic = trafficById.get(segment.id);
    const candidate = option === undefined ? undefined : candidates.get(option.candidate);
    if (traffic === undefined || candidate === undefined || option === undefined) continue;
    const steps = waterfallOf(traffic, candidate, { input: replayInput, incumbentNano: sumOf(segment.dailyNano), totalNano: sumOf(option.dailyNano) });
    if (steps === undefined) continue;
    for (const name of Object.keys(parts) as (keyof typeof parts)[]) parts[name] += steps[name];
  }
  const rounded = Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, Math.round(value)])) as typeof parts;
  const netNano = spendNano - applied.savingNano;
  const noHindsight = netNano - spendNano - sumOf(Object.values(rounded));
  return [
    { id: 'spend', title: 'Spend in the window, at the projected prices', nano: spendNano, isTotal: true },
    { id: 'list-price', title: 'Cheaper list prices, same tokens', nano: rounded.listPrice, isTotal: false },
    { id: 'tokenizer', title: 'The candidate\'s own tokenizer', nano: rounded.tokenizer, isTotal: false },
    { id: 'verbosity', title: 'Longer or shorter replies', nano: rounded.verbosity, isTotal: false },
    { id: 'reasoning', title: 'Reasoning tokens', nano: rounded.reasoning, isTotal: false },
    { id: 'caches', title: 'Caches: cold, or their own rates', nano: rounded.caches, isTotal: false },
    { id: 'fallbacks', title: 'Failed calls run again', nano: rounded.fallbacks, isTotal: false },
    { id: 'no-hindsight', title: 'No hindsight (cross-fitting)', nano: noHindsight, isTotal: false },
    { id: 'after', title: 'Spend under the scenario', nano: netNano, isTotal: true },
  ];
}
