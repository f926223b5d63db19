import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { jsonSchemas } from '../../src/make/json-schemas.js';
import { projectionSchema } from '../../src/model/analysis.js';
import { configSchema } from '../../src/model/config.js';
import { policySchema } from '../../src/model/policy.js';

const faultsOf = (schema: z.ZodType, value: unknown): string[] => {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : parsed.error.issues.map((issue) => [...issue.path, ...('keys' in issue ? issue.keys : [])].join('.'));
};

const config = {
  schema: 'shadowbill/config@1', deployments: { 'prod-4o': 'openai/gpt-4o' }, discounts: { openai: 0.1 }, billing: { anthropic: 'committed' }, candidates: ['openai/*'], allow: ['openai/gpt-4o'], deny: ['mistral/*'],
  workloads: { 'nightly-digest': 'off', triage: 'classification' },
  margin: 0.05, minSavingUsd: 20, timezone: 'Europe/Berlin', privacy: 'features',
};

const policy = {
  schema: 'shadowbill/policy@1', isSynthetic: false, created: '2026-11-22',
  thresholds: { threshold: 0.95, minEvidence: 'judged', tasks: { summarization: 0.9 }, workloads: { triage: 'off' } },
  rules: [{
    id: 'rule-1',
    match: { workload: 'w1', workloadLabel: 'Digest', task: 'summarization', needs: ['json_schema'], minInputTokens: 512, maxInputTokens: null, incumbent: 'openai/gpt-4o' },
    route: 'mistral/small', fallback: ['openai/gpt-4o'], threshold: 0.9, confidence: 0.96, evidence: 'judged', evidenceItems: 60, margin: 0.05,
    projectedSaving: { usd: 310, lowUsd: 200, highUsd: 420 }, expires: '2026-12-06', canary: { share: 0.05, ramp: [0.25, 1] },
  }],
  provenance: {
    analysis: 'a1', analysisHash: '0f', windowStart: '2026-11-08', windowEnd: '2026-11-21', timezone: 'UTC', filters: {}, catalog: 'c', classifier: ['1'], quality: 'q', seed: 1,
  },
};

describe('the settings file', () => {
  test('may be empty, or full', () => {
    expect(faultsOf(configSchema, {})).toEqual([]);
    expect(faultsOf(configSchema, config)).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['an unknown key', { margim: 0.05 }, 'margim'],
    ['two unknown keys at once', { margim: 0.05, maxSavingUsd: 5 }, 'margim.maxSavingUsd'],
    ['a share above 1', { discounts: { openai: 10 } }, 'discounts.openai'],
    ['an unknown billing', { billing: { openai: 'prepaid' } }, 'billing.openai'],
    ['a text for a number', { margin: '0.05' }, 'margin'],
    ['a negative amount', { minSavingUsd: -1 }, 'minSavingUsd'],
    ['an empty model name', { candidates: ['openai/gpt-4o', ''] }, 'candidates.1'],
    ['the schema of another file', { schema: 'shadowbill/policy@1' }, 'schema'],
    ['an unknown task', { workloads: { triage: 'sorting' } }, 'workloads.triage'],
  ])('refuses %s and names its path', (_, value, path) => {
    expect(faultsOf(configSchema, value)).toEqual([path]);
  });
});

describe('the policy file', () => {
  test('takes a whole policy', () => {
    expect(faultsOf(policySchema, policy)).toEqual([]);
  });

  test('names the path of what is wrong deep inside', () => {
    const [rule] = policy.rules;
    expect(faultsOf(policySchema, { ...policy, rules: [{ ...rule, canary: { share: 5, ramp: [] } }] })).toEqual(['rules.0.canary.share']);
    expect(faultsOf(policySchema, { ...policy, thresholds: { ...policy.thresholds, tasks: { sorting: 0.9 } } })[0]).toMatch(/^thresholds\.tasks/);
    expect(faultsOf(policySchema, { ...policy, created: '22.11.2026' })).toEqual(['created']);
    expect(faultsOf(policySchema, { ...policy, rules: [{ ...rule, comment: 'x' }] })).toEqual(['rules.0.comment']);
  });
});

test('a projection holds figures or null, never a missing or endless number', () => {
  const none = { status: 'none', usd: null, lowUsd: null, highUsd: null, traffic: null, tokenizer: null, outputLength: null, reasoning: null, failures: null };
  expect(faultsOf(projectionSchema, none)).toEqual([]);
  expect(faultsOf(projectionSchema, { ...none, usd: Number.POSITIVE_INFINITY })).toEqual(['usd']);
  const { usd: _, ...lacking } = none;
  expect(faultsOf(projectionSchema, lacking)).toEqual(['usd']);
});

describe('the published JSON Schemas', () => {
  const schemas = jsonSchemas();

  test('are those of the three stable files, each named and closed to unknown keys', () => {
    expect(Object.keys(schemas)).toEqual(['analysis.schema.json', 'policy.schema.json', 'config.schema.json']);
    for (const [name, schema] of Object.entries(schemas)) {
      expect(schema.title).toBe(`shadowbill/${name.split('.')[0]}@1`);
      expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
      expect(schema.additionalProperties).toBe(false);
    }
    expect(schemas['analysis.schema.json']?.required).toContain('scenarios');
  });

  test('judge a file as the program does', () => {
    const publicConfig = z.fromJSONSchema(schemas['config.schema.json'] as never);
    expect(publicConfig.safeParse(config).success).toBe(true);
    for (const wrong of [{ margim: 0.05 }, { margin: 2 }, { discounts: { openai: -1 } }, { privacy: 'none' }]) expect(publicConfig.safeParse(wrong).success).toBe(false);
    const publicPolicy = z.fromJSONSchema(schemas['policy.schema.json'] as never);
    expect(publicPolicy.safeParse(policy).success).toBe(true);
    expect(publicPolicy.safeParse({ ...policy, rules: [{ id: 'rule-1' }] }).success).toBe(false);
    expect(publicPolicy.safeParse({ ...policy, created: '22.11.2026' }).success).toBe(false);
  });

  const built = join(import.meta.dirname, '../../dist/schemas');
  test.skipIf(!existsSync(built))('are written by the build as they are here (skipped where nothing is built)', () => {
    for (const [name, schema] of Object.entries(schemas)) expect(JSON.parse(readFileSync(join(built, name), 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
  });
});
