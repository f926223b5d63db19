import type { CallContent, CapturedCall } from '../model/call.js';
import { type PromptDigest, digestPrompt } from './digest.js';

type Hash = (text: string) => number;

/** What was worked out of a content under one hash key, and of the call that it belongs to. */
interface Known {
  hash: Hash;
  digest: PromptDigest;
  request?: { call: CapturedCall; hash: number };
}

const knownContents = new WeakMap<CallContent, Known>();

function knownOf(content: CallContent, hash: Hash): Known {
  const former = knownContents.get(content);
  if (former?.hash === hash) return former;
  const known: Known = { hash, digest: digestPrompt(content, chainKeyOf(hash)) };
  knownContents.set(content, known);
  return known;
}

/** The prompt's digest under the installation's key; remembered as long as the content lives, because choosing the sample and taking the call in both need it. */
export const digestOf = (content: CallContent, hash: Hash): PromptDigest => knownOf(content, hash).digest;

/** A message holds media that the log does not show: it may be any. */
export const hasUnseenMedia = (message: CallContent['messages'][number]): boolean => (message.media?.length ?? 0) > 0 && message.mediaDigest === undefined;

/**
 * Keyed hash of prompt and parameters; absent without text, and where media were sent that the log does not show: two such requests may differ. Remembered with the digest.
 */
export function requestHashOf(call: CapturedCall, hash: Hash): number | undefined {
  if (call.content === undefined || !isAsked(call.content) || call.content.messages.some(hasUnseenMedia)) return undefined;
  const known = knownOf(call.content, hash);
  if (known.request?.call !== call) known.request = { call, hash: hash(`request\n${known.digest.digest}\n${parametersText(call)}`) };
  return known.request.hash;
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
