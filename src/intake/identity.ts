import type { CallContent, CapturedCall } from '../model/call.js';
import { type PromptDigest, digestPrompt } from './digest.js';

type Hash = (text: string) => number;

const digests = new WeakMap<CallContent, { hash: Hash; digest: PromptDigest }>();

/** The prompt's digest under the installation's key; remembered as long as the content lives, because choosing the sample and taking the call in both need it. */
export function digestOf(content: CallContent, hash: Hash): PromptDigest {
  const former = digests.get(content);
  if (former?.hash === hash) return former.digest;
  const digest = digestPrompt(content, chainKeyOf(hash));
  digests.set(content, { hash, digest });
  return digest;
}

/** A message holds media that the log does not show: it may be any. */
export const hasUnseenMedia = (message: CallContent['messages'][number]): boolean => (message.media?.length ?? 0) > 0 && message.mediaDigest === undefined;

/** Keyed hash of prompt and parameters; absent without text, and where media were sent that the log does not show: two such requests may differ. */
export function requestHashOf(call: CapturedCall, hash: Hash): number | undefined {
  if (call.content === undefined || !isAsked(call.content) || call.content.messages.some(hasUnseenMedia)) return undefined;
  return hash(`request\n${digestOf(call.content, hash).digest}\n${parametersText(call)}`);
}

/** Whether the log holds anything of what was asked: a request that was left out or sent as token ids is like no other. */
export const isAsked = ({ messages }: CallContent): boolean => messages.some(({ text, toolCalls, media }) => text !== '' || toolCalls !== undefined || media !== undefined);

const chainKeys = new WeakMap<Hash, number>();

function chainKeyOf(hash: Hash): number {
  const former = chainKeys.get(hash);
  if (former !== undefined) return former;
  const key = hash('chain');
  chainKeys.set(hash, key);
  return key;
}

/** What else must be equal for two calls to be the same request, whoever serves it: one request on two models is a natural experiment. */
function parametersText(call: CapturedCall): string {
  const { parameters, content } = call;
  const format = content?.responseFormat;
  return JSON.stringify([
    call.maxOutputTokens ?? '', parameters.temperature ?? '', parameters.seed ?? '',
    parameters.choices ?? '', parameters.wantsLogprobs ?? '', parameters.toolChoice ?? '', parameters.isParallelToolsAllowed ?? '', parameters.sampling ?? '', format?.kind ?? '', format?.schemaText ?? '',
  ]);
}
