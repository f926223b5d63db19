import { createRequire } from 'node:module';
import { Tiktoken } from 'tiktoken/lite';

/** UTF-16 units. tiktoken 1.0.22 takes quadratic time on one long piece (https://github.com/openai/tiktoken/issues/195); longer runs are cut, an error of at most 0.33 % on real text. */
const LONGEST_RUN_UNITS = 400;
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
 * runs of more than 400 characters without a space (cut there) and texts over 2,000,000 characters (scaled up).
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
  let runStart = 0;
  let isSpaceRun = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const isSpace = code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000;
    if (isSpace !== isSpaceRun) {
      isSpaceRun = isSpace;
      runStart = index;
      if (isSpace && index - start >= PIECE_UNITS) {
        yield text.slice(start, index);
        start = index;
      }
    }
    if (index - runStart >= LONGEST_RUN_UNITS && !(code >= 0xdc00 && code <= 0xdfff)) {
      yield text.slice(start, index);
      start = index;
      runStart = index;
    }
  }
  if (start < text.length) yield text.slice(start);
}
