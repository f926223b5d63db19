import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelNameOf, needs, needsMask, needsOf } from '../../src/model/call.js';
import { bandNames, bandOf, bandUppers, cellKeyText, octaveOf } from '../../src/model/cell.js';
import { ConditionMet, UserError } from '../../src/model/errors.js';
import { nanoForTokens, nanoFromUsd, usdFromNano } from '../../src/model/money.js';
import { known, unknown } from '../../src/model/outcome.js';

describe('money', () => {
  test('is whole nano-dollars', () => {
    expect(nanoFromUsd(0.0018)).toBe(1_800_000);
    expect(nanoFromUsd(1e-10)).toBe(0);
    expect(nanoFromUsd(-2.5)).toBe(-2_500_000_000);
  });

  test('comes back as it was, to a nano-dollar', () => {
    fc.assert(fc.property(fc.integer({ min: -1e15, max: 1e15 }), (nano) => {
      expect(nanoFromUsd(usdFromNano(nano))).toBe(nano);
    }));
  });

  test('is 1,000 nano-dollars a token at 1 USD per million tokens', () => {
    expect(nanoForTokens(400, 0.5)).toBe(400 * 0.5 * 1000);
    expect(usdFromNano(nanoForTokens(1e6, 2.5))).toBe(2.5);
    expect(usdFromNano(nanoForTokens(600, 2) + nanoForTokens(400, 0.5) + nanoForTokens(50, 8))).toBeCloseTo((600 * 2 + 400 * 0.5 + 50 * 8) / 1e6, 12);
  });
});

describe('octaves and bands', () => {
  test('an octave holds the sizes from its power of two up to the next', () => {
    expect(octaveOf(1000)).toBe(9);
    for (let octave = 0; octave <= 24; octave += 1) {
      expect(octaveOf(2 ** octave)).toBe(octave);
      if (octave > 0) expect(octaveOf(2 ** octave - 1)).toBe(octave - 1);
    }
  });

  test('no size, or a size of nothing, has no octave and falls into the smallest band', () => {
    expect(octaveOf(undefined)).toBe(-1);
    expect(octaveOf(0)).toBe(-1);
    expect(bandOf(-1)).toBe(0);
  });

  test('an octave never straddles a band: the band of a size is the band of its octave', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 4_000_000 }), (tokens) => {
      const band = bandOf(octaveOf(tokens));
      expect(tokens).toBeLessThan(bandUppers[band] ?? 0);
      expect(tokens).toBeGreaterThanOrEqual(band === 0 ? 0 : (bandUppers[band - 1] ?? 0));
    }));
    expect(bandNames).toHaveLength(bandUppers.length);
  });

  test('cell keys that differ in one field differ in their text', () => {
    const key = {
      templateKey: 12, task: 'code', needsMask: 1, inputOctave: 9, textKind: 'prose', billing: 'metered', standing: 'billed', repeat: 'none', hour: 494_000, weightMillionths: 1_000_000,
      incumbent: { provider: 'openai', model: 'gpt-4o', serviceTier: '', effort: '', region: '' },
    } as const;
    const others = [
      { ...key, templateKey: 13 }, { ...key, task: 'other' }, { ...key, needsMask: 2 }, { ...key, inputOctave: 10 }, { ...key, textKind: 'code' }, { ...key, billing: 'free' },
      { ...key, standing: 'failed' }, { ...key, repeat: 'retry' }, { ...key, hour: 494_001 }, { ...key, weightMillionths: 2_000_000 },
      ...Object.keys(key.incumbent).map((field) => ({ ...key, incumbent: { ...key.incumbent, [field]: 'x' } })),
    ] as (typeof key)[];
    expect(new Set([key, ...others].map(cellKeyText)).size).toBe(1 + others.length);
  });
});

describe('needs', () => {
  test('have fixed bits, in the order of the list', () => {
    expect(needsMask(['tools', 'json_schema'])).toBe(1 + 4);
    expect(needsOf(1 + 4)).toEqual(['tools', 'json_schema']);
    expect(needsMask([])).toBe(0);
    expect(needs.slice(0, 14)).toEqual(['tools', 'parallel_tools', 'json_schema', 'json_object', 'vision', 'audio', 'documents', 'logprobs', 'multiple_choices', 'long_output', 'provider_tools', 'stateful', 'fine_tuned', 'embeddings']);
  });

  test('come back from their mask, once each, whatever the order', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...needs)), (list) => {
      expect(needsOf(needsMask(list))).toEqual(needs.filter((need) => list.includes(need)));
    }));
  });
});

test('the served model wins over the requested one', () => {
  expect(modelNameOf({ servedModel: 'gpt-4o-2024-08-06', requestedModel: 'gpt-4o' })).toBe('gpt-4o-2024-08-06');
  expect(modelNameOf({ requestedModel: 'gpt-4o' })).toBe('gpt-4o');
  expect(modelNameOf({})).toBe('unknown');
});

test('an outcome is a value or a reason', () => {
  expect(known(0)).toEqual({ known: true, value: 0 });
  expect(unknown('no rate')).toEqual({ known: false, reason: 'no rate' });
});

describe('errors', () => {
  test('for users carry a code, a hint and their cause', () => {
    const cause = new Error('ENOENT');
    const error = new UserError('no-file', 'a.jsonl does not exist.', { hint: 'Check the path.', cause });
    expect(error).toMatchObject({ name: 'UserError', code: 'no-file', message: 'a.jsonl does not exist.', hint: 'Check the path.', cause });
    expect(new UserError('x', 'y').hint).toBeUndefined();
    expect('cause' in new UserError('x', 'y')).toBe(false);
  });

  test('of a met condition are their own kind', () => {
    expect(new ConditionMet('saves 0')).toBeInstanceOf(Error);
    expect(new ConditionMet('saves 0')).not.toBeInstanceOf(UserError);
  });
});
