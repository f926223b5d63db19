/** Whether a shell would take the text for a pattern. */
export const isPattern = (text: string): boolean => /[*?[{]/.test(text);

/**
 * The folder before the first part that is a pattern, and the parts from there on.
 * Example: 'logs/2026/*.jsonl' -> { folder: 'logs/2026', parts: ['*.jsonl'] }; a pattern from the root on -> { folder: '/', … }
 */
export function splitPattern(pattern: string): { folder: string; parts: readonly string[] } {
  const parts = pattern.split('/');
  const first = parts.findIndex(isPattern);
  const folder = parts.slice(0, first).join('/');
  return { folder: folder === '' ? (pattern.startsWith('/') ? '/' : '.') : folder, parts: parts.slice(first).filter((part) => part !== '' && part !== '.') };
}

/** Alternatives that a pattern may be cut into; more is no pattern that a person wrote. */
const MOST_ALTERNATIVES = 1000;

/** Example: 'a{b,c}d' -> ['abd', 'acd'] */
export function expandBraces(pattern: string): string[] {
  let open: string[] = [pattern];
  const done: string[] = [];
  while (open.length > 0 && open.length + done.length <= MOST_ALTERNATIVES) {
    open = open.flatMap((text) => {
      const match = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(text);
      if (match !== null) return (match[2] ?? '').split(',').map((part) => `${match[1] ?? ''}${part}${match[3] ?? ''}`);
      done.push(text);
      return [];
    });
  }
  return [...new Set([...done, ...open])];
}

/**
 * Whether a name is what one part of a pattern means: `*` any letters, `?` one, `[a-c]` one of them, `[!a]` none. A name that begins with a dot must be named so.
 * Example: matchesPart('*.jsonl', 'a.jsonl') -> true; matchesPart('*', '.hidden') -> false
 */
export function matchesPart(part: string, name: string): boolean {
  if (name.startsWith('.') && !part.startsWith('.')) return false;
  return isMatch(part, name);
}

/** Linear with one way back, the last `*`: no pattern can make it slow. */
function isMatch(part: string, name: string): boolean {
  const tokens = part.match(/\[!?\]?[^\]]*\]|\*+|[^]/g) ?? [];
  let [token, letter] = [0, 0];
  let star = -1;
  let starLetter = 0;
  while (letter < name.length) {
    const wanted = tokens[token];
    if (wanted?.startsWith('*') === true) {
      star = token;
      starLetter = letter;
      token += 1;
    } else if (wanted !== undefined && isLetter(wanted, name[letter] ?? '')) {
      token += 1;
      letter += 1;
    } else if (star !== -1) {
      token = star + 1;
      starLetter += 1;
      letter = starLetter;
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest.startsWith('*'));
}

function isLetter(token: string, letter: string): boolean {
  if (token === '?') return true;
  if (token.length === 1 || !token.startsWith('[')) return token === letter;
  const isNot = token[1] === '!';
  const set = token.slice(isNot ? 2 : 1, -1);
  let isIn = false;
  for (let at = 0; at < set.length; at += 1) {
    const from = set[at] ?? '';
    const isRange = set[at + 1] === '-' && at + 2 < set.length;
    isIn ||= isRange ? letter >= from && letter <= (set[at + 2] ?? '') : letter === from;
    if (isRange) at += 2;
  }
  return isIn !== isNot;
}
