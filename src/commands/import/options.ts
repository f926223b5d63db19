import { UserError } from '../../model/errors.js';
import { type Source, constantFault, sources } from '../../sources/index.js';

/** What the user said about the files, checked. */
export interface ImportOptions {
  from?: Source | undefined;
  map: Readonly<Record<string, string>>;
  set: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
  /** 1,000,000 = the log holds every call; 10,000,000 = one in ten. */
  weightMillionths: number;
}

export interface RawImportOptions {
  from?: string;
  map?: string[];
  set?: Record<string, string>;
  tag?: Record<string, string>;
  sampleRate?: string;
}

const MILLION = 1_000_000;

export function checkOptions(raw: RawImportOptions): ImportOptions {
  const map = Object.assign({}, ...(raw.map ?? []).map(parseMap)) as Record<string, string>;
  const from = raw.from === undefined ? (Object.keys(map).length > 0 ? sourceOf('mapped') : undefined) : sourceOf(raw.from);
  if (Object.keys(map).length > 0 && from?.id !== 'mapped') {
    throw new UserError('map-without-mapped', `--map names columns, which --from ${String(raw.from)} does not have.`, { hint: 'Leave --from out, or use --from mapped.' });
  }
  return { from, map, set: raw.set ?? {}, tags: raw.tag ?? {}, weightMillionths: weightOf(raw.sampleRate) };
}

/** Every format, one a line, by id. */
export function formatList(): string {
  const sorted = [...sources].sort((one, other) => (one.id < other.id ? -1 : 1));
  const width = Math.max(...sorted.map(({ id }) => id.length));
  return sorted.map(({ id, title }) => `${id.padEnd(width)}  ${title}`).join('\n');
}

function sourceOf(id: string): Source {
  const source = sources.find((candidate) => candidate.id === id);
  if (source === undefined) throw new UserError('no-format', `There is no log format "${id}".`, { hint: `Formats: ${sources.map((source) => source.id).join(', ')}.` });
  return source;
}

/** One call in a million: a call that stands for more is a slip of the keyboard, and its weight would no longer add up in whole numbers. */
const MIN_SAMPLE_RATE = 1e-6;

/** Example: '0.1' -> 10,000,000 */
function weightOf(rate: string | undefined): number {
  if (rate === undefined) return MILLION;
  const share = Number(rate);
  if (!(share > 0 && share <= 1)) throw new UserError('bad-sample-rate', `--sample-rate ${rate} is not a share of calls.`, { hint: 'Give the share that the log holds, more than 0 and at most 1: --sample-rate 0.1' });
  if (share < MIN_SAMPLE_RATE) throw new UserError('bad-sample-rate', `--sample-rate ${rate} is below ${MIN_SAMPLE_RATE}: one call would stand for more than a million.`, { hint: 'Give the share that the log holds, at least 0.000001: --sample-rate 0.1' });
  return Math.round(MILLION / share);
}

/** Example: 'model=Model,inputTokens="Request, tokens"' -> { model: 'Model', inputTokens: 'Request, tokens' } */
export function parseMap(text: string): Record<string, string> {
  if (text.trim() === '') throw new UserError('bad-map', '--map names no field.', { hint: 'Example: --map model=Model,inputTokens="Request tokens"' });
  const pairs: Record<string, string> = {};
  let rest = text.trim();
  while (rest !== '') {
    const match = /^([^=,\s]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^,]*))\s*(?:,\s*|$)/.exec(rest);
    if (match?.[1] === undefined) throw new UserError('bad-map', `--map cannot be read at "${rest.slice(0, 40)}".`, { hint: 'Example: --map model=Model,inputTokens="Request tokens"' });
    pairs[match[1]] = match[2] ?? match[3] ?? (match[4] ?? '').trim();
    rest = rest.slice(match[0].length);
  }
  return pairs;
}

/** --set is checked against what the format understands, before anything is read. */
export function assertSettable(source: Source, set: Readonly<Record<string, string>>): void {
  const isTagAllowed = source.settable.includes('tag.<name>');
  const wrong = Object.keys(set).find((field) => !source.settable.includes(field) && !(isTagAllowed && field.startsWith('tag.')));
  if (wrong === undefined) return assertValues(set);
  throw new UserError('no-field', `--set names "${wrong}", which the format ${source.id} does not take.`, { hint: `It takes: ${source.settable.join(', ')}. Tags are given with --tag name=value.` });
}

function assertValues(set: Readonly<Record<string, string>>): void {
  for (const [field, text] of Object.entries(set)) {
    const fault = constantFault(field, text);
    if (fault !== undefined) throw new UserError('bad-value', `--set ${field}=${text.slice(0, 40)} cannot be: ${fault}.`, { hint: `Give a value that ${field} can have, or leave it out.` });
  }
}
