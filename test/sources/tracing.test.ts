import { describe, expect, test } from 'vitest';
import { known } from '../../src/model/outcome.js';
import type { CapturedCall } from '../../src/model/call.js';
import { failureOf } from '../../src/sources/failure.js';
import { keepNewest } from '../../src/sources/keep-newest.js';
import { createNestedCalls } from '../../src/sources/nested-calls.js';
import { projectOf } from '../../src/sources/agent-turn.js';
import { createTimeReader } from '../../src/sources/time.js';
import { between, labelsOf, providerNamedBy } from '../../src/sources/tracing.js';

test('who serves a model is told by its name where that is one seller\'s', () => {
  const names = ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'groq/llama-3.3-70b-versatile', 'models/gemini-2.5-flash', 'claude-sonnet-4-5', 'llama-3.3-70b', 'meta-llama/llama-3.1-8b', 'vertex_ai/gemini-2.5-pro', undefined];
  expect(names.map(providerNamedBy)).toEqual(['aws', 'groq', 'google', 'anthropic', undefined, undefined, 'vertex', undefined]);
});

test('how a call failed is told by the number in its message, else by its words', () => {
  expect(failureOf('RateLimitError: Error code: 429 - {...}')).toEqual({ status: 'rate_limited', httpStatus: 429, errorType: 'RateLimitError' });
  expect(failureOf('APITimeoutError: Request timed out.')).toMatchObject({ status: 'timeout' });
  expect(failureOf('Client error 404 Not Found')).toMatchObject({ status: 'client_error', httpStatus: 404 });
  expect(failureOf('{"error": {"type": "overloaded_error", "message": "Overloaded"}}')).toMatchObject({ status: 'overloaded', errorType: 'overloaded_error' });
  expect(failureOf('took 500 tokens and broke')).toEqual({ status: 'server_error' });
  expect(failureOf(undefined)).toEqual({ status: 'server_error' });
});

test('labels are the short scalars that SDKs did not put there for themselves', () => {
  expect(labelsOf({ feature: 'search', ls_provider: 'openai', prompt: 'x'.repeat(200), deep: { a: 1 }, tries: 3 })).toEqual({ feature: 'search', tries: '3' });
});

test('a duration is that of two instants the right way round', () => {
  const time = createTimeReader();
  expect([between('2026-11-20T10:00:09.835Z', '2026-11-20T10:00:17.713Z', time), between('2026-11-20T10:00:09Z', '2026-11-20T10:00:08Z', time), between(null, '2026-11-20T10:00:08Z', time)]).toEqual([7878, undefined, undefined]);
});

test('a project is the last folder alone', () => {
  expect([projectOf('C:\\work\\parcels'), projectOf('/srv/parcels/'), projectOf('/'), projectOf(undefined)]).toEqual(['parcels', 'parcels', undefined, undefined]);
});

test('the newest half is kept', () => {
  const memory = new Set([1, 2, 3, 4, 5]);
  keepNewest(memory, 4);
  expect([...memory]).toEqual([4, 5]);
});

describe('calls in calls', () => {
  const call = (id: string, ancestors: readonly string[], counts: readonly [number, number] | undefined) => ({
    id, ancestors, characters: 1,
    reading: { where: id, text: id, outcome: known({ recordId: id, usage: counts === undefined ? {} : { uncachedInputTokens: counts[0], outputTokens: counts[1] } } as CapturedCall) },
  });
  const namesOf = (calls: readonly ReturnType<typeof call>[]): string[] => {
    const nested = createNestedCalls();
    return [...calls.flatMap((entry) => nested.add(entry)), ...nested.end()].map((reading) => ('folded' in reading ? `(${reading.where})` : 'outcome' in reading && reading.outcome.known ? String(reading.outcome.value.recordId) : ''));
  };
  const [inner, other, same, sum, none, own] = [call('inner', ['outer'], [60, 15]), call('other', ['outer'], [40, 5]), call('outer', [], [60, 15]), call('outer', [], [100, 20]), call('outer', [], undefined), call('outer', [], [70, 9])];

  test('a call with the counts of the one in it, the sum of all, or none is a wrapper, in any order', () => {
    expect(namesOf([same, inner])).toEqual(['(outer)', 'inner']);
    expect(namesOf([inner, same])).toEqual(['inner', '(outer)']);
    expect(namesOf([sum, inner, other])).toEqual(['(outer)', 'inner', 'other']);
    expect(namesOf([inner, other, sum])).toEqual(['inner', 'other', '(outer)']);
    expect(namesOf([none, inner])).toEqual(['(outer)', 'inner']);
  });

  test('a call with counts of its own around another is a call too', () => {
    expect(namesOf([own, inner])).toEqual(['outer', 'inner']);
  });

  test('a wrapper of a wrapper is one as well, whichever comes first', () => {
    const [top, middle, leaf] = [call('top', [], [60, 15]), call('middle', ['top'], [60, 15]), call('leaf', ['middle'], [60, 15])];
    for (const order of [[top, middle, leaf], [leaf, middle, top], [middle, leaf, top], [leaf, top, middle]]) expect(namesOf(order).sort()).toEqual(['(middle)', '(top)', 'leaf']);
  });

  test('what stands between may be no call, and may be written after', () => {
    const nested = createNestedCalls();
    nested.add(call('leaf', ['span'], [60, 15]));
    nested.link('span', 'outer');
    nested.add(same);
    expect(nested.end()).toMatchObject([{ where: 'leaf' }, { folded: 'wrapping-span', where: 'outer' }]);
  });
});
