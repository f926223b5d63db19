import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { analyze } from '../../src/analysis/index.js';
import { createCatalog } from '../../src/catalog/index.js';
import { needsMask } from '../../src/model/call.js';
import type { EvidenceRow } from '../../src/model/store.js';
import { createQuality } from '../../src/quality/index.js';
import { fortnight, inputOf } from './input-of.js';

const golden = fileURLToPath(new URL('../../fixtures/analysis/fortnight/analysis.json', import.meta.url));
const advice = 'The analysis of made-up traffic on the real catalog and priors has changed. If that is meant, re-baseline: UPDATE_GOLDEN=1 npx vitest run test/analysis/golden.test.ts, and read the difference.';

const openai = { incumbent: { provider: 'openai', model: 'gpt-4o-2024-08-06', serviceTier: '', effort: '', region: '' } };
const claude = { incumbent: { provider: 'anthropic', model: 'claude-sonnet-4-5-20250929', serviceTier: '', effort: '', region: '' } };

test('one fortnight of made-up traffic, analyzed whole', () => {
  const cells = [
    ...fortnight(120, { input: 700, output: 40, template: 1, needs: needsMask(['json_schema']), key: openai }),
    ...fortnight(60, { input: 3000, output: 400, template: 2, key: { ...openai, task: 'summarization' } }),
    ...fortnight(40, { input: 9000, output: 800, cached: 6000, warm5m: 7000, template: 3, key: { ...claude, task: 'agent' }, needs: needsMask(['tools']) }),
    ...fortnight(5, { input: 700, output: 40, template: 1, key: { ...openai, repeat: 'duplicate' } }),
    ...fortnight(4, { input: 0, output: 0, template: 1, key: { ...openai, standing: 'failed' } }),
    ...fortnight(2, { input: 500, output: 50, template: 4, key: { incumbent: { ...openai.incumbent, model: 'our-own-model' } } }),
  ];
  const evidence: EvidenceRow[] = Array.from({ length: 60 }, (_, index) => ({
    id: `e${index}`, workload: 'Tickets', incumbent: 'openai/gpt-4o-2024-08-06', candidate: 'openai/gpt-4o-mini', outcome: index < 1 ? 'worse' : index < 3 ? 'better' : 'same',
    class: 'labelled', isRandom: true, judgeAgreement: 1, at: Date.parse('2026-11-20'),
  }));
  const workloads = [['w1', 'Tickets', 1], ['w2', 'Digest', 2], ['w3', 'Assistant', 3], ['w4', 'Own model', 4]] as const;
  const analysis = analyze(inputOf(cells, {
    catalog: createCatalog(), quality: createQuality(), evidence, workloads: workloads.map(([id, label, key]) => ({ id, label, templateKeys: [key], calls: 0 })),
  }));
  const found = `${JSON.stringify(analysis, null, 1)}\n`;
  if (process.env['UPDATE_GOLDEN'] !== undefined) writeFileSync(golden, found);
  expect(found === readFileSync(golden, 'utf8'), advice).toBe(true);
});
