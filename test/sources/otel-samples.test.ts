import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inputTokensOf } from '../../src/model/usage.js';
import { modelNameOf } from '../../src/model/call.js';
import { detectSource } from '../../src/sources/index.js';
import { callsOf, readWith } from './read.js';

const samples = process.env['SHADOWBILL_SAMPLES'];
const folder = samples === undefined ? '' : join(samples, 'logs/otel-genai');
const has = samples !== undefined && existsSync(folder);

interface ExpectedSpan {
  trace_id: string; span_id: string; is_llm_call: boolean; provider?: string | null; model?: string | null; request_model?: string | null; input_tokens?: number | null; output_tokens?: number | null;
  cached_input_tokens?: number | null; cache_write_tokens?: number | null; reasoning_tokens?: number | null; cost_usd?: number | null; finish_reason?: string | null; response_id?: string | null;
  start_unix_ms?: number; duration_ms?: number; status?: string;
}

const providers: Readonly<Record<string, string>> = { OpenAI: 'openai', 'openai.responses': 'openai' };

describe.skipIf(!has)('the samples of OpenTelemetry spans (SHADOWBILL_SAMPLES names their folder)', () => {
  const expected = has ? (JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as { file: string; spans: ExpectedSpan[] }[]) : [];

  test.each(has ? readdirSync(folder).filter((name) => name.startsWith('otlp-')) : [])('detects %s as otel', (name) => {
    const detection = detectSource(readFileSync(join(folder, name)));
    expect(detection.found && detection.source.id).toBe('otel');
  });

  test.each(expected)('reads $file as stated', async ({ file, spans }) => {
    const { items } = await readWith('otel', readFileSync(join(folder, file)));
    const calls = callsOf(items);
    expect(items.filter((item) => 'folded' in item || 'skipped' in item)).toHaveLength(spans.filter((span) => !span.is_llm_call).length);
    expect(calls).toHaveLength(spans.filter((span) => span.is_llm_call).length);
    for (const span of spans.filter((each) => each.is_llm_call)) {
      const call = calls.find(({ keys }) => keys.includes(`span:${span.trace_id}/${span.span_id}`));
      const input = call === undefined ? undefined : inputTokensOf(call.usage);
      expect({
        input: input?.known === true ? input.value : null,
        output: call?.usage.outputTokens ?? null,
        cached: call?.usage.cacheReadTokens ?? null,
        written: call?.usage.cacheWriteTokens === undefined ? null : call.usage.cacheWriteTokens + (call.usage.cacheWrite1hTokens ?? 0),
        reasoning: call?.usage.reasoningTokens ?? null,
        cost: call?.loggedCostNanoUsd ?? null,
        start: call?.startedAt,
        status: call?.status,
        model: call === undefined ? undefined : modelNameOf(call),
      }).toEqual({
        input: span.input_tokens, output: span.output_tokens, cached: span.cached_input_tokens, written: span.cache_write_tokens, reasoning: span.reasoning_tokens,
        cost: span.cost_usd === null || span.cost_usd === undefined ? null : Math.round(span.cost_usd * 1e9), start: span.start_unix_ms, status: span.status, model: span.model ?? 'unknown',
      });
      expect(call?.latencyMs).toBeCloseTo(span.duration_ms ?? 0, 2);
      if (span.provider) expect(call?.provider).toBe(providers[span.provider] ?? span.provider);
      if (span.request_model) expect(call?.requestedModel).toBe(span.request_model);
      if (span.finish_reason) expect(call?.finishReason).toBe(span.finish_reason);
      if (span.response_id) expect(call?.keys).toContain(`response:${span.response_id}`);
    }
  });
});
