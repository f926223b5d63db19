import type { CallContent, CapturedCall, TextKind, UsageSource } from '../model/call.js';
import type { ImageSums } from '../model/images.js';
import { type Usage, inputTokensOf } from '../model/usage.js';
import { isAsked, requestHashOf } from './identity.js';

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

/** How the model that answered makes tokens. Handed in: what is known of models stands in the catalog. */
export interface ModelCounting {
  /** Its tokens per token of o200k_base on this kind of text; absent where its vocabulary is not known. */
  ratio?: number | undefined;
  /** Its vocabulary is o200k_base itself, and nothing that it writes is hidden: counts of text are its own counts. */
  isExact: boolean;
  /** Messages stand in OpenAI's chat frame. */
  hasChatFrame: boolean;
  /** Tokens of the images of one call; undefined where its rule, or a size, is not known. */
  imageTokens: (images: ImageSums) => number | undefined;
  /** Tokens that so many tool definitions add beyond their text; undefined where it is not known. */
  toolTokens: (definitions: number) => number | undefined;
}

/** Of the model that served a call, for a kind of text. */
export type CountingOf = (call: CapturedCall, textKind: TextKind) => ModelCounting;

/** Nothing is known of the model: the count of o200k_base stands for text, and images have no count. */
export const unknownModel: ModelCounting = { isExact: false, hasChatFrame: false, imageTokens: () => undefined, toolTokens: () => undefined };

/**
 * OpenAI's own recipe: 3 tokens around every message beside its role, which is one token, and 3 that prime the reply:
 * https://github.com/openai/openai-cookbook/blob/main/examples/How_to_count_tokens_with_tiktoken.ipynb (read 2026-11-22)
 */
const FRAME_OF_MESSAGE = 3 + 1;
const FRAME_OF_REPLY = 3;

/**
 * Calls with usage and text of which one is counted. At 200 the count costs under 3 % of an import (a prompt of 4 KB takes about 1.3 ms in tiktoken, and runs
 * beside it), and a day of 10,000 calls gives 50 counted ones, enough for a ratio within some percent.
 */
const SAMPLE_EVERY = 200;

/** What has to be counted before the call is taken in; absent for most. The choice depends on the request alone, so that a second import makes the same. */
export function textsToCount(call: CapturedCall, hash: (text: string) => number): TextsToCount | undefined {
  const { content } = call;
  if (content === undefined) return undefined;
  if (isUsageMissing(call) && !isCountable(call, content)) return undefined;
  if (isUsageMissing(call)) return { prompt: promptText(content), ...(content.reply !== undefined && { reply: replyText(content.reply) }) };
  if (!isFitForSample(call, content) || (requestHashOf(call, hash) ?? 1) % SAMPLE_EVERY !== 0) return undefined;
  return { prompt: promptText(content) };
}

/** Answered, and nothing was reported. */
export const isUsageMissing = (call: CapturedCall): boolean =>
  call.content !== undefined && call.status === 'ok' && call.usage.outputTokens === undefined && !inputTokensOf(call.usage).known;

/** All that was sent is text and images that are there: no sound, no files, no results of the provider's own tools, no conversation kept elsewhere. A count without these would be too low. */
const isCountable = (call: CapturedCall, { messages, tools }: CallContent): boolean =>
  isAsked({ messages, tools }) && call.parameters.isStateful !== true && tools.every((tool) => tool.isProviderRun !== true) && messages.every(({ media }) => media === undefined || media.every((kind) => kind === 'image'));

/** All of the reported input is text that is there: no images, sound, files, results of the provider's own tools, template of its own, or conversation kept elsewhere. */
function isFitForSample(call: CapturedCall, content: CallContent): boolean {
  const input = inputTokensOf(call.usage);
  if (call.status !== 'ok' || call.usageSource !== 'reported' || !input.known || input.value === 0 || call.parameters.isStateful === true) return false;
  if ((call.usage.unbilledInputTokens ?? 0) > 0) return false;
  return content.messages.every(({ media }) => media === undefined || media.length === 0) && content.tools.every((tool) => tool.isProviderRun !== true);
}

const promptText = ({ tools, messages }: CallContent): string =>
  [...tools.map((tool) => `${tool.name} ${tool.description ?? ''} ${tool.parametersText ?? ''}`), ...messages.map(messageText)].join('\n');

const replyText = (reply: NonNullable<CallContent['reply']>): string => [reply.text, ...reply.toolCalls.map((tool) => `${tool.name} ${tool.argumentsText}`)].join('\n');

const messageText = (message: CallContent['messages'][number]): string =>
  message.toolCalls === undefined ? message.text : [message.text, ...message.toolCalls.map((tool) => `${tool.name} ${tool.argumentsText}`)].join('\n');

export interface CountedCall {
  counts: TokenCounts;
  model: ModelCounting;
  images: ImageSums | undefined;
  /** Tool definitions of the request. */
  tools: number;
}

/**
 * What was reported (searches, say) with the counted tokens beside it, in the model's own tokens: text x ratio, its images, its tools and its frame around
 * messages. `counted` where the vocabulary is the model's own and public, else `estimated`. Undefined, and the usage stays unknown, where images have no count.
 *
 * Example: 100 and 20 tokens of o200k_base in one message to a model with 1.2 tokens for each and an image of 1369: 120 + 1369 in, 24 out, estimated; on gpt-4o,
 * without the image: 100 + 4 + 3 in, 20 out, counted.
 */
export function countedUsage(call: CapturedCall, { counts, model, images, tools }: CountedCall): { usage: Usage; usageSource: UsageSource } | undefined {
  const imageTokens = images === undefined ? 0 : model.imageTokens(images);
  if (imageTokens === undefined) return undefined;
  const ratio = model.ratio ?? 1;
  const isChat = model.hasChatFrame && (call.api === 'chat' || call.api === 'responses');
  const frame = isChat ? FRAME_OF_MESSAGE * (call.content?.messages.length ?? 0) + FRAME_OF_REPLY : 0;
  const toolTokens = tools === 0 ? 0 : (model.toolTokens(tools) ?? 0);
  const isCounted = model.isExact && tools === 0 && !counts.isEstimated;
  return {
    usage: {
      ...call.usage,
      uncachedInputTokens: Math.round(counts.prompt * ratio + frame + toolTokens + imageTokens),
      ...(counts.reply !== undefined && { outputTokens: Math.round(counts.reply * ratio) }),
    },
    usageSource: isCounted ? 'counted' : 'estimated',
  };
}
