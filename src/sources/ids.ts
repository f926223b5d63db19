import { type CapturedCall, modelNameOf } from '../model/call.js';
import { inputTokensOf } from '../model/usage.js';
import { isMaskedId } from '../providers/placeholder.js';

/** How far an id column may be trusted. `guessed` = nobody named the column; `stated` = --map did, or the format has ids of its own. */
export type IdTrust = 'guessed' | 'stated';

const RESPONSE_ID = /^(chatcmpl-|cmpl-|resp_|msg_|gen-)/;
const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const WORD_PREFIX = /^[a-z]+[-_]/i;
/** Letters and digits. Sixteen mixed ones hold 80 bits: two alike by chance are not to be expected; row numbers and day counters are shorter or digits alone. */
const MIXED = /^(?=.*\d)(?=.*[a-z])[a-z0-9_-]{16,}$/i;

/** Example: 'req_7f3a9c2e41b84d06a' -> true; '17' -> false; 'request-00000001' -> false */
export const looksUnique = (id: string): boolean => RESPONSE_ID.test(id) || UUID.test(id) || MIXED.test(id.replace(WORD_PREFIX, ''));

type Facts = Pick<CapturedCall, 'provider' | 'servedModel' | 'requestedModel' | 'startedAt' | 'timeSource' | 'usage'>;

/**
 * Identities that an id column gives. One that a provider made is shared with other logs. Any other is the log's own: two records are one call only if
 * provider, model and start agree too, and the token counts where the column was guessed or nothing holds a start. A guessed id that does not look unique is none, and so is a mask.
 */
export function keysOfId(id: string, { prefix, trust }: { prefix: string; trust: IdTrust }, facts: Facts): string[] {
  if (isMaskedId(id)) return [];
  if (RESPONSE_ID.test(id)) return [`response:${id}`];
  if (trust === 'guessed' && !looksUnique(id)) return [];
  const hasStart = facts.timeSource === 'record';
  const input = inputTokensOf(facts.usage);
  const counts = trust === 'guessed' || !hasStart ? [input.known ? input.value : '', facts.usage.outputTokens ?? ''] : [];
  return [[prefix, facts.provider, modelNameOf(facts), hasStart ? facts.startedAt : '', ...counts, id].join(':')];
}
