import type { CallContent, CapturedCall } from '../model/call.js';
import { type Usage, inputTokensOf } from '../model/usage.js';
import { requestHashOf } from './identity.js';

/** Texts whose tokens intake needs: of a call without usage the prompt and the reply, of a sampled call the prompt alone. */
export interface TextsToCount {
  prompt: string;
  reply?: string;
}

/** Tokens of them, whole numbers >= 0. `isEstimated`: one of them took too long and was estimated from its length. */
export interface TokenCounts {
  prompt: number;
  reply?: number;
  isEstimated: boolean;
}

/**
 * Calls with usage and text of which one is counted. At 200 the count costs under 3 % of an import (a prompt of 4 KB takes about 1.3 ms in tiktoken, and runs
 * beside it), and a day of 10,000 calls gives 50 counted ones, enough for a ratio within some percent.
 */
const SAMPLE_EVERY = 200;

/** What has to be counted before the call is taken in; absent for most. The choice depends on the request alone, so that a second import makes the same. */
export function textsToCount(call: CapturedCall, hash: (text: string) => number): TextsToCount | undefined {
  const { content } = call;
  if (content === undefined) return undefined;
  if (isUsageMissing(call)) return { prompt: promptText(content), ...(content.reply !== undefined && { reply: replyText(content.reply) }) };
  if (!isFitForSample(call, content) || (requestHashOf(call, hash) ?? 1) % SAMPLE_EVERY !== 0) return undefined;
  return { prompt: promptText(content) };
}

/** Answered, and nothing was reported. */
export const isUsageMissing = (call: CapturedCall): boolean =>
  call.content !== undefined && call.status === 'ok' && call.usage.outputTokens === undefined && !inputTokensOf(call.usage).known;

/** All of the reported input is text that is there: no images, sound, files, results of the provider's own tools, or conversation kept elsewhere. */
function isFitForSample(call: CapturedCall, content: CallContent): boolean {
  const input = inputTokensOf(call.usage);
  if (call.status !== 'ok' || call.usageSource !== 'reported' || !input.known || input.value === 0 || call.parameters.isStateful === true) return false;
  return content.messages.every(({ media }) => media === undefined || media.length === 0) && content.tools.every((tool) => tool.isProviderRun !== true);
}

const promptText = ({ tools, messages }: CallContent): string =>
  [...tools.map((tool) => `${tool.name} ${tool.description ?? ''} ${tool.parametersText ?? ''}`), ...messages.map(messageText)].join('\n');

const replyText = (reply: NonNullable<CallContent['reply']>): string => [reply.text, ...reply.toolCalls.map((tool) => `${tool.name} ${tool.argumentsText}`)].join('\n');

const messageText = (message: CallContent['messages'][number]): string =>
  message.toolCalls === undefined ? message.text : [message.text, ...message.toolCalls.map((tool) => `${tool.name} ${tool.argumentsText}`)].join('\n');

/** What was reported (searches, say) with the counted tokens beside it. */
export const countedUsage = (call: CapturedCall, counts: TokenCounts): Usage =>
  ({ ...call.usage, uncachedInputTokens: counts.prompt, ...(counts.reply !== undefined && { outputTokens: counts.reply }) });
