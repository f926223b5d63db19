import { needsMask as maskOf, type Settlement, type StoredCall } from '../model/call.js';
import { createRecentMap } from './recent.js';
import { type AnswerPair, createRepeats } from './repeats.js';
import { createSessions } from './sessions.js';
import { DAY_MS, isAnswered, MINUTE_MS } from './times.js';
import { createWarmths } from './warmth.js';

/** The same question again within this is a re-ask: the first answer did not do. */
const REASK_MS = 10 * MINUTE_MS;

/** In a loop of tool calls the last question stays the same from step to step; that is no re-ask. */
const TOOLS_MASK = maskOf(['tools', 'parallel_tools', 'provider_tools']);

type Call = StoredCall & Partial<Settlement>;

export interface Settler {
  /** Settles the next call; calls come in the order (startedAt, id). `isKnown`: the call's own settlement, where it has one, is taken as it is. */
  settle: (call: Call, options?: { isKnown?: boolean }) => { settlement: Settlement; pairs: readonly AnswerPair[] };
}

const knownSettlement = (call: Call): Settlement | undefined =>
  call.session === undefined
    ? undefined
    : {
        id: call.id, session: call.session, retryOf: call.retryOf, duplicateOf: call.duplicateOf, reaskOf: call.reaskOf,
        warm5mTokens: call.warm5mTokens ?? 0, warm30mTokens: call.warm30mTokens ?? 0, warm1hTokens: call.warm1hTokens ?? 0, warm24hTokens: call.warm24hTokens ?? 0,
      };

/** Settles an ordered stream in one pass; remembers one to two days of it. */
export function createSettler(): Settler {
  const sessions = createSessions();
  const repeats = createRepeats();
  const warmths = createWarmths();
  const questions = createRecentMap<string, { id: string; at: number }>(DAY_MS);

  const questionOf = (call: Call, session: string): string | undefined =>
    call.questionHash === undefined || (call.needsMask & TOOLS_MASK) !== 0 ? undefined : `${session}\u0000${call.questionHash}`;

  function findReask(call: Call, session: string): string | undefined {
    const question = questionOf(call, session);
    const former = question === undefined ? undefined : questions.get(question);
    return former === undefined || call.startedAt - former.at > REASK_MS ? undefined : former.id;
  }

  function work(call: Call): Settlement {
    const retry = repeats.findRetry(call);
    const duplicateOf = retry === undefined ? repeats.findDuplicate(call) : undefined;
    const session = retry?.session ?? sessions.find(call);
    const reaskOf = retry === undefined && duplicateOf === undefined ? findReask(call, session) : undefined;
    return { id: call.id, session, retryOf: retry?.root, duplicateOf, reaskOf, ...warmths.find(call, session) };
  }

  function note(call: Call, settlement: Settlement): readonly AnswerPair[] {
    const { session } = settlement;
    sessions.note(call, session);
    warmths.note(call, session);
    const question = questionOf(call, session);
    if (question !== undefined && isAnswered(call)) questions.set(question, { id: call.id, at: call.startedAt });
    return repeats.note(call, settlement);
  }

  return {
    settle: (call, { isKnown = false } = {}) => {
      for (const memory of [sessions, repeats, warmths, questions]) memory.advance(call.startedAt);
      const settlement = (isKnown ? knownSettlement(call) : undefined) ?? work(call);
      return { settlement, pairs: note(call, settlement) };
    },
  };
}
