import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CapturedCall, modelNameOf } from '../../src/model/call.js';
import { inclusiveUsage } from '../../src/model/usage.js';
import { callsOf, readWith } from './read.js';

export const samplesFolder = process.env['SHADOWBILL_SAMPLES'];
export const hasSamples = samplesFolder !== undefined && existsSync(join(samplesFolder, 'logs'));

export type ExpectedCall = Readonly<Record<string, unknown>>;

/** Every call of a sample folder beside what it must read as. */
export async function samplePairs(folder: string, id: string, only: RegExp = /./): Promise<{ file: string; expected: readonly ExpectedCall[]; calls: readonly CapturedCall[] }[]> {
  const path = join(samplesFolder ?? '', 'logs', folder);
  const files = JSON.parse(readFileSync(join(path, 'expected.json'), 'utf8')) as { file: string; calls: ExpectedCall[] }[];
  const read = files.filter(({ file }) => only.test(file) && readdirSync(path).includes(file));
  return Promise.all(read.map(async ({ file, calls: expected }) => ({ file, expected: expected.map(inNano), calls: callsOf((await readWith(id, readFileSync(join(path, file), 'utf8'))).items) })));
}

/** A double's noise below a nano-dollar is nobody's money. */
const inNano = (expected: ExpectedCall): ExpectedCall => (typeof expected['cost_usd'] === 'number' ? { ...expected, cost_usd: Math.round(expected['cost_usd'] * 1e9) / 1e9 } : expected);

/** A call under the names of the samples' expectations. */
export function asExpected(call: CapturedCall): Record<string, unknown> {
  const usage = inclusiveUsage(call.usage);
  return {
    provider: call.provider, model: modelNameOf(call), request_model: call.requestedModel, input_tokens: usage.inputTokens, output_tokens: usage.outputTokens,
    cached_input_tokens: usage.cachedInputTokens, reasoning_tokens: usage.reasoningTokens, cost_usd: call.loggedCostNanoUsd === undefined ? undefined : call.loggedCostNanoUsd / 1e9,
    start: new Date(call.startedAt).toISOString(), start_unix_ms: call.startedAt, duration_ms: call.latencyMs, generation_ms: call.latencyMs, ttft_ms: call.ttftMs, stream: call.stream, status: call.status,
    http_status: call.httpStatus, error_type: call.errorType, finish_reason: call.finishReason, response_id: call.keys.find((key) => key.startsWith('response:'))?.slice('response:'.length), user: call.user, session_id: call.sessionId,
    tags: call.tags, output_text: call.content?.reply?.text,
  };
}
