import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/index.js';
import { checkConfigNames, checkPatterns } from '../../src/commands/config-names.js';
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
    ['billing of a name of every object', { billing: { constructor: 'committed' } }, /billing\.constructor: /],
  ])('settings: %s', (_, config, expected) => expect(check(config)).toMatch(expected));

  test('settings whose names are known, aliases and gateways among them, are fine', () => {
    expect(check({
      candidates: ['openai/gpt-4o-mini'], allow: ['*'], deny: ['mistral/*', 'openai/text-embedding-3-small'], deployments: { 'azure/prod': 'openai/gpt-4o', 'own/chat': 'openai/gpt-4.1' },
      discounts: { vertex: 0.1, 'vertex/gemini-2.5-pro': 0.2 },
      billing: { openrouter: 'metered', vertex: 'committed', own: 'committed', 'openai/*': 'metered', 'openai/gpt-4o': 'free', 'openrouter/anything:free': 'free', 'own/chat': 'metered' },
      commitments: [{ provider: 'bedrock', models: ['anthropic.claude-*'], usdPerMonth: 1, until: '2027-01-01' }],
    })).toBe('none');
    expect(check({ deployments: { prod: 'openai/gpt-4o' }, billing: { 'our-gateway': 'committed' } })).toBe('none');
  });
});

test('near names are the nearest first, and none where nothing is near', () => {
  expect(nearNames('gpt-4o-mimi', ['openai/o3', 'openai/gpt-4o-mini', 'openai/gpt-4.1-mini'])).toEqual(['openai/gpt-4o-mini', 'openai/gpt-4.1-mini']);
  expect(nearNames('zzzzzz', ['openai/o3'])).toEqual([]);
});

test('--fail-on knows every code that an analysis raises', () => {
  const root = new URL('../../src/', import.meta.url);
  const files = [...readdirSync(new URL('analysis/', root)).filter((name) => name.endsWith('.ts')).map((name) => `analysis/${name}`), 'project/flags.ts'];
  const raised = files.flatMap((file) => [...readFileSync(new URL(file, root), 'utf8').matchAll(/\bcode: ([^,\n]*)/g)].flatMap((found) => [...(found[1] ?? '').matchAll(/'([a-z-]+)'/g)].map((code) => code[1])));
  expect([...new Set(raised)].sort()).toEqual([...flagCodes].sort());
});
