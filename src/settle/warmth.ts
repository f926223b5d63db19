import type { Settlement, StoredCall } from '../model/call.js';
import { bandOf, octaveOf } from '../model/cell.js';
import { inputTokensOf } from '../model/usage.js';
import { createRecentMap } from './recent.js';
import { DAY_MS, HOUR_MS, isAnswered, MINUTE_MS } from './times.js';

type Warmth = Pick<Settlement, 'warm5mTokens' | 'warm30mTokens' | 'warm1hTokens' | 'warm24hTokens'>;

const noWarmth: Warmth = { warm5mTokens: 0, warm30mTokens: 0, warm1hTokens: 0, warm24hTokens: 0 };

/** Prefixes that the answered calls of one session and segment sent, each with the last time. The table is made when a second call needs it. */
interface Sent {
  first: StoredCall | undefined;
  lastAt: Map<number, number>;
}

/** A session is one thing per segment: what another segment's model has read is not in this one's cache. */
export const segmentKeyOf = (call: StoredCall): string => {
  const input = inputTokensOf(call.usage);
  return `${call.templateKey}/${call.needsMask}/${bandOf(octaveOf(input.known ? input.value : undefined))}`;
};

export interface Warmths {
  find: (call: StoredCall, session: string) => Warmth;
  note: (call: StoredCall, session: string) => void;
  advance: (now: number) => void;
}

/** Longest common prefix, in tokens, with an earlier answered call of the same session and segment, by how long ago that was. */
export function createWarmths(): Warmths {
  const sent = createRecentMap<string, Sent>(DAY_MS);
  const keyOf = (call: StoredCall, session: string): string => `${session}\u0000${segmentKeyOf(call)}`;

  function mark(table: Sent, call: StoredCall): void {
    for (const hash of call.prefixChain?.hashes ?? []) table.lastAt.set(hash, call.startedAt);
  }

  function tableOf(call: StoredCall, session: string): Sent | undefined {
    const table = sent.get(keyOf(call, session));
    if (table?.first !== undefined) {
      mark(table, table.first);
      table.first = undefined;
    }
    return table;
  }

  return {
    find: (call, session) => {
      const chain = call.prefixChain;
      const table = chain === undefined ? undefined : tableOf(call, session);
      if (chain === undefined || table === undefined) return noWarmth;
      const within = (spanMs: number): number => {
        const depth = chain.hashes.findLastIndex((hash) => (table.lastAt.get(hash) ?? -Infinity) >= call.startedAt - spanMs);
        return depth < 0 ? 0 : Math.round(chain.tokens[depth] ?? 0);
      };
      const warm24hTokens = within(DAY_MS);
      if (warm24hTokens === 0) return noWarmth;
      return { warm5mTokens: within(5 * MINUTE_MS), warm30mTokens: within(30 * MINUTE_MS), warm1hTokens: within(HOUR_MS), warm24hTokens };
    },
    note: (call, session) => {
      if (call.prefixChain === undefined || !isAnswered(call)) return;
      const key = keyOf(call, session);
      const table = tableOf(call, session);
      if (table === undefined) {
        sent.set(key, { first: call, lastAt: new Map() });
        return;
      }
      mark(table, call);
      sent.set(key, table);
    },
    advance: sent.advance,
  };
}
