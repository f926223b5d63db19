import type { Settlement, StoredCall } from '../model/call.js';
import type { EvidenceRow } from '../model/store.js';
import { evidenceOf, nameOf } from './repeats.js';
import { createSettler } from './settler.js';

/** (startedAt, id) by value, the order of the store. */
export const byTime = (one: { startedAt: number; id: string }, other: { startedAt: number; id: string }): number =>
  one.startedAt - other.startedAt || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);

/**
 * What the calls from `from` (ms UTC) on owe to their neighbours, and the natural experiments among them. `calls` holds also the 24 h before; those that are
 * settled already are taken as they are. The order in which calls are given does not matter.
 */
export function settleCalls(input: { calls: readonly (StoredCall & Partial<Settlement>)[]; from: number }): { settlements: Settlement[]; naturalPairs: EvidenceRow[] } {
  const calls = [...input.calls].sort(byTime);
  const counts = new Map<string, number>();
  for (const call of calls) counts.set(nameOf(call), (counts.get(nameOf(call)) ?? 0) + 1);
  const settler = createSettler();
  const settlements: Settlement[] = [];
  const naturalPairs: EvidenceRow[] = [];
  for (const call of calls) {
    const isContext = call.startedAt < input.from;
    const { settlement, pairs } = settler.settle(call, { isKnown: isContext });
    if (isContext) continue;
    settlements.push(settlement);
    for (const pair of pairs) naturalPairs.push(evidenceOf(pair, (name) => counts.get(name) ?? 0));
  }
  return { settlements, naturalPairs };
}
