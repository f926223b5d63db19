import { effortWords } from './efforts.js';

/** `provider/model` and the effort behind the last colon, where that is an effort. Example: 'openai/o3:high' -> { base: 'openai/o3', effort: 'high' } */
export function splitModelId(id: string): { base: string; effort: string | undefined } {
  const at = id.lastIndexOf(':');
  const tail = at < 0 ? '' : id.slice(at + 1);
  const isEffort = (effortWords as readonly string[]).includes(tail) || /^budget$/.test(tail);
  if (isEffort) return { base: id.slice(0, at), effort: tail };
  const budget = /^(.+):(budget:\d+)$/.exec(id);
  return budget === null ? { base: id, effort: undefined } : { base: budget[1] as string, effort: budget[2] };
}

/**
 * Undated names that a maker's API resolves to one snapshot: OpenAI's by https://community.openai.com/t/where-can-i-check-the-model-alias-updates/1357643
 * (stored excerpt, read 2026-11-22); of Claude 3.5 Sonnet the last snapshot is taken.
 */
const PINNED: ReadonlyMap<string, string> = new Map(Object.entries({
  'openai/gpt-4o': 'openai/gpt-4o-2024-08-06',
  'openai/gpt-4o-mini': 'openai/gpt-4o-mini-2024-07-18',
  'openai/gpt-4': 'openai/gpt-4-0613',
  'openai/gpt-3.5-turbo': 'openai/gpt-3.5-turbo-0125',
  'anthropic/claude-3-5-sonnet': 'anthropic/claude-3-5-sonnet-20241022',
}));

/** The snapshot behind an undated name, else the name itself. Example: 'openai/gpt-4o' -> 'openai/gpt-4o-2024-08-06' */
export const pinnedName = (base: string): string => PINNED.get(base) ?? base;

const NOISE = new Set(['instruct', 'it', 'chat', 'preview', 'exp', 'experimental', 'latest', 'beta', 'hf', 'fp8', 'bf16', 'text', 'versatile', 'instant', 'maas']);

/**
 * A name without dates, dots and words that do not change the weights: how ids of different catalogs are matched.
 *
 * Example: 'anthropic/claude-haiku-4.5-20251001' and 'anthropic/claude-haiku-4-5' -> 'anthropic/claude-haiku-4-5'
 */
export function normalName(base: string): string {
  const { maker, tokens } = tokensOf(base);
  const kept = tokens.filter((token) => !NOISE.has(token) && !isDate(token));
  return `${maker}/${kept.join('-')}`;
}

/** The family of a model and its place in it. `version` grows with each generation; undefined where the name holds none. */
export interface Line {
  line: string;
  version: number | undefined;
}

/**
 * Maker + product line (with the size class, which is a line of its own), and the version that the name states.
 *
 * Example: 'anthropic/claude-3-5-haiku-20241022' -> { line: 'anthropic/claude-haiku', version: 3.5 };
 * 'openai/gpt-5.4-mini' -> { line: 'openai/gpt-mini', version: 5.4 }; 'mistralai/mistral-small-2506' -> version 25.06
 */
export function lineOf(base: string): Line {
  const { maker, tokens } = tokensOf(base);
  const words: string[] = [];
  const numbers: string[] = [];
  let dated: number | undefined;
  for (const token of tokens) {
    if (NOISE.has(token)) continue;
    if (/^\d{4}$/.test(token) && isYearMonth(token)) dated = Number(token) / 100;
    if (isDate(token)) continue;
    const glued = /^([a-z]{1,9}?)(\d{1,2}(?:\.\d{1,2})?)([a-z])?$/.exec(token);
    if (/^(a?\d+(\.\d+)?b|\d+x\d+b|e\d+b)$/.test(token)) words.push(token);
    else if (/^\d{1,2}o$/.test(token)) numbers.push(`${token.slice(0, -1)}.05`);
    else if (/^\d{1,2}(\.\d{1,2})?[a-z]?$/.test(token)) numbers.push(token.replace(/[a-z]$/, ''));
    else if (/^\d+$/.test(token)) continue;
    else if (glued !== null) {
      if (glued[1] !== 'v') words.push(glued[1] as string);
      numbers.push(glued[2] as string);
    } else words.push(token);
  }
  const [first, second] = numbers;
  const whole = first === undefined || first.includes('.') || second === undefined || second.includes('.') ? first : `${first}.${second}`;
  const isDated = maker === 'mistralai' && dated !== undefined;
  return { line: `${maker}/${words.join('-')}`, version: whole === undefined || isDated ? dated : Number(whole) };
}

function tokensOf(base: string): { maker: string; tokens: string[] } {
  const at = base.indexOf('/');
  const maker = at < 0 ? '' : base.slice(0, at).toLowerCase();
  const name = base.slice(at + 1).toLowerCase().replace(/(\d{4})-(\d{2})-(\d{2})/g, '$1$2$3');
  const isClaude = maker === 'anthropic';
  return { maker, tokens: (isClaude ? name.replaceAll('.', '-') : name).split(/[-_/: ]+/).filter((token) => token !== '') };
}

const isYearMonth = (token: string): boolean => {
  const year = Number(token.slice(0, 2));
  const month = Number(token.slice(2));
  return year >= 23 && year <= 29 && month >= 1 && month <= 12;
};

/** Eight digits (20241022), six (250715), or four that can be a year and month or a month and day (2506, 0613). */
function isDate(token: string): boolean {
  if (/^20\d{6}$/.test(token) || /^2[3-9]\d{4}$/.test(token)) return true;
  if (!/^\d{4}$/.test(token)) return false;
  return isYearMonth(token) || (Number(token.slice(0, 2)) <= 12 && Number(token.slice(2)) <= 31);
}
