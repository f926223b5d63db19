import { type CapturedCall, needs, needsMask, type Need } from '../model/call.js';

/** Tokens. Every current chat model answers this much; above it the maximum output of a candidate has to be looked at. */
const LONG_OUTPUT_TOKENS = 8192;

const bitOf = (need: Need): number => 1 << needs.indexOf(need);

/**
 * Capabilities that this call requires, as a bit mask in the order of `needs`. Read from the request; two look at what happened too:
 * - parallel_tools: one assistant turn, in the history or in the reply, holds two tool calls or more. That several tools are on offer, or that the
 *   switch is left at its default, does not make a call need them in parallel. Never where the caller switched parallel calls off.
 * - long_output: more than 8,192 output tokens were asked for, or came.
 */
export function needsOfCall(call: CapturedCall): number {
  const { content, parameters } = call;
  let mask = 0;
  if (parameters.wantsLogprobs === true) mask |= bitOf('logprobs');
  if ((parameters.choices ?? 1) > 1) mask |= bitOf('multiple_choices');
  if (parameters.isStateful === true) mask |= bitOf('stateful');
  if ((call.maxOutputTokens ?? 0) > LONG_OUTPUT_TOKENS || (call.usage.outputTokens ?? 0) > LONG_OUTPUT_TOKENS) mask |= bitOf('long_output');
  if (isFineTuned(call.requestedModel) || isFineTuned(call.servedModel)) mask |= bitOf('fine_tuned');
  if (call.api === 'embeddings') mask |= bitOf('embeddings');
  if ((call.usage.audioInputTokens ?? 0) > 0 || (call.usage.audioOutputTokens ?? 0) > 0) mask |= bitOf('audio');
  if ((call.usage.imageInputTokens ?? 0) > 0) mask |= bitOf('vision');
  if ((call.usage.webSearches ?? 0) > 0) mask |= bitOf('provider_tools');
  if (content === undefined) return mask;
  if (content.tools.some((tool) => tool.isProviderRun === true)) mask |= bitOf('provider_tools');
  if (content.tools.some((tool) => tool.isProviderRun !== true)) mask |= bitOf('tools');
  if (content.responseFormat !== undefined) mask |= bitOf(content.responseFormat.kind);
  let isParallel = (content.reply?.toolCalls.length ?? 0) >= 2;
  for (const message of content.messages) {
    if (message.toolCalls !== undefined && message.toolCalls.length >= 2) isParallel = true;
    for (const kind of message.media ?? []) mask |= mediaBits[kind];
  }
  if (isParallel && parameters.isParallelToolsAllowed !== false) mask |= bitOf('parallel_tools');
  return mask;
}

const mediaBits = { image: needsMask(['vision']), audio: needsMask(['audio']), document: needsMask(['documents']) } as const;

/** Ids of tuned models: OpenAI `ft:gpt-4o-mini:org::id`, older `ada:ft-org-…`. */
const isFineTuned = (model: string | undefined): boolean => model !== undefined && (model.startsWith('ft:') || model.includes(':ft-'));
