import type { CallContent, TextKind } from '../model/call.js';

/** UTF-16 units looked at: enough for the shares below, whatever the size of the prompt. */
const SAMPLE_UNITS = 800;
/** Shares of characters. Tokenizers differ by script and by punctuation, so these two decide before anything else. */
const CJK_SHARE = 0.2;
const OTHER_SCRIPT_SHARE = 0.3;
const JSON_SHARE = 0.09;
const CODE_SHARE = 0.055;
const TABLE_SHARE = 0.03;
/** Marks. Fewer are the punctuation of a short question. */
const FEWEST_MARKS = 5;

export interface CharacterCounts {
  units: number;
  letters: number;
  cjk: number;
  /** Letters outside Latin, Greek and Cyrillic that are not CJK: Arabic, Hebrew, Devanagari, Thai … */
  otherScript: number;
  digits: number;
  /** { } [ ] " : */
  jsonMarks: number;
  /** ; = ( ) < > _ { } and the like */
  codeMarks: number;
  /** | and tab; commas are counted apart. */
  tableMarks: number;
  commas: number;
  lines: number;
  /** Letters beyond ASCII. */
  beyondAscii: number;
}

const JSON_MARK = 1;
const CODE_MARK = 2;
const TABLE_MARK = 4;
const DIGIT = 8;
const LETTER = 16;
const asciiKinds = new Uint8Array(128);
for (const mark of '{}[]":') asciiKinds[mark.charCodeAt(0)] = JSON_MARK;
for (const mark of ';=()<>_{}[]$#\\/*&+') asciiKinds[mark.charCodeAt(0)] = (asciiKinds[mark.charCodeAt(0)] ?? 0) | CODE_MARK;
for (const mark of '|\t') asciiKinds[mark.charCodeAt(0)] = TABLE_MARK;
for (let code = 48; code < 58; code += 1) asciiKinds[code] = DIGIT;
for (let code = 65; code < 91; code += 1) asciiKinds[code] = asciiKinds[code + 32] = LETTER;

export const isCjk = (code: number): boolean =>
  (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff);

/** Counts by kind over `text`, UTF-16 units. */
export function countCharacters(text: string): CharacterCounts {
  const counts: CharacterCounts = { units: text.length, letters: 0, cjk: 0, otherScript: 0, digits: 0, jsonMarks: 0, codeMarks: 0, tableMarks: 0, commas: 0, lines: 1, beyondAscii: 0 };
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 128) {
      if (code < 0xc0) continue;
      counts.letters += 1;
      counts.beyondAscii += 1;
      if (isCjk(code)) counts.cjk += 1;
      else if (code >= 0x0590 && (code < 0x1e00 || code > 0x2fff) && code < 0xd800) counts.otherScript += 1;
      continue;
    }
    const kind = asciiKinds[code] ?? 0;
    if (kind === LETTER) counts.letters += 1;
    else if (kind === DIGIT) counts.digits += 1;
    else if (code === 10) counts.lines += 1;
    else if (code === 44) counts.commas += 1;
    else {
      if ((kind & JSON_MARK) !== 0) counts.jsonMarks += 1;
      if ((kind & CODE_MARK) !== 0) counts.codeMarks += 1;
      if ((kind & TABLE_MARK) !== 0) counts.tableMarks += 1;
    }
  }
  return counts;
}

/**
 * What kind of text fills the prompt, for the ratio of one tokenizer to another. A sample of the longest messages decides; shares of characters,
 * cut points set by eye on prompts of each kind. 'other': scripts that tokenizers split unlike both (Arabic, Hindi, Thai …), or no text.
 *
 * Example: '{"id": 7, "name": "x"}' has 14 marks of JSON in 22 characters -> 'json'.
 */
export function textKindOf(content: CallContent): TextKind {
  const counts = countCharacters(sampleOf(content));
  return kindOfCounts(counts);
}

export function kindOfCounts(counts: CharacterCounts): TextKind {
  if (counts.units === 0) return 'other';
  const share = (count: number): number => count / counts.units;
  if (share(counts.cjk) >= CJK_SHARE) return 'cjk';
  if (counts.otherScript >= OTHER_SCRIPT_SHARE * counts.units) return 'other';
  if ((counts.tableMarks >= FEWEST_MARKS && share(counts.tableMarks) >= TABLE_SHARE) || (counts.lines > 4 && counts.commas >= 3 * counts.lines && counts.letters < 0.6 * counts.units)) return 'table';
  if (counts.jsonMarks >= FEWEST_MARKS && share(counts.jsonMarks) >= JSON_SHARE) return 'json';
  if (counts.codeMarks >= FEWEST_MARKS && share(counts.codeMarks) >= CODE_SHARE) return 'code';
  return counts.letters + counts.digits === 0 ? 'other' : 'prose';
}

/** Over both ends of the message that asks. */
export const countQuestion = (zones: { head: string; tail: string }): CharacterCounts => countCharacters(zones.tail === '' ? zones.head : zones.head + zones.tail);

/** The longest message, from its middle: the edges are instructions, the middle is what fills the tokens. */
function sampleOf(content: CallContent): string {
  let longest = '';
  for (const message of content.messages) if (message.text.length > longest.length) longest = message.text;
  if (longest.length <= SAMPLE_UNITS) return longest;
  const from = Math.floor((longest.length - SAMPLE_UNITS) / 2);
  return longest.slice(from, from + SAMPLE_UNITS);
}
