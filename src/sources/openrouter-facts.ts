// What OpenRouter's exports share. It serves and bills every call, whoever ran the model; its credits are US dollars. https://openrouter.ai/docs/api/api-reference/generations/get-generation (read 2026-11-22)
import type { Billing, Status } from '../model/call.js';
import type { InclusiveUsage } from '../model/usage.js';
import { count } from './values.js';

/** Counts with the parts cut to their whole: details come from another tokenizer at some hosts. Example: 10 prompt, 12 cached -> 10 of which 10 cached */
export function openRouterCounts(values: Record<'prompt' | 'completion' | 'cached' | 'reasoning', unknown>): InclusiveUsage {
  const [inputTokens, outputTokens] = [count(values.prompt), count(values.completion)];
  const within = (part: number | undefined, whole: number | undefined): number | undefined => (part === undefined || whole === undefined ? part : Math.min(part, whole));
  return { inputTokens, outputTokens, cachedInputTokens: within(count(values.cached), inputTokens), reasoningTokens: within(count(values.reasoning), outputTokens) };
}

/**
 * Dollars and how they are paid. With a key of the user's own, OpenRouter charges its fee alone and the maker charges the rest: the cost is the sum of both.
 * Example: { chargedUsd: 0.0005, upstreamUsd: 0.01, isOwnKey: true } -> 0.0105 USD, byok
 */
export function openRouterCost({ chargedUsd, upstreamUsd, isOwnKey, isFreeVariant }: { chargedUsd: number | undefined; upstreamUsd: number | undefined; isOwnKey: boolean; isFreeVariant: boolean }): { costUsd: number | undefined; billing: Billing | undefined } {
  if (isOwnKey) return { costUsd: chargedUsd === undefined && upstreamUsd === undefined ? undefined : (chargedUsd ?? 0) + (upstreamUsd ?? 0), billing: 'byok' };
  return { costUsd: chargedUsd, billing: isFreeVariant && (chargedUsd ?? 0) === 0 ? 'free' : undefined };
}

/** Both exports say how a call ended in the word for why it finished. */
export function openRouterStatus({ isCancelled, finishReason, httpStatus }: { isCancelled: boolean; finishReason: string | undefined; httpStatus?: number | undefined }): { status?: Status; httpStatus?: number } {
  if (isCancelled) return { status: 'aborted' };
  if (finishReason === 'content_filter') return { status: 'content_filter' };
  if (finishReason === 'error') return httpStatus !== undefined && httpStatus >= 400 ? { httpStatus } : { status: 'server_error' };
  return { status: 'ok' };
}

/** ms of the whole call. The time of generating begins with the first token at some hosts, with the request at others: where it is shorter than the time to the first token, both add up. */
export const wholeLatency = (generationMs: number | undefined, ttftMs: number | undefined): number | undefined =>
  generationMs === undefined ? undefined : generationMs < (ttftMs ?? 0) ? generationMs + (ttftMs ?? 0) : generationMs;
