import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { BillRow } from '../../src/model/bill.js';
import { inputTokensOf } from '../../src/model/usage.js';
import { detectSource, sources } from '../../src/sources/index.js';
import { readLineItem } from '../../src/sources/openai-costs.js';
import { fixture, readWith, skipsOf } from './read.js';

const FIXTURES = join(import.meta.dirname, '../../fixtures/sources');
const DAY = Date.UTC(2026, 10, 16);
const NEXT = Date.UTC(2026, 10, 17);

async function billsOf(id: string, text: string): Promise<{ bills: BillRow[]; skips: string[] }> {
  const { items } = await readWith(id, text);
  return { bills: items.flatMap((item) => ('bill' in item ? [item.bill] : [])), skips: skipsOf(items) };
}
const input = (row: BillRow | undefined): number | undefined => {
  const tokens = inputTokensOf(row?.usage ?? {});
  return tokens.known ? tokens.value : undefined;
};

describe('OpenAI usage report', () => {
  test('gives a row for each result, with cached, written and image tokens as parts of the input', async () => {
    const { bills, skips } = await billsOf('openai-usage', fixture('openai-usage/api/page.json'));
    expect(bills).toHaveLength(5);
    expect(bills[0]).toMatchObject({
      kind: 'usage', provider: 'openai', model: 'gpt-4o-2024-08-06', from: DAY, to: NEXT, requests: 120, serviceTier: 'default', dimensions: { project: 'proj_mail' },
      usage: { uncachedInputTokens: 141_000 - 40_000 - 1000 - 2000, imageInputTokens: 2000, cacheReadTokens: 40_000, cacheWriteTokens: 1000, outputTokens: 21_000 },
    });
    expect(bills[1]).toMatchObject({ serviceTier: 'batch', usage: { uncachedInputTokens: 50_000, outputTokens: 4000 } });
    expect(bills[2]?.usage).toEqual({ uncachedInputTokens: 90_000 });
    expect(bills.slice(3).map(({ lineItem, usage, requests }) => [lineItem, usage, requests])).toEqual([['12 images', undefined, 7], ['1048576 bytes in vector stores', undefined, undefined]]);
    expect(skips).toEqual([expect.stringMatching(/record 2: a span without use$/)]);
  });

  test('reads the dashboard\'s CSV, where a row without counts is a day without use', async () => {
    const { bills, skips } = await billsOf('openai-usage', fixture('openai-usage/dashboard/completions.csv'));
    expect(bills.map(({ serviceTier, requests, usage }) => [serviceTier, requests, usage?.uncachedInputTokens, usage?.cacheReadTokens])).toEqual([['default', 9, 6000, 2000], ['batch', 4, 1000, 0]]);
    expect(skips).toHaveLength(1);
  });

  test('reads rows of the older report, each at its instant', async () => {
    const { bills } = await billsOf('openai-usage', fixture('openai-usage/legacy/usage.json'));
    expect(bills.map(({ model, from, requests, usage }) => [model, from, requests, usage?.cacheReadTokens, usage?.outputTokens])).toEqual([
      ['gpt-4o-2024-08-06', 1_730_703_600_000, 3, 256, 60], ['text-embedding-3-small', 1_730_703_900_000, 1, undefined, 0],
    ]);
    expect(input(bills[0])).toBe(900);
  });

  test('audio that exceeds the counted text stands beside it', async () => {
    const { bills } = await billsOf('openai-usage', JSON.stringify({ start_time: 1794787200, end_time: 1794873600, results: [{ num_model_requests: 1, model: 'gpt-4o-audio', input_tokens: 100, input_audio_tokens: 400, output_tokens: 10, output_audio_tokens: 90 }] }));
    expect(bills[0]?.usage).toMatchObject({ uncachedInputTokens: 100, audioInputTokens: 400, outputTokens: 100, audioOutputTokens: 90 });
  });

  test('counts that cannot be are skipped with the reason', async () => {
    const { bills, skips } = await billsOf('openai-usage', JSON.stringify({ start_time: 1794787200, end_time: 1794873600, results: [{ num_model_requests: 1, model: 'm', input_tokens: 5, input_cached_tokens: 9, output_tokens: 1 }] }));
    expect(bills).toEqual([]);
    expect(skips[0]).toContain('impossible usage');
  });

  const samples = process.env['SHADOWBILL_SAMPLES'];
  test.skipIf(samples === undefined)('a recorded report reads as expected (skipped without SHADOWBILL_SAMPLES)', async () => {
    const folder = join(samples ?? '', 'logs/openai-usage');
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as { file: string; aggregates: { model: string; requests: number; input_tokens: number; output_tokens: number; bucket_start_unix: number }[] }[];
    for (const { file, aggregates } of expected) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(detectSource(text)).toMatchObject({ found: true, source: { id: 'openai-usage' } });
      const { bills } = await billsOf('openai-usage', text);
      expect(bills.map((row) => ({ model: row.model, requests: row.requests, input_tokens: input(row), output_tokens: row.usage?.outputTokens, bucket_start_unix: row.from / 1000 }))).toEqual(aggregates);
    }
  });
});

describe('OpenAI cost report', () => {
  test('gives dollars by line item, with model, tier and tokens where the line names them, and a known 0 for a span without charges', async () => {
    const { bills } = await billsOf('openai-costs', fixture('openai-costs/api/page.json'));
    expect(bills.map(({ model, serviceTier, costNanoUsd, usage }) => [model, serviceTier, costNanoUsd, usage])).toEqual([
      ['gpt-4o-2024-08-06', undefined, 0.25e9, { uncachedInputTokens: 100_000 }], ['gpt-4o-2024-08-06', undefined, 0.05e9, { cacheReadTokens: 40_000 }],
      ['gpt-4o-2024-08-06', 'priority', 0.21e9, { outputTokens: 21_000 }], [undefined, undefined, 0.3e9, undefined], ['gpt-image-1', undefined, 0, { outputTokens: 0 }],
      [undefined, undefined, 0, undefined],
    ]);
    expect(bills.at(-1)).toMatchObject({ from: NEXT, to: NEXT + 86_400_000 });
  });

  test('the dashboard\'s CSV gives totals of a day', async () => {
    const { bills } = await billsOf('openai-costs', fixture('openai-costs/dashboard/cost.csv'));
    expect(bills.map(({ from, costNanoUsd, dimensions }) => [from, costNanoUsd, dimensions])).toEqual([[DAY, 0.52e9, { organization: 'org-x' }], [NEXT, 0, {}]]);
  });

  test('an amount in another currency is skipped with the reason', async () => {
    const { bills, skips } = await billsOf('openai-costs', JSON.stringify({ start_time: 1794787200, end_time: 1794873600, results: [{ amount: { value: 1, currency: 'eur' }, line_item: 'gpt-4o' }] }));
    expect([bills, skips]).toEqual([[], ['line 1: the amount is in eur, not in US dollars']]);
  });

  test.each<[string, string | undefined, string | undefined]>([
    ['gpt-4o-mini-2024-07-18, cached input', 'gpt-4o-mini-2024-07-18', undefined], ['priority | gpt-5.6-sol, output, long context', 'gpt-5.6-sol', 'priority'],
    ['gpt-image-2-2026-04-21 text, input', 'gpt-image-2-2026-04-21', undefined], ['gpt-4o-2024-08-06, batch input', 'gpt-4o-2024-08-06', 'batch'], ['whisper', 'whisper', undefined],
    ['web search tool calls', undefined, undefined], ['assistants api | file search', undefined, undefined], ['ft:gpt-4o-mini-2024-07-18:org::abc, output', 'ft:gpt-4o-mini-2024-07-18:org::abc', undefined],
  ])('line item %s names %s', (lineItem, model, tier) => {
    const line = readLineItem(lineItem);
    expect([line.model, line.serviceTier]).toEqual([model, tier]);
  });
});

describe('Anthropic reports', () => {
  test('usage buckets are disjoint already', async () => {
    const { bills } = await billsOf('anthropic-usage', fixture('anthropic-usage/api/pages.jsonl'));
    expect(bills).toHaveLength(1);
    expect(bills[0]).toMatchObject({
      provider: 'anthropic', from: DAY, to: NEXT, model: 'claude-sonnet-4-5-20250929', serviceTier: 'standard', dimensions: { workspace: 'wrkspc_1', contextWindow: '0-200k' },
      usage: { uncachedInputTokens: 1500, cacheWriteTokens: 500, cacheWrite1hTokens: 1000, cacheReadTokens: 200, outputTokens: 500, webSearches: 10 },
    });
    expect(input(bills[0])).toBe(1500 + 500 + 1000 + 200);
  });

  test('the console\'s CSV of tokens holds whole UTC days', async () => {
    const { bills } = await billsOf('anthropic-usage', fixture('anthropic-usage/console/tokens.csv'));
    expect(bills.map(({ from, to, serviceTier, usage }) => [from, to, serviceTier, usage?.cacheReadTokens])).toEqual([[DAY, NEXT, undefined, 45_000], [DAY, NEXT, 'batch', 0]]);
  });

  test('amounts of the cost report are cents: 291.9015 is 2.919015 dollars; those of the console are dollars', async () => {
    const { bills } = await billsOf('anthropic-costs', fixture('anthropic-costs/api/page.json'));
    expect(bills.map(({ model, costNanoUsd, lineItem }) => [model, costNanoUsd, lineItem])).toEqual([
      ['claude-haiku-4-5-20251001', 2_919_015_000, 'Claude Haiku 4.5 Usage - Input Tokens'], [undefined, 0.1e9, 'Web Search Usage'], [undefined, 0, undefined],
    ]);
    const console = await billsOf('anthropic-costs', fixture('anthropic-costs/console/cost.csv'));
    expect(console.bills.map(({ model, costNanoUsd }) => [model, costNanoUsd])).toEqual([['Claude Haiku 4.5', 0.12e9], ['Claude Haiku 4.5', 0.05e9]]);
  });
});

test('OpenRouter\'s activity gives cost and tokens by day and model, from the API and from the page\'s CSV', async () => {
  const { bills } = await billsOf('openrouter-daily', fixture('openrouter-daily/api/activity.json'));
  expect(bills[0]).toMatchObject({ kind: 'cost', provider: 'openrouter', model: 'openai/gpt-4.1-2025-04-14', from: DAY, to: NEXT, costNanoUsd: 0.015e9, requests: 5, usage: { uncachedInputTokens: 50, outputTokens: 125, reasoningTokens: 25 } });
  const page = await billsOf('openrouter-daily', fixture('openrouter-daily/activity-page/activity.csv'));
  expect(page.bills).toMatchObject([{ model: 'openai/gpt-4.1-2025-04-14', costNanoUsd: 1.25e9, requests: 41, usage: { uncachedInputTokens: 70_965, outputTokens: 3009 } }]);
});

test('any other bill is a table with day, provider and cost_usd', async () => {
  const { bills } = await billsOf('bill-table', fixture('bill-table/basic/bill.csv'));
  expect(bills.map(({ kind, provider, lineItem, costNanoUsd, requests, usage }) => [kind, provider, lineItem, costNanoUsd, requests, usage])).toEqual([
    ['cost', 'aws', undefined, 12.5e9, 900, { uncachedInputTokens: 2_400_000, cacheReadTokens: 0, outputTokens: 350_000 }], ['cost', 'aws', 'Guardrails', 0.4e9, undefined, undefined],
    ['usage', 'aws', undefined, undefined, 450, { uncachedInputTokens: 1_200_000, outputTokens: 170_000 }],
  ]);
  const { bills: none, skips } = await billsOf('bill-table', 'day,provider,cost_usd\n2026-11-16,,5\nsoon,openai,5\n2026-11-16,openai,much\n');
  expect([none.length, skips.length]).toEqual([0, 3]);
});

test.each(sources.filter(({ isBill }) => isBill === true).map(({ id }) => id))('%s, which reconcile takes, holds bills and no calls', async (id) => {
  const files = readdirSync(join(FIXTURES, id), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('expected'));
  for (const { parentPath, name } of files) {
    const { items } = await readWith(id, readFileSync(join(parentPath, name)));
    expect([name, items.some((item) => 'bill' in item), items.some((item) => 'call' in item)]).toEqual([name, true, false]);
  }
});

test.each<[string, string]>([
  ['a time beyond any year', JSON.stringify({ start_time: 1e15, end_time: 2e15, results: [{ num_model_requests: 1, model: 'm', input_tokens: 5 }] })],
  ['more requests than can be counted', JSON.stringify({ start_time: 1794787200, results: [{ num_model_requests: 1e300, model: 'm', input_tokens: 5 }] })],
])('%s is skipped with the reason', async (_, text) => {
  const { bills, skips } = await billsOf('openai-usage', text);
  expect([bills.length, skips.length]).toEqual([0, 1]);
});

describe('the id of a line', () => {
  test('is the same in two files, whatever its figures, and another for every dimension', async () => {
    const bucket = (result: Record<string, unknown>): string => JSON.stringify({ start_time: 1794787200, end_time: 1794873600, results: [{ num_model_requests: 1, model: 'm', input_tokens: 5, output_tokens: 1, ...result }] });
    const idOf = async (result: Record<string, unknown>): Promise<string | undefined> => (await billsOf('openai-usage', bucket(result))).bills[0]?.id;
    const base = await idOf({});
    expect(await idOf({ input_tokens: 900, num_model_requests: 7, user_id: null })).toBe(base);
    for (const change of [{ model: 'n' }, { project_id: 'p' }, { user_id: 'u' }, { api_key_id: 'k' }, { batch: true }]) expect(await idOf(change)).not.toBe(base);
  });

  test('is the same in the API\'s answer and the dashboard\'s CSV', async () => {
    const csv = 'start_time,end_time,amount_value,amount_currency,line_item,project_id,organization_id\n1794787200,1794873600,0.25,usd,"gpt-4o-2024-08-06, input",proj_mail,\n';
    const [one, other] = [await billsOf('openai-costs', fixture('openai-costs/api/page.json')), await billsOf('openai-costs', csv)];
    expect(other.bills[0]?.id).toBe(one.bills[0]?.id);
  });
});
