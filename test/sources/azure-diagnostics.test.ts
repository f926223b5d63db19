import { describe, expect, test } from 'vitest';
import { detectSource } from '../../src/sources/index.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const lines = fixture('azure-diagnostics', 'basic', 'PT1H.json');
const files = [lines, fixture('azure-diagnostics', 'table', 'azurediagnostics.csv'), fixture('azure-diagnostics', 'table', 'eventhub.json')];

describe('azure-diagnostics', () => {
  test.each(files)('calls stand with unknown usage, never with 0, from every export (%#)', async (text) => {
    const detection = detectSource(text);
    expect(detection.found && detection.source.id).toBe('azure-diagnostics');
    const { items } = await readWith('azure-diagnostics', text, { size: 100 });
    expect(callsOf(items).map((call) => [call.provider, call.requestedModel, call.servedModel, call.api, call.stream, call.status, call.latencyMs, call.usage, call.user, call.startedAt - Date.UTC(2026, 10, 20, 8)])).toEqual([
      ['azure', 'mail', 'gpt-4o', 'chat', false, 'ok', 812, {}, undefined, 1123],
      ['azure', 'mail', 'gpt-4o', 'chat', true, 'ok', 2400, {}, 'user-2', 2123],
      ['azure', 'mail', 'gpt-4o', 'chat', false, 'rate_limited', 3, {}, undefined, 3123],
      ['azure', 'vectors', 'text-embedding-3-small', 'embeddings', false, 'ok', 812, {}, undefined, 6123],
    ]);
    expect(callsOf(items)[0]).toMatchObject({ keys: ['azure-diagnostics:dddddddd-0000-4000-8000-000000000001'], region: 'westeurope', httpStatus: 200 });
    expect(callsOf(items)[0]?.content).toBeUndefined();
    expect(skipsOf(items).map((reason) => reason.replace(/^.*?: /, ''))).toEqual(['a row of the audit or trace log, which is no request to a model', 'a request that is no model call']);
  });

  test('counts are read where the category has them', async () => {
    const { items } = await readWith('azure-diagnostics', lines.split('\n')[0]?.replace('RequestResponse', 'AzureOpenAIRequestUsage').replace('\\"apiName\\"', '\\"promptTokens\\": \\"12\\", \\"completionTokens\\": 3, \\"apiName\\"') ?? '');
    expect(callsOf(items)).toMatchObject([{ usage: { uncachedInputTokens: 12, outputTokens: 3 } }]);
  });

  test('a broken row between good ones costs itself', async () => {
    const [first, second, third] = lines.split('\n');
    const { items } = await readWith('azure-diagnostics', [first, second?.slice(0, 200), third].join('\n'));
    expect(callsOf(items)).toHaveLength(2);
    expect(skipsOf(items)).toEqual(['line 2: not JSON (a broken or cut line)']);
  });
});
