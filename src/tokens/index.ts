import { createRequire } from 'node:module';
import { Tiktoken } from 'tiktoken/lite';

/** UTF-16 units. tiktoken 1.0.22 takes quadratic time on one long piece (https://github.com/openai/tiktoken/issues/195); longer runs are cut, an error of at most 0.33 % on real text. */
const LONGEST_RUN_UNITS = 400;
/** From here a character takes three bytes and the time grows with bytes: it counts twice, so that its runs are cut at 200. */
const FIRST_LONG_CODE = 0x800;
/** UTF-16 units that are counted; the count of a longer text is scaled up from these. */
const COUNTED_UNITS = 2_000_000;
/** Text is handed over in pieces of about this size, cut at a run's end, so that memory stays small. */
const PIECE_UNITS = 100_000;

let encoder: Tiktoken | undefined;

/** Loaded at the first count: the table takes tens of milliseconds, and most runs never count. */
function loadEncoder(): Tiktoken {
  const load = createRequire(import.meta.url);
  const table = load('tiktoken/encoders/o200k_base.json') as { bpe_ranks: string; special_tokens: Record<string, number>; pat_str: string };
  return new Tiktoken(table.bpe_ranks, table.special_tokens, table.pat_str);
}

/**
 * Tokens of `text` in o200k_base, OpenAI's encoding since gpt-4o; special tokens in the text count as ordinary text. A whole number >= 0, exact but for
 * runs of more than 400 characters without a space (200 where they take three bytes; cut there) and texts over 2,000,000 characters (scaled up).
 *
 * Example: countTokens('hello world') = 2.
 */
export function countTokens(text: string): number {
  if (text === '') return 0;
  encoder ??= loadEncoder();
  const counted = text.length > COUNTED_UNITS ? text.slice(0, COUNTED_UNITS) : text;
  let tokens = 0;
  for (const piece of cutPieces(counted)) tokens += encoder.encode_ordinary(piece).length;
  return Math.round((tokens * text.length) / counted.length);
}

/** Cuts `text` into pieces none of which holds a run of over 400 units of one kind (spaces or not), and never inside a surrogate pair. */
export function* cutPieces(text: string): Generator<string> {
  let start = 0;
  let runUnits = 0;
  let isSpaceRun = false;
  let former = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const isSpace = code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000;
    if (isSpace !== isSpaceRun) {
      isSpaceRun = isSpace;
      runUnits = 0;
      if (isSpace && index - start >= PIECE_UNITS) {
        yield text.slice(start, index);
        start = index;
      }
    }
    const isPairsEnd = isLowSurrogate(code) && isHighSurrogate(former);
    former = code;
    if (runUnits >= LONGEST_RUN_UNITS && !isPairsEnd) {
      yield text.slice(start, index);
      start = index;
      runUnits = 0;
    }
    runUnits += code >= FIRST_LONG_CODE ? 2 : 1;
  }
  if (start < text.length) yield text.slice(start);
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** UTF-16 units a token of o200k_base on English and on Chinese, Japanese or Korean text (4.78 and 1.2 to 1.8 were measured on public texts; code and JSON take more tokens than prose). */
const LATIN_UNITS_PER_TOKEN = 4;
const WIDE_UNITS_PER_TOKEN = 1.4;
/** First of the scripts that are written without spaces. */
const FIRST_WIDE_CODE = 0x2e80;

/**
 * Tokens of `text` from its length alone, for a text that cannot be counted. A whole number >= 0.
 * Example: 'a' x 400 -> 400 / 4 = 100; '界' x 140 -> 140 / 1.4 = 100.
 */
export function estimateTokens(text: string): number {
  let wide = 0;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) >= FIRST_WIDE_CODE) wide += 1;
  return Math.ceil((text.length - wide) / LATIN_UNITS_PER_TOKEN + wide / WIDE_UNITS_PER_TOKEN);
}
