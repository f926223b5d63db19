import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoredCall } from '../../src/model/call.js';
import { settleCalls } from '../../src/settle/index.js';
import { HOUR, makeCall, MINUTE, SECOND, START } from '../store/make-stored-call.js';

const settle = (calls: readonly StoredCall[], from = 0): ReturnType<typeof settleCalls>['settlements'] => settleCalls({ calls, from }).settlements;
const at = (ms: number, changes: Partial<StoredCall> & { id: string }): StoredCall => makeCall({ startedAt: START + ms, ...changes });

/** A prompt of `blocks` blocks of 128 tokens: the first `shared` are the call site's, the others this conversation's own; the last is a part of a block. */
const chain = (conversation: number, { shared, blocks }: { shared: number; blocks: number }): StoredCall['prefixChain'] => ({
  hashes: Array.from({ length: blocks }, (_, depth) => (depth === blocks - 1 ? 1e9 + conversation * 1e4 + blocks : depth < shared ? depth + 1 : conversation * 1000 + depth)),
  tokens: Array.from({ length: blocks }, (_, depth) => (depth + 1) * 128),
});

const turn = (ms: number, options: { id: string; conversation: number; blocks: number; shared?: number } & Partial<StoredCall>): StoredCall => {
  const { conversation, blocks, shared = 4, ...changes } = options;
  return at(ms, { prefixChain: chain(conversation, { shared, blocks }), usage: { uncachedInputTokens: blocks * 128, outputTokens: 100 }, ...changes });
};

describe('sessions', () => {
  test('a call alone is a session of its own', () => {
    expect(settle([at(0, { id: 'a' })])).toEqual([{ id: 'a', session: 'a', warm5mTokens: 0, warm30mTokens: 0, warm1hTokens: 0, warm24hTokens: 0 }]);
  });

  test('the conversation id of the caller decides, and begins anew a day after the last call', () => {
    const calls = [at(0, { id: 'a', sessionKey: 1 }), at(HOUR, { id: 'b', sessionKey: 2 }), at(20 * HOUR, { id: 'c', sessionKey: 1 }), at(40 * HOUR, { id: 'd', sessionKey: 1 }), at(65 * HOUR, { id: 'e', sessionKey: 1 })];
    expect(settle(calls).map(({ session }) => session)).toEqual(['a', 'b', 'a', 'a', 'e']);
  });

  test('a growing prompt goes on a conversation without an id', () => {
    const calls = [turn(0, { id: 'a', conversation: 1, blocks: 9 }), turn(MINUTE, { id: 'b', conversation: 1, blocks: 12 }), turn(3 * MINUTE, { id: 'c', conversation: 1, blocks: 15 })];
    expect(settle(calls).map(({ session }) => session)).toEqual(['a', 'a', 'a']);
  });

  test('conversations that run side by side under one system prompt stay apart', () => {
    const calls = [0, 1, 2, 3, 4, 5].flatMap((step) => [1, 2, 3].map((conversation) => turn(step * MINUTE + conversation, { id: `${conversation}-${step}`, conversation, blocks: 9 + 3 * step })));
    expect(settle(calls).every(({ id, session }) => session === `${id[0]}-0`)).toBe(true);
  });

  test('another user, or a prompt that did not grow by the answer, is another conversation', () => {
    const first = turn(0, { id: 'a', conversation: 1, blocks: 9, user: 'u' });
    expect(settle([first, turn(MINUTE, { id: 'b', conversation: 1, blocks: 12, user: 'v' })])[1]?.session).toBe('b');
    expect(settle([first, turn(MINUTE, { id: 'b', conversation: 1, blocks: 9, user: 'u' })])[1]?.session).toBe('b');
  });

  test('single questions under a long system prompt do not become one conversation', () => {
    const sizes = [42, 44, 41, 43, 45, 42, 46, 41, 47, 44];
    const calls = sizes.map((blocks, index) => turn(index * MINUTE, { id: `q${index}`, conversation: index + 1, blocks, shared: 40 }));
    const sessions = new Set(settle(calls).map(({ session }) => session));
    expect(sessions.size).toBeGreaterThanOrEqual(sizes.length - 1);
  });
});

describe('repeats', () => {
  const failed = { status: 'rate_limited', usage: {} } as const;

  test('a retry follows a failed equal request within two minutes and belongs to the first of them', () => {
    const calls = [
      at(0, { id: 'a', requestHash: 1, ...failed }), at(SECOND, { id: 'b', requestHash: 1, ...failed }), at(90 * SECOND, { id: 'c', requestHash: 1 }),
      at(100 * SECOND, { id: 'd', requestHash: 1 }), at(101 * SECOND, { id: 'e', requestHash: 2 }),
    ];
    expect(settle(calls).map(({ retryOf }) => retryOf)).toEqual([undefined, 'a', 'a', undefined, undefined]);
    expect(settle(calls).map(({ session }) => session)).toEqual(['a', 'a', 'a', 'd', 'e']);
  });

  test('the two minutes begin when the failed call ended', () => {
    const timedOut = at(0, { id: 'a', requestHash: 1, status: 'timeout', usage: {}, latencyMs: 10 * MINUTE });
    expect(settle([timedOut, at(12 * MINUTE, { id: 'b', requestHash: 1 })])[1]?.retryOf).toBe('a');
    expect(settle([timedOut, at(12 * MINUTE + 1, { id: 'b', requestHash: 1 })])[1]?.retryOf).toBeUndefined();
  });

  test('a duplicate is an equal deterministic request to the same model within a day of an answer', () => {
    const same = { requestHash: 1, isDeterministic: true };
    const calls = [
      at(0, { id: 'a', ...same }), at(HOUR, { id: 'b', ...same }), at(2 * HOUR, { id: 'c', ...same, servedModel: 'gpt-4o-mini' }), at(20 * HOUR, { id: 'd', ...same }), at(25 * HOUR, { id: 'e', ...same }),
      at(26 * HOUR, { id: 'f', ...same }), at(27 * HOUR, { id: 'g', requestHash: 1 }),
    ];
    expect(settle(calls).map(({ duplicateOf }) => duplicateOf)).toEqual([undefined, 'a', undefined, 'a', undefined, 'e', undefined]);
  });

  test('a retry is no duplicate, and an answer that failed is nothing to copy', () => {
    const same = { requestHash: 1, isDeterministic: true };
    const calls = [at(0, { id: 'a', ...same, ...failed }), at(SECOND, { id: 'b', ...same }), at(HOUR, { id: 'c', ...same })];
    expect(settle(calls).map(({ retryOf, duplicateOf }) => [retryOf, duplicateOf])).toEqual([[undefined, undefined], ['a', undefined], [undefined, 'b']]);
  });

  test('a re-ask is the same question in the same conversation within ten minutes', () => {
    const asked = { sessionKey: 1, questionHash: 5 };
    const calls = [
      at(0, { id: 'a', ...asked }), at(9 * MINUTE, { id: 'b', ...asked }), at(10 * MINUTE, { id: 'c', ...asked, sessionKey: 2 }), at(20 * MINUTE, { id: 'd', ...asked }),
      at(21 * MINUTE, { id: 'e', ...asked, needsMask: 1 }),
    ];
    expect(settle(calls).map(({ reaskOf }) => reaskOf)).toEqual([undefined, 'a', undefined, undefined, undefined]);
  });
});

describe('warm prefixes', () => {
  test('are the tokens that an earlier call of the session sent, by how long ago', () => {
    const key = { sessionKey: 1, shared: 0 };
    const minutes = [0, 4, 24, 60];
    const calls = minutes.map((minute, step) => turn(minute * MINUTE, { id: `c${step}`, conversation: 1, blocks: 9 + 2 * step, ...key }));
    const warm = settle(calls).map((row) => [row.warm5mTokens, row.warm30mTokens, row.warm1hTokens, row.warm24hTokens]);
    const [first, second, third] = [8 * 128, 10 * 128, 12 * 128];
    expect(warm).toEqual([[0, 0, 0, 0], [first, first, first, first], [0, second, second, second], [0, 0, third, third]]);
  });

  test('are cold in another segment, after a failure, and in another session', () => {
    const key = { conversation: 1, shared: 0, sessionKey: 1 };
    const warmAfter = (first: Partial<StoredCall>, second: Partial<StoredCall>): number | undefined =>
      settle([turn(0, { id: 'a', blocks: 9, ...key, ...first }), turn(MINUTE, { id: 'b', blocks: 12, ...key, ...second })])[1]?.warm24hTokens;
    expect(warmAfter({}, {})).toBe(8 * 128);
    expect(warmAfter({ needsMask: 1 }, {})).toBe(0);
    expect(warmAfter({ templateKey: 1 }, {})).toBe(0);
    expect(warmAfter({}, { usage: { uncachedInputTokens: 2048 } })).toBe(0);
    expect(warmAfter({ status: 'server_error' }, {})).toBe(0);
    expect(warmAfter({ sessionKey: 2 }, {})).toBe(0);
  });
});

describe('natural experiments', () => {
  const answer = { requestHash: 1, effort: 'low' };
  const other = { requestHash: 1, servedModel: 'gpt-4o-mini' };
  const pairsOf = (calls: readonly StoredCall[]): ReturnType<typeof settleCalls>['naturalPairs'] => settleCalls({ calls, from: 0 }).naturalPairs;

  test('the same request answered by two models is one pair; the rarer model is the candidate', () => {
    const calls = [at(0, { id: 'b', ...other, hasFailureSignal: true }), at(MINUTE, { id: 'a', ...answer }), at(HOUR, { id: 'c', effort: 'low' })];
    expect(pairsOf(calls)).toEqual([{
      id: 'natural:a|b', workload: 'support chat', task: 'conversation', incumbent: 'openai/gpt-4o-2024-08-06:low', candidate: 'openai/gpt-4o-mini', outcome: 'worse',
      class: 'natural', isRandom: false, judgeAgreement: 1, at: START + MINUTE,
    }]);
  });

  test('equal failure signals are the same, the incumbent failing alone is better', () => {
    expect(pairsOf([at(0, { id: 'a', ...answer, hasFailureSignal: true }), at(1, { id: 'b', ...other, hasFailureSignal: true })])[0]?.outcome).toBe('same');
    expect(pairsOf([at(0, { id: 'a', ...answer, hasFailureSignal: true }), at(1, { id: 'b', ...other })])[0]?.outcome).toBe('better');
  });

  test('a pair is random only when both calls carry the tag of a split', () => {
    const tags = { experiment: 'x' };
    expect(pairsOf([at(0, { id: 'a', ...answer, tags }), at(1, { id: 'b', ...other, tags })])[0]?.isRandom).toBe(true);
    expect(pairsOf([at(0, { id: 'a', ...answer, tags }), at(1, { id: 'b', ...other })])[0]?.isRandom).toBe(false);
  });

  test('a failed call, a day in between, and many repeats of one answer make no pair', () => {
    expect(pairsOf([at(0, { id: 'a', ...answer, status: 'server_error' }), at(10 * MINUTE, { id: 'b', ...other })])).toEqual([]);
    expect(pairsOf([at(0, { id: 'a', ...answer }), at(25 * HOUR, { id: 'b', ...other })])).toEqual([]);
    expect(pairsOf([at(0, { id: 'a', ...answer }), ...[1, 2, 3].map((step) => at(step, { id: `b${step}`, ...other }))])).toHaveLength(1);
  });
});

/** Calls of few requests, conversations, users and models over three days: everything that settle looks at meets everything else. */
const anyCalls = fc
  .array(
    fc.record({
      minute: fc.integer({ min: 0, max: 3 * 24 * 60 }), hash: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }), session: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
      status: fc.constantFrom<StoredCall['status']>('ok', 'ok', 'rate_limited'), isMini: fc.boolean(), isDeterministic: fc.boolean(), conversation: fc.integer({ min: 1, max: 3 }), blocks: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 40 },
  )
  .map((rows) =>
    rows.map(({ minute, hash, session, status, isMini, isDeterministic, conversation, blocks }, index) =>
      turn(minute * MINUTE, {
        id: `c${index}`, conversation, blocks, shared: 2, status, isDeterministic, requestHash: hash, questionHash: hash, sessionKey: session, ...(isMini ? { servedModel: 'gpt-4o-mini' } : {}),
      }),
    ),
  );

describe('whatever the calls', () => {
  test('the order in which they are given does not matter', () => {
    fc.assert(
      fc.property(anyCalls, fc.infiniteStream(fc.nat()), (calls, order) => {
        const shuffled = calls.map((call) => ({ call, rank: order.next().value as number })).sort((one, other) => one.rank - other.rank).map(({ call }) => call);
        expect(settleCalls({ calls: shuffled, from: 0 })).toEqual(settleCalls({ calls, from: 0 }));
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test('settling in two parts, the second with the settled day before it, gives the same as at once', () => {
    fc.assert(
      fc.property(anyCalls, fc.integer({ min: 0, max: 72 }), (calls, hours) => {
        const cut = START + hours * HOUR;
        const whole = settle(calls);
        const first = new Map(settle(calls.filter(({ startedAt }) => startedAt < cut)).map((row) => [row.id, row]));
        const context = calls.filter(({ startedAt }) => startedAt >= cut - 24 * HOUR).map((call) => ({ ...call, ...first.get(call.id) }));
        const second = settleCalls({ calls: context, from: cut }).settlements;
        expect([...first.values(), ...second]).toEqual(whole);
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});
