import type { StoredCall } from '../model/call.js';
import { inputTokensOf } from '../model/usage.js';
import { createRecentMap } from './recent.js';
import { DAY_MS, isAnswered } from './times.js';

/** Who passed a prefix of the prompt within the last day: the session of the last call that did, and when one of another session last did. */
interface Passage {
  session: string;
  at: number;
  otherAt: number;
}

/** The last answered call of a session that has no id of its own. */
interface Tail {
  hashes: readonly number[];
  /** Tokens that the next turn must carry at least: this turn's input and half of what was answered (the rest may be reasoning or cut off). */
  leastInput: number;
  user: string | undefined;
  at: number;
}

/** A prompt's last block is a part of one and changes when the prompt grows, so the link may be one block short of the end. */
const TAIL_BLOCKS = 2;

const inputOf = (call: StoredCall): number | undefined => {
  const input = inputTokensOf(call.usage);
  return input.known ? input.value : undefined;
};

export interface Sessions {
  /** The session of a call that repeats none; its own id where it begins one. Then `note` it. */
  find: (call: StoredCall) => string;
  note: (call: StoredCall, session: string) => void;
  advance: (now: number) => void;
}

/**
 * Sessions: by the caller's conversation id where there is one (24 h after its last call it begins anew), else by a growing prompt: a call
 * goes on a conversation of the same user if it holds that conversation's last prompt, is longer by what was answered, and no other conversation shares
 * that prompt (else it is a system prompt, not a conversation).
 */
export function createSessions(): Sessions {
  const byKey = createRecentMap<number, { session: string; at: number }>(DAY_MS);
  const passages = createRecentMap<number, Passage>(DAY_MS);
  const tails = createRecentMap<string, Tail>(DAY_MS);

  /** Who passes a prefix passes all shorter ones at the same time, so the deepest one is found by halving. */
  function deepestPassage(hashes: readonly number[], now: number): Passage | undefined {
    let deepest: Passage | undefined;
    let [low, high] = [0, hashes.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const passage = passages.get(hashes[middle]!);
      if (passage === undefined || passage.at < now - DAY_MS) high = middle - 1;
      else {
        deepest = passage;
        low = middle + 1;
      }
    }
    return deepest;
  }

  function byGrowth(call: StoredCall): string | undefined {
    const hashes = call.prefixChain?.hashes ?? [];
    const link = deepestPassage(hashes, call.startedAt);
    if (link === undefined || link.otherAt >= call.startedAt - DAY_MS) return undefined;
    const tail = tails.get(link.session);
    if (tail === undefined || tail.at < call.startedAt - DAY_MS || tail.user !== call.user || hashes.length < tail.hashes.length) return undefined;
    const linkDepth = tail.hashes.findLastIndex((hash, depth) => hash === hashes[depth]);
    const input = inputOf(call);
    const isHeld = linkDepth >= 0 && linkDepth >= tail.hashes.length - TAIL_BLOCKS;
    return isHeld && input !== undefined && input > tail.leastInput ? link.session : undefined;
  }

  return {
    find: (call) => {
      if (call.sessionKey === undefined) return byGrowth(call) ?? call.id;
      const former = byKey.get(call.sessionKey);
      return former !== undefined && former.at >= call.startedAt - DAY_MS ? former.session : call.id;
    },
    note: (call, session) => {
      if (call.sessionKey !== undefined) {
        byKey.set(call.sessionKey, { session, at: call.startedAt });
        return;
      }
      const hashes = call.prefixChain?.hashes ?? [];
      for (const hash of hashes) {
        const passage = passages.renew(hash);
        if (passage === undefined) {
          passages.set(hash, { session, at: call.startedAt, otherAt: -Infinity });
          continue;
        }
        if (passage.session !== session) passage.otherAt = passage.at;
        passage.session = session;
        passage.at = call.startedAt;
      }
      const input = inputOf(call);
      if (hashes.length === 0 || input === undefined || !isAnswered(call)) return;
      tails.set(session, { hashes, leastInput: input + ((call.usage.outputTokens ?? 0) - (call.usage.reasoningTokens ?? 0)) / 2, user: call.user, at: call.startedAt });
    },
    advance: (now) => {
      byKey.advance(now);
      passages.advance(now);
      tails.advance(now);
    },
  };
}
