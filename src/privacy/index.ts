import { redactionRules, type Trait } from './rules.js';

export { redactionRules, type RedactionRule } from './rules.js';

/** What is kept of a call's text. features: none; redacted: secrets and personal data masked; full: all of it. */
export const privacyLevels = ['features', 'redacted', 'full'] as const;
export type PrivacyLevel = (typeof privacyLevels)[number];

export interface Redacted {
  text: string;
  /** Rule id -> masked passages, only those above 0. */
  counts: Readonly<Record<string, number>>;
}

/**
 * Masks secrets and personal data: each passage becomes `[rule-id]`. Masked text stays as it is when it is redacted again.
 *
 * Example: 'write to anna@example.org' -> { text: 'write to [email]', counts: { email: 1 } }
 */
export function redact(text: string): Redacted {
  const traits = traitsOf(text);
  const counts: Record<string, number> = {};
  let masked = text;
  for (const rule of redactionRules) {
    if (!traits[rule.needs]) continue;
    masked = masked.replace(rule.pattern, (match: string) => {
      if (rule.isReal !== undefined && !rule.isReal(match)) return match;
      counts[rule.id] = (counts[rule.id] ?? 0) + 1;
      return `[${rule.id}]`;
    });
  }
  return { text: masked, counts };
}

/** Digits with at most two marks between them. No card, account or phone number has fewer. */
const MANY_DIGITS = 9;
const MARKS_BETWEEN_DIGITS = 2;
/** Characters of [A-Za-z0-9_-] in one run: no key is shorter. A run without any digit must be longer to be no word. */
const KEY_RUN = 16;
const KEY_RUN_WITHOUT_DIGIT = 20;
/** Colons no more than five characters apart: an IPv6 address has at least so many. */
const ADDRESS_COLONS = 4;
const COLON_GAP = 5;

/** Names that a secret is given to: the rule for assignments is tried only where one of them stands. */
const secretNames = /key|secret|passw|pwd|token/i;

/** One pass over the characters decides which rules are tried: most prompts hold no long run and few digits, and cost a glance. */
function traitsOf(text: string): Readonly<Record<Trait, boolean>> {
  let hasAtSign = false;
  let hasEquals = false;
  let hasLongRun = false;
  let hasManyDigits = false;
  let digits = 0;
  let digitRun = 0;
  let lastDigit = -1;
  let colons = 0;
  let colonRun = 0;
  let mostColons = 0;
  let lastColon = -COLON_GAP - 1;
  let run = 0;
  let runHasDigit = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 48 && code <= 57) {
      digits += 1;
      digitRun = index - lastDigit <= MARKS_BETWEEN_DIGITS + 1 ? digitRun + 1 : 1;
      if (digitRun >= MANY_DIGITS) hasManyDigits = true;
      lastDigit = index;
      runHasDigit = true;
    } else if (!((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 45)) {
      run = 0;
      runHasDigit = false;
      if (code === 64) hasAtSign = true;
      else if (code === 61) hasEquals = true;
      else if (code === 58) {
        colons += 1;
        colonRun = index - lastColon <= COLON_GAP ? colonRun + 1 : 1;
        if (colonRun > mostColons) mostColons = colonRun;
        lastColon = index;
      }
      continue;
    }
    run += 1;
    if (run >= (runHasDigit ? KEY_RUN : KEY_RUN_WITHOUT_DIGIT)) hasLongRun = true;
  }
  return {
    'key block': text.includes('-----BEGIN'),
    'long run': hasLongRun,
    assignment: digits > 0 && (hasEquals || colons > 0) && secretNames.test(text),
    'at sign': hasAtSign,
    address: hasAtSign && text.includes('://'),
    digits: digits > 3,
    account: digits >= MANY_DIGITS,
    'many digits': hasManyDigits,
    colons: mostColons >= ADDRESS_COLONS,
  };
}
