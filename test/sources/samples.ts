import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CapturedCall } from '../../src/model/call.js';
import { inclusiveUsage } from '../../src/model/usage.js';

const folder = process.env['SHADOWBILL_SAMPLES'];
export const hasSamples = folder !== undefined && existsSync(join(folder, 'logs'));
export const sampleText = (...parts: string[]): string => readFileSync(join(folder ?? '', 'logs', ...parts), 'utf8');

/** What a call says, under the names that the samples' expectations use; what nobody states is null. */
export function factsOf(call: CapturedCall): Record<string, unknown> {
  const usage = inclusiveUsage(call.usage);
  return {
    provider: call.provider, model: call.servedModel ?? call.requestedModel ?? null, request_model: call.requestedModel ?? null, stream: call.stream, status: call.httpStatus ?? null, ok: call.status === 'ok',
    input_tokens: usage.inputTokens ?? null, output_tokens: usage.outputTokens ?? null, cached_input_tokens: usage.cachedInputTokens ?? null, cache_write_tokens: usage.cacheWriteTokens ?? null,
    reasoning_tokens: usage.reasoningTokens ?? null, finish_reason: call.finishReason ?? null, error_type: call.errorType ?? null,
  };
}

const providerNames: Readonly<Record<string, string>> = { gemini: 'google', bedrock: 'aws' };

/** The samples' own names of providers as the catalog's. */
export const providerOf = (name: unknown): unknown => providerNames[String(name)] ?? name;

/** The named facts alone. */
export const pickFacts = (facts: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> => Object.fromEntries(names.map((name) => [name, name === 'provider' ? providerOf(facts[name]) : facts[name]]));
