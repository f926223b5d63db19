/**
 * Text with everything masked that changes from call to call of one template: ids, numbers, dates, addresses, quoted and fenced payloads, long
 * lines. What is left is the skeleton that two calls of one call site share.
 *
 * Example: 'Request-ID: 8f3a9c Time: 2026-11-12T09:14:03Z\nYou help "Anna".' -> 'request-id: # time: #\nyou help «».'
 */
export function maskVariables(text: string): string {
  return text
    .replace(fenced, '«»')
    .replace(tagged, '<$1>«»')
    .replace(urls, '#')
    .replace(emails, '#')
    .replace(quoted, '«»')
    .replace(words, maskWord)
    .replace(repeatedMarks, '#')
    .toLowerCase();
}

/** Payload between fences, and between a pair of tags that holds more than a short phrase. */
const fenced = /```[\s\S]*?(?:```|$)|"""[\s\S]*?(?:"""|$)/g;
const tagged = /<([A-Za-z][\w-]{0,40})(?:\s[^<>]{0,200})?>[^<>]{40,}(?:<\/\1>|$)/g;
const urls = /\b(?:https?|wss?|s3|gs):\/\/[^\s<>"')\]]+|\bwww\.[^\s<>"')\]]+/g;
const emails = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const quoted = /"[^"\n]{1,400}"|“[^”\n]{1,400}”|«[^»\n]{1,400}»|「[^」\n]{1,400}」|(?<![\p{L}\p{N}])'[^'\n]{1,400}'(?![\p{L}\p{N}])/gu;
/** A run that holds a digit: number, date, time, id, version, amount. */
const words = /[\p{L}\p{N}_][\p{L}\p{N}_.:/+-]*[\p{L}\p{N}_]|\p{N}/gu;
const repeatedMarks = /#(?:[\s,;:/|.-]*#)+/g;

/** Characters. An unbroken run of letters beyond it is no word of a language with spaces, and is an id or a key. */
const LONGEST_WORD = 32;

function maskWord(word: string): string {
  if (hasDigit(word)) return '#';
  return word.length > LONGEST_WORD && isAscii(word) ? '#' : word;
}

function hasDigit(word: string): boolean {
  for (let index = 0; index < word.length; index += 1) {
    const code = word.charCodeAt(index);
    if (code >= 48 && code <= 57) return true;
  }
  return false;
}

function isAscii(word: string): boolean {
  for (let index = 0; index < word.length; index += 1) if (word.charCodeAt(index) > 127) return false;
  return true;
}
