/** What a text must hold for a rule to be tried; found in one pass over it (`traitsOf`). */
export type Trait = 'key block' | 'long run' | 'assignment' | 'at sign' | 'address' | 'digits' | 'account' | 'many digits' | 'colons';

/** One kind of secret or personal datum. `pattern` is global; `isReal` refuses what only looks like one. */
export interface RedactionRule {
  id: string;
  needs: Trait;
  pattern: RegExp;
  isReal?: (match: string) => boolean;
}

/**
 * In order: what an earlier rule has masked a later one does not see. Key forms as their makers publish them for secret scanning:
 * https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns (read 2026-11-22).
 */
export const redactionRules: readonly RedactionRule[] = [
  { id: 'private-key', needs: 'key block', pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----[\s\S]{0,12000}?(?:-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----|$)/g },
  { id: 'jwt', needs: 'long run', pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g },
  {
    id: 'api-key',
    needs: 'long run',
    pattern: /(?<![\w-])(?:sk-(?:ant-|proj-|or-v1-|svcacct-|admin-|lf-)?[\w-]{20,}|pk-lf-[\w-]{20,}|[spr]k_(?:live|test)_\w{16,}|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{35}|gh[opsur]_\w{30,}|github_pat_\w{40,}|glpat-[\w-]{20,}|xox[abprse]-[\w-]{10,}|hf_[A-Za-z0-9]{30,}|gsk_\w{40,}|xai-\w{40,}|pplx-\w{32,}|r8_\w{30,}|fw_\w{20,}|csk-\w{30,}|nvapi-[\w-]{40,}|tgp_v1_[\w-]{30,}|npm_\w{36}|pypi-[\w-]{40,}|SG\.[\w-]{16,}\.[\w-]{16,}|whsec_[\w+/=]{24,}|lsv2_(?:pt|sk)_\w{30,}|dop_v1_[0-9a-f]{64}|shpat_[0-9a-f]{32}|ya29\.[\w-]{20,})/g,
  },
  { id: 'bearer-token', needs: 'long run', pattern: /\b(?:Bearer|Basic)\s+[\w.~+/-]{16,}=*/gi, isReal: (match) => /\d/.test(match) || match.length > 40 },
  {
    id: 'assigned-secret',
    needs: 'assignment',
    pattern: /\b(?:api[_-]?key|apikey|access[_-]?key|secret(?:[_-]?key)?|client[_-]?secret|auth[_-]?token|access[_-]?token|refresh[_-]?token|password|passwd|pwd|x-api-key)\b["']?\s{0,4}[:=]\s{0,4}["']?(?!\[)[^\s"',;<>{}()[\]]{8,200}/gi,
    isReal: (match) => /[0-9]/.test(match.slice(match.search(/[:=]/))),
  },
  { id: 'url-credentials', needs: 'address', pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{1,100}:[^\s/@"'<>]{1,200}@/gi },
  { id: 'email', needs: 'at sign', pattern: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/gu },
  { id: 'iban', needs: 'account', pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, isReal: isIban },
  { id: 'credit-card', needs: 'many digits', pattern: /(?<![\d.,-])\d(?:[ -]?\d){12,18}(?![\d-])/g, isReal: isCardNumber },
  { id: 'us-social-security', needs: 'digits', pattern: /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g },
  { id: 'ip-address', needs: 'digits', pattern: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/g, isReal: isAddressOfSomeone },
  { id: 'ip-address', needs: 'colons', pattern: /(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}(?::?[0-9a-f]{1,4})(?![\w:])/gi },
  { id: 'phone', needs: 'many digits', pattern: /(?<![\w.,/#=-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){2,4}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4}|0\d{2,4}[ /-]\d{3,4}[ -]?\d{3,5})(?![\w-])/g, isReal: (match) => countDigits(match) >= 9 && countDigits(match) <= 15 },
];

const countDigits = (text: string): number => text.replace(/\D/g, '').length;

/**
 * Luhn check digit: ISO/IEC 7812-1. Numbers whose first digit no card scheme uses are refused.
 * Example: 4111 1111 1111 1111 -> true; ...1112 -> false.
 */
function isCardNumber(match: string): boolean {
  const digits = match.replace(/\D/g, '');
  if (digits.length < 13 || digits.length > 19 || !/^[2-6]/.test(digits) || /^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO 13616: the first four characters moved to the end, letters as 10..35, is 1 modulo 97. Example: DE89 3704 0044 0532 0130 00 -> true. */
function isIban(match: string): boolean {
  const text = match.replace(/ /g, '');
  if (text.length < 15 || text.length > 34) return false;
  let remainder = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** Loopback, unspecified, broadcast and mask addresses say nothing of anyone; four small numbers are rather a version. */
function isAddressOfSomeone(match: string): boolean {
  if (/^(?:127\.|0\.0\.0\.0|255\.)/.test(match)) return false;
  return match.split('.').some((part) => part.length > 1);
}
