import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { needsMask, type SettledCall, type StoredCall } from '../../src/model/call.js';
import { type Cell, cellKeyText, cellSumNames } from '../../src/model/cell.js';
import { type ImageSums, imageSumNames } from '../../src/model/images.js';
import { usageBuckets } from '../../src/model/usage.js';
import { buildHours, latencyBucketOf, standingOf } from '../../src/settle/index.js';
import { HOUR, hourOf, makeCall, MINUTE, START } from '../store/make-stored-call.js';

const withoutImages = Object.fromEntries(imageSumNames.map((name) => [name, 0])) as ImageSums;
const withoutMedia = { ...withoutImages, callsWithTools: 0, toolDefinitions: 0, sampledCalls: 0, sampledCountedTokens: 0, sampledReportedTokens: 0 };

const settled = (changes: Partial<SettledCall> & { id: string }): SettledCall => ({
  ...makeCall(changes), session: changes.id, warm5mTokens: 0, warm30mTokens: 0, warm1hTokens: 0, warm24hTokens: 0, ...changes,
});

test('tokens that were counted here, not reported, are told apart', () => {
  const { cells } = buildHours([settled({ id: 'a' }), settled({ id: 'b', usageSource: 'counted' }), settled({ id: 'c', usageSource: 'estimated' })]);
  expect(cells.reduce((total, { sums }) => total + sums.estimatedCalls, 0)).toBe(2);
});

describe('how a call counts', () => {
  test.each<[string, Partial<StoredCall>, string]>([
    ['answered with usage', {}, 'billed'],
    ['answered without usage', { usage: {} }, 'unknown'],
    ['only output known', { usage: { outputTokens: 5 } }, 'unknown'],
    ['only input known', { usage: { uncachedInputTokens: 5 } }, 'unknown'],
    ['an embedding, which has no output', { api: 'embeddings', usage: { uncachedInputTokens: 5 } }, 'billed'],
    ['limited without usage', { status: 'rate_limited', usage: {} }, 'failed'],
    ['server error without usage', { status: 'server_error', usage: {} }, 'failed'],
    ['refused with a usage of nothing', { status: 'client_error', usage: { uncachedInputTokens: 0, outputTokens: 0 } }, 'failed'],
    ['refused with usage', { status: 'server_error' }, 'billed'],
    ['filtered by a 400', { status: 'content_filter', httpStatus: 400, usage: {} }, 'failed'],
    ['timed out, no status code', { status: 'timeout', usage: {} }, 'unknown'],
    ['aborted with estimated usage', { status: 'aborted', usageSource: 'estimated' }, 'billed'],
    ['aborted before the first byte', { status: 'aborted', httpStatus: 200, usage: {} }, 'unknown'],
  ])('%s', (_, changes, standing) => {
    expect(standingOf(settled({ id: 'a', ...changes }))).toBe(standing);
  });
});

describe('cells', () => {
  test('hold the sums and the range of their calls', () => {
    const calls = [
      settled({ id: 'a', usage: { uncachedInputTokens: 600, cacheReadTokens: 400, outputTokens: 50 }, loggedCostNanoUsd: 7, latencyMs: 10.4, maxOutputTokens: 100, hasFailureSignal: true, warm5mTokens: 5, warm24hTokens: 9 }),
      settled({ id: 'b', startedAt: START + 3, session: 'a', usage: { uncachedInputTokens: 513, outputTokens: 70 }, usageSource: 'estimated', isDeterministic: true }),
    ];
    const { cells } = buildHours(calls);
    expect(cells).toHaveLength(1);
    expect(cells[0]?.key).toEqual({
      templateKey: 101, task: 'conversation', needsMask: 0, inputOctave: 9, textKind: 'prose', incumbent: { provider: 'openai', model: 'gpt-4o-2024-08-06', serviceTier: '', effort: '', region: '' },
      billing: 'metered', standing: 'billed', repeat: 'none', hour: hourOf(START), weightMillionths: 1_000_000,
    });
    expect(cells[0]?.sums).toEqual({
      ...withoutMedia, calls: 2, uncachedInputTokens: 600 + 513, audioInputTokens: 0, imageInputTokens: 0, cacheReadTokens: 400, cacheWriteTokens: 0, cacheWrite1hTokens: 0, outputTokens: 50 + 70,
      reasoningTokens: 0, audioOutputTokens: 0, webSearches: 0, unbilledInputTokens: 0, unbilledOutputTokens: 0, unbilledCacheReadTokens: 0, warm5mTokens: 5, warm30mTokens: 0, warm1hTokens: 0, warm24hTokens: 9, loggedCalls: 1, loggedNanoUsd: 7, estimatedCalls: 1,
      failureSignals: 1, difficultyMillionths: 2 * 250_000, taskConfidenceMillionths: 2 * 800_000, sessions: 1, deterministicCalls: 1, latencyMs: 10, latencyCalls: 1,
    });
    expect(cells[0]?.range).toEqual({ minInput: 513, maxInput: 1000, minOutput: 50, maxOutput: 70, minAsked: 100, maxAsked: 100, minAt: START, maxAt: START + 3 });
  });

  test.each<[string, Partial<SettledCall>]>([
    ['template', { templateKey: 2 }], ['task', { task: 'code' }], ['needs', { needsMask: 1 }], ['octave', { usage: { uncachedInputTokens: 5000 } }], ['text kind', { textKind: 'cjk' }], ['provider', { provider: 'x' }],
    ['model', { servedModel: 'x' }], ['tier', { serviceTier: 'batch' }], ['effort', { effort: 'low' }], ['region', { region: 'eu' }], ['billing', { billing: 'free' }], ['standing', { usage: {} }],
    ['retry', { retryOf: 'x' }], ['duplicate', { duplicateOf: 'x' }], ['hour', { startedAt: START + HOUR }], ['weight', { weightMillionths: 2_000_000 }],
  ])('keep calls of another %s apart', (_, changes) => {
    expect(buildHours([settled({ id: 'a' }), settled({ id: 'b', ...changes })]).cells).toHaveLength(2);
  });

  test('unknown counts leave the range unstated', () => {
    expect(buildHours([settled({ id: 'a', usage: {} })]).cells[0]?.range).toEqual({ minInput: -1, maxInput: -1, minOutput: -1, maxOutput: -1, minAsked: -1, maxAsked: -1, minAt: START, maxAt: START });
  });
});

describe('minutes and latency', () => {
  test('a minute counts calls, tokens and faults by kind', () => {
    const statuses = ['ok', 'rate_limited', 'server_error', 'overloaded', 'timeout'] as const;
    const calls = statuses.map((status, index) => settled({ id: `c${index}`, status, startedAt: START + index, usage: status === 'ok' ? { uncachedInputTokens: 100, outputTokens: 9 } : {} }));
    expect(buildHours([...calls, settled({ id: 'next', startedAt: START + MINUTE })]).minutes[0]).toEqual({
      provider: 'openai', model: 'gpt-4o-2024-08-06', minute: START / MINUTE, calls: 5, inputTokens: 100, outputTokens: 9, rateLimited: 1, serverErrors: 2, otherErrors: 1,
    });
  });

  test('latency falls into quarter octaves', () => {
    expect(latencyBucketOf(1000)).toBe(Math.floor(4 * Math.log2(1000)));
    expect([0, 1, 2, 4, 2 ** 2.25 + 1e-9].map(latencyBucketOf)).toEqual([0, 0, 4, 8, 9]);
    const calls = [settled({ id: 'a', latencyMs: 1000, ttftMs: 2 }), settled({ id: 'b', latencyMs: 1001 }), settled({ id: 'c', latencyMs: 5, status: 'server_error' })];
    expect(buildHours(calls).latency.map(({ measure, bucket, calls: count }) => [measure, bucket, count])).toEqual([['latency', 39, 2], ['ttft', 4, 1]]);
  });
});

describe('what turns tokens into those of another model', () => {
  const images = { ...withoutImages, images: 2, imageTiles: 6, imageClaudePatches: 2738 };
  const vision = needsMask(['vision']);

  test('images, tools and sampled counts are summed, and the most of one call is kept', () => {
    const calls = [
      settled({ id: 'a', images, needsMask: vision, toolDefinitions: 3, sampledTokens: 700 }),
      settled({ id: 'b', images: { ...images, images: 1 }, needsMask: vision, usage: { uncachedInputTokens: 900, outputTokens: 1 } }),
    ];
    const [cell] = buildHours(calls).cells;
    expect(cell?.sums).toMatchObject({ images: 2 + 1, imageTiles: 6 + 6, imageClaudePatches: 2 * 2738, callsWithTools: 1, toolDefinitions: 3, sampledCalls: 1, sampledCountedTokens: 700, sampledReportedTokens: 800 });
    expect(cell?.range).toMatchObject({ maxImages: 2, maxTools: 3 });
  });

  test('a call that needs vision and whose images nobody described has one of unknown size', () => {
    const [cell] = buildHours([settled({ id: 'a', needsMask: vision, usage: { uncachedInputTokens: 600, imageInputTokens: 258, outputTokens: 1 } })]).cells;
    expect(cell?.sums).toMatchObject({ images: 1, unsizedImages: 1, reportedImages: 1 });
    expect(buildHours([settled({ id: 'a', needsMask: vision })]).cells[0]?.sums).toMatchObject({ images: 1, unsizedImages: 1, reportedImages: 0 });
  });

  test('a call without input tokens gives no sample', () => {
    expect(buildHours([settled({ id: 'a', usage: { outputTokens: 1 }, sampledTokens: 9 })]).cells[0]?.sums.sampledCalls).toBe(0);
  });
});

const anyCall = fc
  .record({
    minute: fc.integer({ min: 0, max: 180 }), template: fc.integer({ min: 1, max: 3 }), provider: fc.constantFrom('openai', 'anthropic'), status: fc.constantFrom<StoredCall['status']>('ok', 'ok', 'server_error'),
    usage: fc.record(Object.fromEntries(usageBuckets.map((bucket) => [bucket, fc.integer({ min: 0, max: 50_000 })])), { requiredKeys: [] }),
    loggedCostNanoUsd: fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: undefined }), latencyMs: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined }),
    difficulty: fc.double({ min: 0, max: 1, noNaN: true }), warm: fc.integer({ min: 0, max: 1000 }),
  })
  .map(({ minute, template, warm, ...rest }) => ({ ...rest, startedAt: START + minute * MINUTE, templateKey: template, warm5mTokens: warm, warm24hTokens: warm }));

const anyCalls = fc.array(anyCall, { maxLength: 60 }).map((rows) => rows.map((row, index) => settled({ id: `c${index}`, ...row })));

/** Adds up cells of equal keys: what two batches make of the same hour. */
function unite(cells: readonly Cell[]): Map<string, Cell['sums']> {
  const sums = new Map<string, Cell['sums']>();
  for (const cell of cells) {
    const key = cellKeyText(cell.key);
    const former = sums.get(key);
    sums.set(key, former === undefined ? cell.sums : (Object.fromEntries(cellSumNames.map((name) => [name, former[name] + cell.sums[name]])) as Cell['sums']));
  }
  return sums;
}

describe('whatever the calls', () => {
  test('cells add up to the calls', () => {
    fc.assert(
      fc.property(anyCalls, (calls) => {
        const { cells, minutes, latency } = buildHours(calls);
        const total = (name: (typeof cellSumNames)[number]): number => cells.reduce((sum, cell) => sum + cell.sums[name], 0);
        expect(total('calls')).toBe(calls.length);
        for (const bucket of usageBuckets) expect(total(bucket)).toBe(calls.reduce((sum, { usage }) => sum + (usage[bucket] ?? 0), 0));
        expect(total('loggedNanoUsd')).toBe(calls.reduce((sum, call) => sum + (call.loggedCostNanoUsd ?? 0), 0));
        expect(total('warm24hTokens')).toBe(calls.reduce((sum, call) => sum + call.warm24hTokens, 0));
        expect(minutes.reduce((sum, row) => sum + row.calls, 0)).toBe(calls.length);
        expect(minutes.reduce((sum, row) => sum + row.outputTokens, 0)).toBe(total('outputTokens'));
        expect(latency.reduce((sum, row) => sum + row.calls, 0)).toBe(calls.filter(({ status, latencyMs }) => status === 'ok' && latencyMs !== undefined).length);
        for (const { sums, range } of cells) for (const value of [...Object.values(sums), ...Object.values(range)]) expect(Number.isSafeInteger(value)).toBe(true);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  test('their order does not matter, nor how they are cut into batches', () => {
    fc.assert(
      fc.property(anyCalls, fc.nat(60), (calls, cut) => {
        const whole = buildHours(calls);
        expect(buildHours([...calls].reverse())).toEqual(whole);
        expect(unite([...buildHours(calls.slice(0, cut)).cells, ...buildHours(calls.slice(cut)).cells])).toEqual(unite(whole.cells));
      }),
      { numRuns: 200, seed: 4 },
    );
  });
});
