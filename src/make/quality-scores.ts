import { parse } from 'csv-parse/sync';
import { effortLevel } from '../quality/efforts.js';
import { pinnedName, splitModelId } from '../quality/names.js';

/** One published score, cleaned: model x level on one benchmark column. */
export interface Score {
  base: string;
  level: string;
  /** benchmark and metric. */
  column: string;
  /** Benchmarks by the same makers on the same or overlapping items, or by the same voters: their scores are not independent. */
  family: string;
  category: string;
  /** Higher is better; logit of percentages, as published otherwise. */
  value: number;
  date: string;
  source: string;
}

interface RawScore {
  benchmark: string;
  task_category: string;
  metric: string;
  higher_is_better: string;
  model_name_as_published: string;
  canonical_model: string;
  score: string;
  date: string;
  source: string;
}

/** Not quality: how long an answer is and what it costs. */
const DROPPED_SUFFIXES = ['/length', '/cost'];
/** Percentages of these metrics are put on the logit scale; ratings, ranks and differences stay as they are. */
const PERCENTAGE = /pct|percent|pass|win_rate|score_0_100|f1$|^score$/;
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^livebench/, 'livebench'], [/^bigcodebench/, 'bigcodebench'], [/^arena_hard/, 'arena_hard'], [/^vectara/, 'vectara'], [/^aider/, 'aider'],
  [/^thematic/, 'thematic_generalization'], [/^lmarena_text/, 'lmarena_text'], [/^wildbench/, 'wildbench'],
];

export function familyOf(benchmark: string): string {
  return FAMILIES.find(([pattern]) => pattern.test(benchmark))?.[1] ?? (benchmark.split('/')[0] as string);
}

/** Half a percent is kept from both ends so that 0 % and 100 % stay finite. Example: 50 -> 0 */
function logitOfPercent(percent: number): number {
  const share = Math.min(1, Math.max(0, percent / 100));
  return Math.log((share + 0.005) / (1.005 - share));
}

/**
 * Corrections to the canonical ids, each seen in the published names: unversioned `gemini-exp` builds are not Gemini 1.0; "non-reasoning" was read
 * as "reasoning"; base models without instruction tuning are other weights; GPT-4o of early 2025 is the build behind `chatgpt-4o-latest`.
 */
function correctedId(row: RawScore): string | undefined {
  const published = row.model_name_as_published.toLowerCase();
  const id = row.canonical_model.replace(/^(x-ai\/grok-4-fast(-non)?)-2511/, '$1').replace('-beta-0309', '-0309');
  if (/gemini-exp|gemini-advanced/.test(published)) return 'google/gemini-exp';
  if (/gpt-4o (feb|mar) 2025/.test(published)) return 'openai/chatgpt-4o-latest';
  if (/[- ]base$/.test(published) && !/claude/.test(published)) return undefined;
  return /-non\b/.test(id) || /no think|no reasoning/.test(published) ? id.replace(/:thinking$/, '') : id;
}

/** The table of published scores, without lengths and costs. Rows that cannot be read are left out. */
export function readScores(csv: string): Score[] {
  const rows = parse(csv, { columns: true, skip_empty_lines: true }) as RawScore[];
  const scores: Score[] = [];
  for (const row of rows) {
    if (DROPPED_SUFFIXES.some((suffix) => row.benchmark.endsWith(suffix)) || row.score === '') continue;
    const id = correctedId(row);
    const score = Number(row.score);
    if (id === undefined || !Number.isFinite(score)) continue;
    const { base: name, effort } = splitModelId(id);
    const base = pinnedName(name);
    const sign = row.higher_is_better === '1' ? 1 : -1;
    scores.push({
      base,
      level: effortLevel(base, effort),
      column: `${row.benchmark} ${row.metric}`,
      family: familyOf(row.benchmark),
      category: row.task_category,
      value: sign * (PERCENTAGE.test(row.metric) && score >= 0 ? logitOfPercent(score) : score),
      date: row.date,
      source: row.source.split(':').slice(0, 2).join(':'),
    });
  }
  return scores;
}
