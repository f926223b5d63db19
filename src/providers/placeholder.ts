/** What recorders and redactors put where an id stood: `<X_REQUEST_ID>`, `{{id}}`, `[REDACTED]`, `***`, `$ID`. */
const MASK = /[<>{}[\]*$…]|redact|saniti[sz]|filtered|masked|scrubbed|removed|hidden|anonymi/i;
const MAKERS_PREFIX = /^(chatcmpl|cmpl|resp|msg|gen|req)[-_]/i;
/** Letters. A random id this long without any digit is rare, a word this long in both cases rarer. */
const RANDOM_LETTERS = 16;

/** Mask marks, or one and the same letter over and over (`xxxx`, the zero UUID). */
export function isMaskedId(id: string): boolean {
  const own = id.replace(MAKERS_PREFIX, '').replace(/[-_:.\s]/g, '');
  return MASK.test(id) || own === '' || /^(.)\1{2,}$/.test(own);
}

/**
 * Whether an id is a mask or a word in the place of one, which many calls share: it tells no two calls apart. A word = no digit, no maker's prefix, and too short for random letters.
 *
 * Example: '<X_REQUEST_ID>', 'REDACTED', 'request-id', '00000000-0000-0000-0000-000000000000' -> true; 'req_7f3a9c2e', 'msg_alpha' -> false
 */
export function isPlaceholderId(id: string): boolean {
  if (isMaskedId(id)) return true;
  const isRandom = id.length >= RANDOM_LETTERS && /[a-z]/.test(id) && /[A-Z]/.test(id);
  return !/\d/.test(id) && !MAKERS_PREFIX.test(id) && !isRandom;
}

const SHARED_KEY = /^(response|request):(.*)$/s;

/** Keys of a call that other sources may hold too, without those made of placeholders. Example: ['request:***', 'response:msg_1'] -> ['response:msg_1'] */
export const trueKeys = (keys: readonly string[]): string[] =>
  keys.filter((key) => {
    const id = SHARED_KEY.exec(key)?.[2];
    return id === undefined || !isPlaceholderId(id);
  });
