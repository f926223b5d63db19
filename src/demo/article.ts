import type { Flag } from '../model/analysis.js';
import type { Outcome } from '../model/outcome.js';
import { INPUT_PER_OUTPUT, type LineId, lines } from './company.js';

/**
 * What the founding article claims for its company, USD a month, and when its prices held: GPT-4o at 2.50 / 10 from 2024-10-02 on, Gemini 1.5 Pro on sale until
 * 2025-09. It sends code to "GPT-4o / Claude Sonnet"; the cheaper of the two is taken here.
 */
export const ARTICLE_TIME = '2025-06-01';
const claims: readonly { line: LineId; title: string; route: string; claimedUsd: number }[] = [
  { line: 'summarization-classification', title: 'Summarization and classification', route: 'openai/gpt-4o-mini', claimedUsd: 72 },
  { line: 'support', title: 'Support', route: 'openai/gpt-4o-mini', claimedUsd: 100 },
  { line: 'code', title: 'Code', route: 'openai/gpt-4o', claimedUsd: 900 },
  { line: 'documents', title: 'Document analysis', route: 'google/gemini-1.5-pro', claimedUsd: 600 },
];
const BASELINE = 'openai/gpt-4o';

/** List price, USD, of `calls` equal calls of that size on a model at an instant (ms UTC); unknown with the reason, e.g. when the model is retired. */
export type ListPrice = (model: string, request: { inputTokens: number; outputTokens: number; calls: number; at: number }) => Outcome<number>;

export interface ClaimCheck {
  title: string;
  route: string;
  claimedUsd: number;
  /** At list prices of the article's time, and of `now`. */
  thenUsd: Outcome<number>;
  nowUsd: Outcome<number>;
}

/** Each line of the article at list prices. Example: 320 M tokens at 5:1 on GPT-4o mini at 0.15 / 0.60: (5 * 0.15 + 0.60) / 6 * 320 = 72.00. */
export function checkArticle(priceOf: ListPrice, now: number): ClaimCheck[] {
  return claims.map(({ line, title, route, claimedUsd }) => ({
    title, route, claimedUsd, thenUsd: priceLine(priceOf, { line, model: route, at: Date.parse(ARTICLE_TIME) }), nowUsd: priceLine(priceOf, { line, model: route, at: now }),
  }));
}

function priceLine(priceOf: ListPrice, { line, model, at }: { line: LineId; model: string; at: number }): Outcome<number> {
  const { calls, tokensPerCall } = lines.find(({ id }) => id === line) ?? { calls: 0, tokensPerCall: 0 };
  const outputTokens = tokensPerCall / (INPUT_PER_OUTPUT + 1);
  return priceOf(model, { inputTokens: tokensPerCall - outputTokens, outputTokens, calls, at });
}

/** What a reader of the article must know beside the report: which of its lines hold, and that its total does not follow from list prices. */
export function articleFlag(priceOf: ListPrice, now: number): Flag {
  const checks = checkArticle(priceOf, now);
  const claimed = total(checks.map(({ claimedUsd }) => claimedUsd));
  const baseline = total(lines.map(({ id }) => usdOr(priceLine(priceOf, { line: id, model: BASELINE, at: Date.parse(ARTICLE_TIME) }), 0)));
  const then = total(checks.map(({ thenUsd }) => usdOr(thenUsd, 0)));
  const sentences = checks.map((check) => `${check.title} on ${check.route}: claimed ${usdText(check.claimedUsd)}, list price then ${outcomeText(check.thenUsd)}, today ${outcomeText(check.nowUsd)}.`);
  return {
    code: 'article', severity: 'warning', nano: null,
    text: `The article that this company is taken from claims ${percent(1 - claimed / baseline)} saved (${usdText(claimed)} of ${usdText(baseline)} a month). List prices of its time give ${percent(1 - then / baseline)} on its own routes (${usdText(then)}), before any question of quality. ${sentences.join(' ')}`,
    advice: 'Read the savings above instead: they are net, at today\'s prices, on models that are alive, and say what is unproven.',
  };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const usdOr = (outcome: Outcome<number>, otherwise: number): number => (outcome.known ? outcome.value : otherwise);
const usdText = (usd: number): string => `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
const outcomeText = (outcome: Outcome<number>): string => (outcome.known ? usdText(outcome.value) : `none (${outcome.reason})`);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
