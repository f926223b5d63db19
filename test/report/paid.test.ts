import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { type Analysis, analysisSchema } from '../../src/model/analysis.js';
import { format as csv } from '../../src/report/formats/csv.js';
import { format as md } from '../../src/report/formats/md.js';
import { renderSummary } from '../../src/report/index.js';
import { paidOf } from '../../src/report/view/paid.js';
import { loadPageAssets } from '../../src/commands/page-assets.js';
import { sampleAnalysis, unknownAnalysis } from './sample-analysis.js';

const assets = loadPageAssets();
const withCosts = (costs: Partial<Analysis['costs']>): Analysis => analysisSchema.parse({ ...sampleAnalysis(), costs: { ...sampleAnalysis().costs, ...costs } });

describe('what the log and the contracts say', () => {
  test('leads with the difference for the same calls, signed and as a share', () => {
    const view = paidOf(sampleAnalysis());
    expect(view.title).toBe('The log says 5\u00a0% less than computed, for the same calls');
    expect(view.costs.rows[0]).toMatchObject({ logged: '$902', computed: '$950', difference: '\u2212$47.70', share: '\u22125\u00a0%', factor: '–' });
    expect(view.costs.note).toContain('cost mode: computed');
  });

  test('shows the factors where the log\'s word is taken, and where it is too thin for one', () => {
    const view = paidOf(withCosts({ mode: 'reported' }));
    expect(view.costs.rows.map(({ factor }) => factor)).toEqual(['0.9498', 'none', 'none']);
    expect(view.costs.note).toContain('cost mode: reported');
  });

  test('names the gateway that sells a model, and says what is logged and not believed', () => {
    const [first, ...rest] = sampleAnalysis().costs.models;
    const { costs } = paidOf(withCosts({ models: [{ ...first, model: 'openai/gpt-4o-2024-08-06', seller: 'openrouter', oddCalls: 2, oddNano: 5_000_000_000 } as NonNullable<typeof first>, ...rest] }));
    expect(costs.rows[0]?.model).toBe('openai/gpt-4o-2024-08-06 at openrouter');
    expect(costs.note).toContain('2 calls are left out: logged at $5.00, more than 10 times off');
  });

  test('a model without a price has an unknown computed cost, never $0', () => {
    expect(paidOf(sampleAnalysis()).costs.rows[2]).toMatchObject({ model: 'internal/reranker-v2', logged: '$3.10', computed: 'unknown', difference: 'unknown', share: 'unknown' });
  });

  test('names how calls are paid and what they are worth at list price, unknown where they have none', () => {
    expect(paidOf(sampleAnalysis()).notMetered.map(({ how, list }) => [how, list.replace(/\$[\d.,]+/, '$')])).toEqual([
      ['committed spend', '$'], ['free of charge', 'unknown'], ['subscription', '$ and 40 calls without a price'],
    ]);
  });

  test('is not there where there is nothing to say, nor in analyses of before', () => {
    const { costs: _costs, notMetered: _notMetered, commitments: _commitments, ...before } = unknownAnalysis();
    const old = analysisSchema.parse({ ...before, settings: { ...before.settings, costMode: undefined } });
    expect([paidOf(old).isShown, old.settings.costMode]).toEqual([false, 'computed']);
    expect(renderSummary(old)).not.toContain('cost mode');
    expect(md.render(old, assets)).not.toContain('cost mode');
  });

  test('stands in the terminal and in Markdown with the same figures', () => {
    for (const text of [renderSummary(sampleAnalysis()), md.render(sampleAnalysis(), assets)]) {
      for (const figure of ['$902', '$950', '5\u00a0% less than computed', '310,990', 'committed spend', '2026-12-10']) expect(text).toContain(figure);
    }
  });

  test('stands in the table: compared calls with both costs, list prices of what is not metered', () => {
    const rows = parse(csv.render(sampleAnalysis(), assets), { columns: true }) as Record<string, string>[];
    const of = (kind: string) => rows.filter((row) => row['row'] === kind).map((row) => [row['incumbent'], row['calls'], row['costUsd'], row['loggedCostUsd']]);
    expect(of('logged-cost')).toEqual([['openai/gpt-4o-2024-08-06', '310990', '950.09', '902.39'], ['openai/gpt-4o-mini-2024-07-18', '10', '0.01', '0.01'], ['internal/reranker-v2', '1240', '', '3.1']]);
    expect(of('not-metered')[1]).toEqual(['groq', '900', '', '']);
    expect(of('commitment')[0]?.slice(0, 2)).toEqual(['bedrock anthropic.claude-*', '21400']);
  });
});
