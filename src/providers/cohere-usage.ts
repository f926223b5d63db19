// usage of Cohere's v2 API, meta of v1: https://docs.cohere.com/reference/chat and …/v1/reference/chat (read 2026-11-22)
import type { Outcome } from '../model/outcome.js';
import type { Usage } from '../model/usage.js';
import { type JsonObject, numberOf, objectOf, sumOf } from './json.js';
import { usageOnWire } from './wire-usage.js';

/**
 * `tokens` counts what the model saw and wrote, its template included; `billed_units` what is paid. Where more was counted than billed, the rest is unbilled. Where `tokens` is
 * missing (embeddings) or smaller, the billed units are the count. Nothing generated is named = an embedding: its output is 0.
 *
 * Example: { billed_units: { input_tokens: 33, output_tokens: 22 }, tokens: { input_tokens: 1452, output_tokens: 33 } } -> 1452 input of which 1419 unbilled, 33 output of which 11 unbilled
 */
export function readUsage(usage: JsonObject): Outcome<Usage> {
  const billed = objectOf(usage['billed_units']);
  const seen = objectOf(usage['tokens']);
  const images = numberOf(billed['image_tokens']);
  const input = merge(numberOf(seen['input_tokens']), sumOf(numberOf(billed['input_tokens']), images));
  const output = merge(numberOf(seen['output_tokens']), numberOf(billed['output_tokens']));
  const isEmbedding = output.count === undefined && usage['tokens'] === undefined && input.count !== undefined;
  return usageOnWire({
    inputTokens: input.count, cachedInputTokens: numberOf(usage['cached_tokens']), unbilledInputTokens: input.unbilled, ...(images !== undefined && images > 0 && { imageTokens: images }),
    outputTokens: isEmbedding ? 0 : output.count, unbilledOutputTokens: output.unbilled,
  });
}

function merge(seen: number | undefined, billed: number | undefined): { count: number | undefined; unbilled: number | undefined } {
  if (seen === undefined || billed === undefined || billed >= seen) return { count: seen === undefined || (billed !== undefined && billed > seen) ? billed : seen, unbilled: undefined };
  return { count: seen, unbilled: seen - billed };
}
