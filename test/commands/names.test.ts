import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/index.js';
import { checkConfigNames, checkPatterns, commitmentOverlaps } from '../../src/commands/config-names.js';
import { flagCodes } from '../../src/commands/flag-codes.js';
import { nearNames } from '../../src/commands/near-names.js';
import type { Config } from '../../src/model/config.js';
import { UserError } from '../../src/model/errors.js';

const catalog = createCatalog();

function faultOf(work: () => void): string {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return `${error.code} | ${error.message} | ${error.hint ?? ''}`;
    throw error;
  }
  return 'none';
}
const check = (config: Config): string => faultOf(() => checkConfigNames(config, createCatalog(config)));
const listed = (pattern: string): string => faultOf(() => checkPatterns([pattern], { catalog, where: '--candidates', isChatOnly: true }));

describe('names that the catalog does not know are said, with the names that are near', () => {
  test.each([
    ['gpt-4o-mini', /^unknown-name \| --candidates: .*"gpt-4o-mini".* openai\/gpt-4o-mini/],
    ['nosuch/model', /^unknown-name \| --candidates: /],
    ['openai/gpt-4o', /Did you mean openai\/gpt-4o-2024-08-06/],
    ['opnai/*', /Did you mean openai\/\*/],
    ['openai/gpt-5-mini:zzz', /^unknown-effort \| .* no effort "zzz"\. \| Its efforts are .*minimal/],
    ['openai/gpt-4o-mini:high', /^unknown-effort .* does not reason/],
    ['openai/text-embedding-3-small', /^unknown-name \| .* no chat model/],
    ['constructor', /^unknown-name/],
    ['__proto__/toString', /^unknown-name/],
  ])('--candidates %s', (pattern, expected) => expect(listed(pattern)).toMatch(expected));

  test.each(['*', 'openai/*', 'openai/gpt-4o-mini', 'openai/gpt-5-mini:high', 'bedrock/amazon.nova-lite-v1:0'])('--candidates %s is fine', (pattern) => expect(listed(pattern)).toBe('none'));

  test.each<[string, Config, RegExp]>([
    ['allow', { allow: ['openai/*', 'antropic/*'] }, /allow\.1: .* Did you mean anthropic\/\*/],
    ['deny', { deny: ['openai/gpt-4o-mimi'] }, /deny\.0: .* openai\/gpt-4o-mini/],
    ['candidates', { candidates: ['gpt-4o-mini'] }, /candidates\.0: /],
    ['a deployment of nothing', { deployments: { prod: 'openai/gpt-99' } }, /deployments\.prod: /],
    ['a discount of an unknown provider', { discounts: { opnai: 0.1 } }, /discounts\.opnai: .* Did you mean openai/],
    ['a discount of an unknown model', { discounts: { 'openai/gpt-4o-mimi': 0.1 } }, /discounts\.openai\/gpt-4o-mimi: .* openai\/gpt-4o-mini/],
    ['billing of an unknown provider', { billing: { antropic: 'committed' } }, /billing\.antropic: .* Did you mean anthropic/],
    ['billing of an unknown model', { billing: { 'openai/gpt-4o-mimi': 'free' } }, /billing\.openai\/gpt-4o-mimi: .* openai\/gpt-4o-mini/],
    ['a commitment to an unknown provider', { commitments: [{ provider: 'bedrok', usdPerMonth: 1, until: '2027-01-01' }] }, /commitments\.0\.provider: .* Did you mean bedrock/],
    ['a commitment on a model that is not there', { commitments: [{ provider: 'openai', models: ['gpt-4o*', 'gpt-99*'], usdPerMonth: 1, until: '2027-01-01' }] }, /commitments\.0\.models\.1: /],
    ['billing of a pattern that no model fits', { billing: { 'openai/gpt-99*': 'free' } }, /billing\.openai\/gpt-99\*: /],
    ['a discount of a pattern that no model fits', { discounts: { 'openai/gpt-99*': 0.1 } }, /discounts\.openai\/gpt-99\*: /],
    ['billing in two spellings', { billing: { openai: 'metered', OpenAI: 'free' } }, /billing\.openai and billing\.OpenAI are the same, openai\./],
    ['billing under two names of one provider', { billing: { 'vertex/gemini-2.5-pro': 'metered', 'google/Gemini-2.5-Pro': 'free' } }, /billing\.vertex\/gemini-2\.5-pro and billing\.google\/Gemini-2\.5-Pro are the same/],
    ['billing of a name of every object', { billing: { constructor: 'committed' } }, /billing\.constructor: /],
  ])('settings: %s', (_, config, expected) => expect(check(config)).toMatch(expected));

  test('settings whose names are known, aliases and gateways among them, are fine', () => {
    expect(check({
      candidates: ['openai/gpt-4o-mini'], allow: ['*'], deny: ['mistral/*', 'openai/text-embedding-3-small'], deployments: { 'azure/prod': 'openai/gpt-4o', 'own/chat': 'openai/gpt-4.1' },
      discounts: { vertex: 0.1, 'vertex/gemini-2.5-pro': 0.2, 'openai/*': 0.1, 'openai/gpt-4o': 0.2, 'openai/gpt-5*': 0.3, openrouter: 0.05, 'azure/gpt-4o': 0.1 },
      billing: { openrouter: 'metered', vertex: 'committed', own: 'committed', 'openai/*': 'metered', 'openai/gpt-4o': 'free', 'openai/gpt-5*': 'committed', 'openrouter/anything:free': 'free', 'own/chat': 'metered' },
      commitments: [{ provider: 'bedrock', models: ['anthropic.claude-*'], usdPerMonth: 1, until: '2027-01-01' }],
    })).toBe('none');
    expect(check({ deployments: { prod: 'openai/gpt-4o' }, billing: { 'our-gateway': 'committed' } })).toBe('none');
  });
});

test('models of one\'s own in two spellings are an error with both names', () => {
  const price = { inputUsdPerMtok: 1, outputUsdPerMtok: 1 };
  expect(check({ models: { 'openai/gpt-4o-mini': { price }, 'OpenAI/GPT-4o-mini': { price } } })).toMatch(/two-models \| models\.OpenAI\/GPT-4o-mini and models\.openai\/gpt-4o-mini are the same/);
  expect(check({ models: { 'vertex/x': { price }, 'google/x': { price } } })).toMatch(/two-models \| models\.google\/x and models\.vertex\/x are the same/);
});

test('commitments on the same calls and days are named as overlaps, a renewal is not', () => {
  const one = { provider: 'openai', usdPerMonth: 1, until: '2026-12-05' };
  const overlaps = (...commitments: NonNullable<Config['commitments']>): number => commitmentOverlaps({ commitments }, catalog).length;
  expect(commitmentOverlaps({ commitments: [one, { ...one, models: ['gpt-4o'], until: '2026-12-20' }] }, catalog)).toEqual([expect.stringContaining('commitments.0 and commitments.1 cover the same calls of openai')]);
  expect(overlaps(one, { ...one, from: '2026-12-05', until: '2027-12-05' })).toBe(0);
  expect(overlaps({ ...one, models: ['gpt-4o'] }, { ...one, provider: 'OpenAI', models: ['gpt-4o-2024*'] })).toBe(1);
  expect(overlaps({ ...one, models: ['gpt-4o*'] }, { ...one, models: ['gpt-5*'] })).toBe(0);
  expect(overlaps(one, { ...one, provider: 'azure' })).toBe(0);
});

test('near names are the nearest first, and none where nothing is near', () => {
  expect(nearNames('gpt-4o-mimi', ['openai/o3', 'openai/gpt-4o-mini', 'openai/gpt-4.1-mini'])).toEqual(['openai/gpt-4o-mini', 'openai/gpt-4.1-mini']);
  expect(nearNames('zzzzzz', ['openai/o3'])).toEqual([]);
});

test('--fail-on knows every code that an analysis raises', () => {
  const root = new URL('../../src/', import.meta.url);
  const files = [...readdirSync(new URL('analysis/', root)).filter((name) => name.endsWith('.ts')).map((name) => `analysis/${name}`), 'project/flags.ts', 'commands/loss-flags.ts', 'commands/import/overlap.ts'];
  const raised = files.flatMap((file) => [...readFileSync(new URL(file, root), 'utf8').matchAll(/\bcode: ([^,\n]*)/g)].flatMap((found) => [...(found[1] ?? '').matchAll(/'([a-z-]+)'/g)].map((code) => code[1])));
  expect([...new Set(raised)].sort()).toEqual([...flagCodes].sort());
});
