import { source as httpExchange } from './http-exchange.js';
import { source as mapped } from './mapped.js';
import { source as normalised } from './normalised.js';
import type { Fit, Sample, Source } from './source.js';

export { constantFault } from './fields.js';
export { MAX_HEAD_BYTES, endOfFirstLine } from './lines.js';
export type { ReadItem, Source, SourceInput, SourceOptions } from './source.js';

/** Every log format that can be read. A new one is a file, a line here and a fixture folder. */
export const sources: readonly Source[] = [httpExchange, normalised, mapped];

/** Lines of a sample that are looked at. */
const SAMPLE_LINES = 50;

export type Detection =
  | { found: true; source: Source; reason: string }
  | { found: false; problem: 'unknown' | 'ambiguous'; saw: string; candidates: readonly Source[] };

/** `head`: the first bytes of a file, decompressed, as UTF-8; its last line may be cut. `isWhole` = the file ends there. */
function sampleOf(head: string, { isWhole }: { isWhole: boolean }): Sample {
  const all = head.replace(/^\uFEFF/, '').split(/\r?\n/);
  const whole = isWhole ? all : all.slice(0, -1);
  const lines = whole.filter((line) => line.trim() !== '').slice(0, SAMPLE_LINES);
  return { head, lines, objects: lines.map(parsed).filter((value) => value !== undefined) };
}

function parsed(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(line);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** The format that fits the most records of the head; guesses by column names stand back behind real fits. Two that fit equally are ambiguous. */
export function detectSource(head: string, facts: { isWhole: boolean } = { isWhole: true }): Detection {
  const sample = sampleOf(head, facts);
  const fits = sources.flatMap((source) => {
    const fit = source.detect(sample);
    return fit === undefined ? [] : [{ source, fit }];
  });
  const [best, second] = fits.sort((left, right) => rank(right.fit) - rank(left.fit));
  if (best === undefined) return { found: false, problem: 'unknown', saw: describeHead(sample), candidates: [] };
  if (second !== undefined && rank(second.fit) === rank(best.fit)) return { found: false, problem: 'ambiguous', saw: describeHead(sample), candidates: [best.source, second.source] };
  return { found: true, source: best.source, reason: best.fit.reason };
}

const GUESS_PENALTY = 1000;
const rank = (fit: Fit): number => fit.records - (fit.isGuess ? GUESS_PENALTY : 0);

const SHOWN_CHARACTERS = 160;

/** What the file begins with, for a message: names of the first object, else the first line. */
function describeHead({ head, objects, lines }: Sample): string {
  const [first] = objects;
  if (first !== undefined) return `JSON lines with ${Object.keys(first).slice(0, 12).join(', ')}`;
  const line = (lines[0] ?? head).slice(0, SHOWN_CHARACTERS).replace(/[\u0000-\u001f\u007f-\u009f]/g, '·');
  return `a text that begins "${line}"`;
}
