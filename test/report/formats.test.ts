import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { loadPageAssets } from '../../src/commands/page-assets.js';
import { type Analysis, analysisSchema } from '../../src/model/analysis.js';
import { formats, renderSummary } from '../../src/report/index.js';
import { buildView } from '../../src/report/view.js';
import { attack, hostileAnalysis, sampleAnalysis, unknownAnalysis } from './sample-analysis.js';

const assets = loadPageAssets();
const draw = (id: string, analysis: Analysis): string => formats.find((format) => format.id === id)?.render(analysis, assets) ?? '';
/** Text of the page as a reader sees it. */
const readable = (html: string): string =>
  html.replace(/<script[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>/g, '').replace(/<[^>]+>/g, ' ').replaceAll('&#x27;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#x3D;', '=').replaceAll('&#x60;', '`').replaceAll('&nbsp;', ' ');

describe('all formats', () => {
  const analysis = sampleAnalysis();
  const view = buildView(analysis);
  const outputs = { html: readable(draw('html', analysis)), md: draw('md', analysis), terminal: renderSummary(analysis) };

  test('say the same three lines, facts and scenarios', () => {
    const figures = [...view.lines.flatMap((line) => [line.figure, ...line.pairs.map(({ value }) => value)]), ...view.facts.map((fact) => fact.value), ...view.scenarios.rows.map((row) => row.month)];
    for (const text of Object.values(outputs)) for (const figure of figures) expect(text.replace(/\s+/g, ' ')).toContain(figure.replace(/\s+/g, ' '));
  });
  test('say SYNTHETIC where it is, and only there', () => {
    for (const text of Object.values(outputs)) expect(text).toContain('SYNTHETIC');
    for (const text of [draw('md', unknownAnalysis()), renderSummary(unknownAnalysis()), readable(draw('html', unknownAnalysis()))]) expect(text).not.toContain('SYNTHETIC');
    expect(draw('csv', analysis).split('\r\n')[1]).toContain('workload,true');
    expect(JSON.parse(draw('json', analysis))).toHaveProperty('isSynthetic', true);
  });
  test('are the same bytes twice', () => {
    for (const format of formats) expect(format.render(sampleAnalysis(), assets)).toBe(format.render(sampleAnalysis(), assets));
  });
  test('warn that the three lines do not add up', () => {
    for (const text of Object.values(outputs)) expect(text).toMatch(/lines overlap(: never add them up| and are never added up)/);
  });
});

describe('json', () => {
  test('is the analysis', () => {
    expect(analysisSchema.parse(JSON.parse(draw('json', sampleAnalysis())))).toEqual(sampleAnalysis());
  });
});

describe('csv', () => {
  const rows = parse(draw('csv', sampleAnalysis()), { columns: true }) as Record<string, string>[];
  test('has a row for each workload and segment, and the savings add up', () => {
    const analysis = sampleAnalysis();
    const of = (kind: string) => rows.filter((row) => row['row'] === kind);
    expect([of('workload').length, of('segment').length]).toEqual([analysis.workloads.length, analysis.segments.length]);
    const total = (kind: string) => of(kind).reduce((sum, row) => sum + Number(row['windowSavingUsd']), 0);
    expect(total('segment')).toBeCloseTo(total('workload'), 6);
  });
  test('leaves unknown figures empty', () => {
    const few = parse(draw('csv', unknownAnalysis()), { columns: true }) as Record<string, string>[];
    expect(few[0]?.['monthSavingUsd']).toBe('');
  });
  test('no cell of hostile labels starts a formula', () => {
    for (const row of parse(draw('csv', hostileAnalysis())) as string[][]) for (const cell of row) expect(cell).not.toMatch(/^[=+@\t\r]|^-(?!\d)/);
  });
});

describe('terminal', () => {
  test.each([['sample', sampleAnalysis()], ['hostile', hostileAnalysis()], ['unknown', unknownAnalysis()]])('%s fits 100 columns and holds no control character', (_, analysis) => {
    for (const line of renderSummary(analysis).split('\n')) {
      expect([...line].length).toBeLessThanOrEqual(100);
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
  });
});

describe('html', () => {
  test('stays under 700 KB with 200 segments', () => {
    const analysis = sampleAnalysis();
    const segments = Array.from({ length: 200 }, (_, index) => {
      const segment = analysis.segments[index % analysis.segments.length];
      return { ...segment, id: `s${String(index)}`, workload: `w${String(index)}`, options: segment?.options ?? [] };
    });
    const workloads = Array.from({ length: 200 }, (_, index) => ({ ...analysis.workloads[index % analysis.workloads.length], id: `w${String(index)}` }));
    expect(Buffer.byteLength(draw('html', analysisSchema.parse({ ...analysis, segments, workloads })))).toBeLessThanOrEqual(700 * 1024);
  });
  test('hostile text opens no element and no template', () => {
    const html = draw('html', hostileAnalysis());
    expect(html).not.toContain(attack);
    expect(html.match(/<img/g)).toBeNull();
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toMatch(/href="javascript/);
    expect(html).toContain('{{constructor}}');
  });
  test('shows unknown as unknown, with what is missing', () => {
    const text = readable(draw('html', unknownAnalysis()));
    expect(text).toContain('4 more days, with a weekend among them');
    expect(buildView(unknownAnalysis()).lines.map(({ figure }) => figure)).toEqual(['unknown', 'unknown', 'unknown']);
  });
  test('every chart has a table, and every table a caption', () => {
    const html = draw('html', sampleAnalysis());
    expect(html.match(/<caption>/g)?.length).toBe(html.match(/<table/g)?.length);
    expect(html.match(/class="how"/g)?.length).toBeGreaterThanOrEqual(8);
  });
});

describe('accounting', () => {
  test('the shown rows add up to the shown totals', () => {
    const { rows, calls, usd, adds } = buildView(sampleAnalysis()).accounting;
    const numberOf = (text: string): number => Number(text.replace(/[$,]/g, ''));
    expect(adds).toBe(true);
    expect(rows.reduce((sum, row) => sum + numberOf(row.calls), 0)).toBe(numberOf(calls));
    expect(rows.filter((row) => !row.isUnknown).reduce((sum, row) => sum + numberOf(row.usd), 0)).toBeCloseTo(numberOf(usd), 6);
  });
  test('says so when the rows do not add up', () => {
    const analysis = sampleAnalysis();
    expect(buildView({ ...analysis, accounting: analysis.accounting.slice(1) }).accounting).toMatchObject({ adds: false, note: expect.stringContaining('differ') as string });
  });
});
