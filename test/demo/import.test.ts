import { expect, test } from 'vitest';
import { generateDemo } from '../../src/demo/index.js';
import { readExchange } from '../../src/providers/index.js';
import type { ExchangeBody, HttpExchange } from '../../src/model/exchange.js';

const bodyOf = (body: object | string): ExchangeBody => (typeof body === 'string' ? { text: body } : { json: body });

test('the importer understands every line: model, usage, session, status', () => {
  const statuses = new Set<string>();
  for (const record of generateDemo({ seed: 2, sampleEvery: 400 })) {
    const exchange: HttpExchange = {
      ...record,
      startedAt: Date.parse(record.startedAt),
      request: { ...record.request, body: bodyOf(record.request.body) },
      response: record.response === undefined ? undefined : { ...record.response, body: bodyOf(record.response.body) },
    };
    const call = readExchange(exchange, { source: 'http-exchange', fileTimeMs: 0 });
    expect(call.known).toBe(true);
    if (!call.known) continue;
    statuses.add(call.value.status);
    expect(call.value.provider).toBe('openai');
    expect(call.value.recordId).toBe(record.id);
    expect(call.value.sessionId).toBe(record.tags['session_id']);
    expect(call.value.usage.uncachedInputTokens !== undefined && call.value.usage.outputTokens !== undefined).toBe(call.value.status === 'ok');
    if (call.value.status === 'ok') expect(call.value.servedModel).toMatch(/^gpt-4o(-mini)?-2024-/);
  }
  for (const status of ['ok', 'rate_limited', 'server_error', 'overloaded']) expect(statuses).toContain(status);
});
