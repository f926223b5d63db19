/**
 * The company of the founding article: calls and tokens of a month of 30 days, all on GPT-4o, input to output 5:1 in every line.
 * Every line's list price is 3.75 USD per million tokens: (5 * 2.50 + 1 * 10) / 6.
 */
export const lines = [
  { id: 'summarization-classification', calls: 400_000, tokensPerCall: 800 },
  { id: 'support', calls: 350_000, tokensPerCall: 1200 },
  { id: 'code', calls: 150_000, tokensPerCall: 2000 },
  { id: 'documents', calls: 100_000, tokensPerCall: 8000 },
] as const;
export type LineId = (typeof lines)[number]['id'];

export const siteIds = [
  'ticket-triage', 'review-sentiment', 'content-moderation', 'news-digest', 'email-summary', 'meeting-notes',
  'support-chat', 'order-assistant', 'refund-policy-qa',
  'code-review', 'code-generation', 'sql-writer', 'unit-tests',
  'contract-analysis', 'invoice-extraction', 'report-analysis',
] as const;
export type SiteId = (typeof siteIds)[number];

export const languages = ['en', 'de', 'fr', 'es', 'pt', 'ja', 'zh'] as const;
export type Language = (typeof languages)[number];

/** How a call site behaves. Calls and tokens are those of a month; `null` tokens: what its line has left. */
export interface SitePlan {
  id: SiteId;
  line: LineId;
  calls: number;
  inputTokens: number | null;
  outputTokens: number | null;
  /** Which callers tag it: `since` = only from that day on. */
  tagged: 'always' | 'never' | { since: string };
  /** A weekend day's volume over a working day's. */
  weekendShare: number;
  hours: 'office' | 'shop' | 'night' | 'round-the-clock';
  /** Standard deviation of the logarithm of the size of what is new in a request, and of a reply. */
  inputSpread: number;
  outputSpread: number;
  /** Output ceiling sent as `max_tokens`; a longer reply ends there, cut short. */
  maxTokens: number;
  /** `temperature` as sent; absent = not set. */
  temperature?: number;
  languages: Readonly<Partial<Record<Language, number>>>;
  /** Mean user turns of a session; 1 = every call stands alone. */
  meanTurns: number;
  /** Share of user turns that are answered by a tool call first. */
  toolShare?: number;
  /** Share of calls that repeat an earlier one byte by byte. */
  repeatShare?: number;
  /** Share of replies that are streamed. */
  streamShare?: number;
}

const world = { en: 52, de: 12, fr: 9, es: 9, pt: 6, ja: 7, zh: 5 };
const english = { en: 1 };

export const sitePlans: readonly SitePlan[] = [
  { id: 'ticket-triage', line: 'summarization-classification', calls: 130_000, inputTokens: 72_800_000, outputTokens: 6_240_000, tagged: 'always', weekendShare: 0.45, hours: 'shop', inputSpread: 0.45, outputSpread: 0.15, maxTokens: 150, temperature: 0, languages: world, meanTurns: 1, repeatShare: 0.03 },
  { id: 'review-sentiment', line: 'summarization-classification', calls: 70_000, inputTokens: 23_100_000, outputTokens: 1_680_000, tagged: 'always', weekendShare: 0.7, hours: 'round-the-clock', inputSpread: 0.6, outputSpread: 0.2, maxTokens: 60, temperature: 0, languages: world, meanTurns: 1, repeatShare: 0.025 },
  { id: 'content-moderation', line: 'summarization-classification', calls: 30_000, inputTokens: 12_600_000, outputTokens: 900_000, tagged: 'never', weekendShare: 0.9, hours: 'round-the-clock', inputSpread: 0.6, outputSpread: 0.2, maxTokens: 80, temperature: 0, languages: world, meanTurns: 1, repeatShare: 0.02 },
  { id: 'news-digest', line: 'summarization-classification', calls: 60_000, inputTokens: 51_000_000, outputTokens: 13_800_000, tagged: 'always', weekendShare: 0.6, hours: 'round-the-clock', inputSpread: 0.45, outputSpread: 0.2, maxTokens: 500, temperature: 0.3, languages: { en: 8, de: 2, fr: 1, es: 1 }, meanTurns: 1 },
  { id: 'email-summary', line: 'summarization-classification', calls: 70_000, inputTokens: 56_000_000, outputTokens: 15_400_000, tagged: 'always', weekendShare: 0.12, hours: 'office', inputSpread: 0.65, outputSpread: 0.25, maxTokens: 600, temperature: 0.2, languages: world, meanTurns: 1 },
  { id: 'meeting-notes', line: 'summarization-classification', calls: 40_000, inputTokens: null, outputTokens: null, tagged: 'always', weekendShare: 0.05, hours: 'office', inputSpread: 0.55, outputSpread: 0.25, maxTokens: 1000, temperature: 0.3, languages: { en: 7, de: 2, ja: 1 }, meanTurns: 1 },
  { id: 'support-chat', line: 'support', calls: 190_000, inputTokens: 182_400_000, outputTokens: 43_700_000, tagged: 'always', weekendShare: 0.6, hours: 'shop', inputSpread: 0.5, outputSpread: 0.35, maxTokens: 800, temperature: 0.7, languages: world, meanTurns: 2.6, streamShare: 0.04 },
  { id: 'order-assistant', line: 'support', calls: 100_000, inputTokens: 112_000_000, outputTokens: 14_000_000, tagged: 'always', weekendShare: 0.65, hours: 'shop', inputSpread: 0.4, outputSpread: 0.35, maxTokens: 800, temperature: 0.2, languages: world, meanTurns: 1.7, toolShare: 0.75 },
  { id: 'refund-policy-qa', line: 'support', calls: 60_000, inputTokens: null, outputTokens: null, tagged: 'always', weekendShare: 0.5, hours: 'shop', inputSpread: 0.3, outputSpread: 0.35, maxTokens: 600, temperature: 0.2, languages: { en: 6, de: 2, fr: 1, es: 1 }, meanTurns: 1 },
  { id: 'code-review', line: 'code', calls: 45_000, inputTokens: 103_500_000, outputTokens: 11_700_000, tagged: 'always', weekendShare: 0.06, hours: 'office', inputSpread: 0.8, outputSpread: 0.4, maxTokens: 1200, temperature: 0.1, languages: english, meanTurns: 1 },
  { id: 'code-generation', line: 'code', calls: 50_000, inputTokens: 65_000_000, outputTokens: 24_000_000, tagged: 'never', weekendShare: 0.15, hours: 'office', inputSpread: 0.6, outputSpread: 0.45, maxTokens: 2000, languages: english, meanTurns: 1.8 },
  { id: 'sql-writer', line: 'code', calls: 30_000, inputTokens: 45_000_000, outputTokens: 4_500_000, tagged: { since: '2026-11-12' }, weekendShare: 0.08, hours: 'office', inputSpread: 0.3, outputSpread: 0.4, maxTokens: 700, temperature: 0, languages: english, meanTurns: 1 },
  { id: 'unit-tests', line: 'code', calls: 25_000, inputTokens: null, outputTokens: null, tagged: 'always', weekendShare: 0.06, hours: 'office', inputSpread: 0.6, outputSpread: 0.4, maxTokens: 1500, temperature: 0.2, languages: english, meanTurns: 1 },
  { id: 'contract-analysis', line: 'documents', calls: 35_000, inputTokens: 336_000_000, outputTokens: 59_500_000, tagged: 'always', weekendShare: 0.04, hours: 'office', inputSpread: 0.5, outputSpread: 0.25, maxTokens: 4000, temperature: 0.1, languages: english, meanTurns: 1 },
  { id: 'invoice-extraction', line: 'documents', calls: 35_000, inputTokens: 161_000_000, outputTokens: 31_500_000, tagged: 'always', weekendShare: 0.3, hours: 'night', inputSpread: 0.5, outputSpread: 0.4, maxTokens: 2200, temperature: 0, languages: { en: 5, de: 3, fr: 2 }, meanTurns: 1 },
  { id: 'report-analysis', line: 'documents', calls: 30_000, inputTokens: null, outputTokens: null, tagged: 'always', weekendShare: 0.1, hours: 'office', inputSpread: 0.6, outputSpread: 0.25, maxTokens: 3000, temperature: 0.4, languages: english, meanTurns: 1 },
];

/** Input tokens for every output token, in each line and in total. */
export const INPUT_PER_OUTPUT = 5;

export interface SiteTotals {
  calls: number;
  inputTokens: number;
  outputTokens: number;
}

/**
 * What each site sends in a month, with the open figures filled from its line. Not rounded.
 *
 * Example: the code line has 150,000 * 2000 * 5/6 = 250 M input tokens; code-review 103.5 M, code-generation 65 M and sql-writer 45 M leave 36.5 M for unit-tests.
 */
export function monthlyTotals(): ReadonlyMap<SiteId, SiteTotals> {
  const totals = new Map<SiteId, SiteTotals>();
  for (const line of lines) {
    const plans = sitePlans.filter((plan) => plan.line === line.id);
    const outputTokens = (line.calls * line.tokensPerCall) / (INPUT_PER_OUTPUT + 1);
    const left = (all: number, key: 'inputTokens' | 'outputTokens'): number => all - plans.reduce((sum, plan) => sum + (plan[key] ?? 0), 0);
    const openInput = left(outputTokens * INPUT_PER_OUTPUT, 'inputTokens');
    const openOutput = left(outputTokens, 'outputTokens');
    for (const plan of plans) {
      totals.set(plan.id, { calls: plan.calls, inputTokens: plan.inputTokens ?? openInput, outputTokens: plan.outputTokens ?? openOutput });
    }
  }
  return totals;
}
