import { type Analysis, type Option, type Projection, type Segment, analysisSchema } from '../../src/model/analysis.js';
import type { Need, Task } from '../../src/model/call.js';
import type { Thresholds } from '../../src/model/policy.js';
import type { EvidenceClass } from '../../src/model/store.js';
import { applyThresholds } from '../../src/policy/apply.js';
import { parameterSpread, projectMonth } from '../../src/project/index.js';

/** A realistic Analysis built by arithmetic, so that the report can be tested without a store. Figures are invented. */

const dates = Array.from({ length: 14 }, (_, day) => `2026-11-${String(8 + day).padStart(2, '0')}`);
const weekend = dates.map((_, day) => day % 7 === 0 || day % 7 === 6);
const DAYS_PER_MONTH = 30;
const NANO = 1e9;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const unknownProjection: Projection = { status: 'none', usd: null, lowUsd: null, highUsd: null, traffic: null, tokenizer: null, outputLength: null, reasoning: null, failures: null };

const window = { weekend, covered: dates.map(() => true), status: 'full', daysWithData: dates.length } as const;

const monthOf = (dailyNano: readonly number[], moves: readonly Option[] = []): Projection =>
  projectMonth({ dailyNano, window, parameters: parameterSpread({ moves, window }) });

interface Site { id: string; label: string; task: Task; needs: Need[]; band: number; callsADay: number; input: number; output: number; difficulty: number }

const sites: Site[] = [
  { id: 'w01', label: 'ticket triage: “Classify the support ticket into …”', task: 'classification', needs: ['json_schema'], band: 1, callsADay: 6900, input: 640, output: 45, difficulty: 0.21 },
  { id: 'w02', label: 'daily digest: “Summarize the following messages …”', task: 'summarization', needs: [], band: 2, callsADay: 6400, input: 930, output: 180, difficulty: 0.27 },
  { id: 'w03', label: 'help-centre chat', task: 'conversation', needs: ['tools'], band: 2, callsADay: 8300, input: 1010, output: 190, difficulty: 0.41 },
  { id: 'w03', label: 'help-centre chat', task: 'conversation', needs: [], band: 3, callsADay: 3400, input: 2600, output: 240, difficulty: 0.41 },
  { id: 'w04', label: 'code review bot', task: 'code', needs: [], band: 3, callsADay: 2900, input: 1900, output: 420, difficulty: 0.66 },
  { id: 'w05', label: 'unit-test writer', task: 'code', needs: ['long_output'], band: 3, callsADay: 2100, input: 1500, output: 610, difficulty: 0.71 },
  { id: 'w06', label: 'contract analysis', task: 'closed_qa', needs: ['json_schema'], band: 4, callsADay: 2200, input: 6900, output: 900, difficulty: 0.58 },
  { id: 'w07', label: 'invoice fields', task: 'extraction', needs: ['json_schema', 'vision'], band: 3, callsADay: 1200, input: 1800, output: 160, difficulty: 0.33 },
  { id: 'w08', label: 'reply translation (DE, FR, 日本語)', task: 'translation', needs: [], band: 1, callsADay: 1500, input: 420, output: 390, difficulty: 0.24 },
  { id: 'w09', label: 'quarterly planning agent', task: 'agent', needs: ['tools', 'parallel_tools'], band: 4, callsADay: 260, input: 9800, output: 700, difficulty: 0.82 },
  { id: 'w10', label: 'maths tutor', task: 'reasoning', needs: [], band: 1, callsADay: 310, input: 500, output: 640, difficulty: 0.77 },
  { id: 'w11', label: 'other calls, pooled', task: 'other', needs: [], band: 1, callsADay: 90, input: 700, output: 150, difficulty: 0.5 },
];

interface Rate { candidate: string; input: number; output: number; confidence: number; evidence: EvidenceClass; items: number; isSameModel?: boolean }

const candidates: Rate[] = [
  { candidate: 'azure/gpt-4o', input: 2.4, output: 9.6, confidence: 1, evidence: 'prior', items: 0, isSameModel: true },
  { candidate: 'openai/gpt-5-mini:low', input: 0.25, output: 2, confidence: 0.86, evidence: 'prior', items: 0 },
  { candidate: 'google/gemini-2.5-flash-lite', input: 0.1, output: 0.4, confidence: 0.71, evidence: 'prior', items: 0 },
  { candidate: 'anthropic/claude-haiku-4-5', input: 1, output: 5, confidence: 0.9, evidence: 'prior', items: 0 },
  { candidate: 'groq/llama-3.3-70b-instruct', input: 0.59, output: 0.79, confidence: 0.63, evidence: 'prior', items: 0 },
];

function optionOf(site: Site, rate: Rate, context: { index: number; dailyCalls: readonly number[] }): Option {
  const isJudged = site.id === 'w01' && rate.candidate.startsWith('google/');
  const inputRatio = rate.isSameModel === true ? 1 : 1.03 + 0.02 * (context.index % 3);
  const inputNano = context.dailyCalls.map((calls) => Math.round(calls * site.input * rate.input * 1000 * inputRatio));
  const outputNano = context.dailyCalls.map((calls, day) => Math.round(calls * site.output * rate.output * 1000 * (1.1 + 0.05 * Math.sin(day + context.index))));
  const fallbackNano = context.dailyCalls.map((calls) => Math.round(calls * site.input * 2.5 * 1000 * 0.004));
  const lift = rate.isSameModel === true ? 0 : 0.5 * (0.4 - site.difficulty);
  const confidence = isJudged ? 0.97 : Math.min(rate.isSameModel === true ? 1 : 0.9, Math.max(0, rate.confidence + lift));
  const expectedWorse = rate.isSameModel === true ? 0 : isJudged ? 0.02 : Math.round((1 - confidence) * 300) / 1000;
  return {
    candidate: rate.candidate, provider: rate.candidate.split('/')[0] ?? '', dailyNano: inputNano.map((value, day) => value + (outputNano[day] ?? 0) + (fallbackNano[day] ?? 0)),
    inputNano: sum(inputNano), outputNano: sum(outputNano), reasoningNano: 0, fallbackNano: sum(fallbackNano),
    tokenizerSd: rate.isSameModel === true ? 0 : 0.03, outputSd: rate.isSameModel === true ? 0 : 0.2, reasoningSd: 0,
    confidence, notWorse: 1 - expectedWorse, expectedWorse, lossLow: isJudged ? -0.02 : -0.06, lossHigh: isJudged ? 0.04 : 0.14,
    evidence: isJudged ? 'judged' : rate.evidence, evidenceItems: isJudged ? 180 : rate.items, scores: 23,
    ...(rate.candidate.startsWith('google/') ? { inheritedFrom: 'google/gemini-2.5-flash' } : {}),
    isSameModel: rate.isSameModel === true, notes: [], itemsNeeded: isJudged ? 0 : 120, itemsNano: isJudged ? 0 : 420_000_000,
  };
}

const isOffered = (site: Site, at: { rate: Rate; index: number }): boolean =>
  !(site.needs.includes('vision') && at.rate.candidate.startsWith('groq')) && !(at.rate.isSameModel === true && at.index % 4 !== 0);

function segmentOf(site: Site, index: number): Segment {
  const dailyCalls = dates.map((_, day) => Math.round(site.callsADay * (weekend[day] === true ? 0.35 : 1.2) * (1 + 0.08 * Math.sin(5.3 * day + index) + 0.08 * Math.sin(2.9 * day))));
  const dailyNano = dailyCalls.map((calls) => Math.round(calls * (site.input * 2.5 + site.output * 10) * 1000));
  const isRoutable = site.id !== 'w09';
  return {
    id: `${site.id}-${index}`, workload: site.id, workloadLabel: site.label, task: site.task, taskConfidence: 0.84, difficulty: site.difficulty, needs: site.needs,
    band: site.band, incumbent: 'openai/gpt-4o-2024-08-06', incumbentProvider: 'openai', status: site.callsADay < 100 ? 'pooled' : 'own', calls: sum(dailyCalls), dailyCalls,
    inputTokens: sum(dailyCalls) * site.input, outputTokens: sum(dailyCalls) * site.output, dailyNano,
    options: isRoutable ? candidates.filter((rate) => isOffered(site, { rate, index })).map((rate) => optionOf(site, rate, { index, dailyCalls })) : [],
    blocked: isRoutable ? [] : [{ gate: 'capable', reason: 'parallel tool calls not known to be met', candidate: 'openai/gpt-5-mini:low', savingNano: 91_000_000_000 }],
  };
}

function projectionsOf(segments: readonly Segment[], thresholds: Thresholds): { saving: Projection; spend: Projection; applied: ReturnType<typeof applyThresholds> } {
  const applied = applyThresholds(segments, thresholds);
  const moves = applied.decisions.flatMap(({ option }) => (option === undefined ? [] : [option]));
  return { applied, saving: monthOf(applied.dailySavingNano, moves), spend: monthOf(applied.dailyNano, moves) };
}

function scenarioOf(segments: readonly Segment[], setup: { id: Analysis['scenarios'][number]['id']; title: string; thresholds: Thresholds }): Analysis['scenarios'][number] {
  const { applied, saving, spend } = projectionsOf(segments, setup.thresholds);
  const allCalls = sum(segments.map((segment) => segment.calls));
  const perWindow = applied.savingNano > 0 ? ((saving.usd ?? 0) * NANO) / applied.savingNano : DAYS_PER_MONTH / dates.length;
  const targets = new Map<string, { calls: number; savingNano: number }>();
  for (const decision of applied.decisions) {
    if (decision.option === undefined) continue;
    const former = targets.get(decision.option.candidate) ?? { calls: 0, savingNano: 0 };
    targets.set(decision.option.candidate, { calls: former.calls + decision.segment.calls, savingNano: former.savingNano + decision.savingNano });
  }
  return {
    id: setup.id, title: setup.title, threshold: setup.thresholds.threshold, windowNano: sum(applied.dailyNano), savingNano: applied.savingNano,
    inSampleSavingNano: applied.inSampleSavingNano, savingShare: applied.savingNano / (sum(applied.dailyNano) + applied.savingNano), dailySavingNano: applied.dailySavingNano,
    spend, saving, movedCalls: applied.movedCalls, movedShare: applied.movedCalls / allCalls, degradedCalls: applied.degradedCalls * perWindow,
    rollbackUsd: (applied.rollbackNano / NANO) * perWindow, targets: [...targets].map(([candidate, figures]) => ({ candidate, ...figures })),
  };
}

/** 12 segments, 14 days, one judged move and many that rest on priors. */
export function sampleAnalysis(): Analysis {
  const segments = sites.map(segmentOf);
  const dailySpend = dates.map((_, day) => sum(segments.map((segment) => segment.dailyNano[day] ?? 0)));
  const segmentNano = sum(dailySpend);
  const segmentCalls = sum(segments.map((segment) => segment.calls));
  const notMeteredNano = 12_400_000_000;
  const retriesNano = 21_350_000_000;
  const meteredNano = segmentNano + retriesNano;
  const chosen: Thresholds = { threshold: 0.8, minEvidence: 'none' };
  const make = (id: Analysis['scenarios'][number]['id'], title: string, thresholds: Thresholds) => scenarioOf(segments, { id, title, thresholds });
  const scenarios = [
    make('as-is', 'As it is', { threshold: 1, minEvidence: 'labelled', denyProviders: ['azure'] }),
    make('same-provider', 'Other models of the same provider', { ...chosen, sameProvider: true }),
    make('cross-provider', 'Any provider', chosen),
    make('cheapest-capable', 'Cheapest capable, quality unasked (limit)', { threshold: 0, minEvidence: 'none' }),
  ];
  const picked = projectionsOf(segments, chosen);
  const ready = projectionsOf(segments, { threshold: 0.95, minEvidence: 'judged' });
  const limit = projectionsOf(segments, { threshold: 0, minEvidence: 'none' });
  const likelyNano = picked.applied.dailySavingNano.map((nano, day) => nano - (ready.applied.dailySavingNano[day] ?? 0));
  const decisionOf = new Map(picked.applied.decisions.map((decision) => [decision.segment.id, decision]));
  const workloadIds = [...new Set(segments.map((segment) => segment.workload))];
  const taskIds = [...new Set(segments.map((segment) => segment.task))];
  const perGroup = (list: readonly Segment[]) => {
    const decisions = list.map((segment) => decisionOf.get(segment.id)).filter((decision) => decision !== undefined);
    const moved = decisions.filter((decision) => decision.option !== undefined);
    const dailySaving = dates.map((_, day) => sum(decisions.map((decision) => (decision.segment.dailyNano[day] ?? 0) - (decision.dailyNano[day] ?? 0))));
    return {
      calls: sum(list.map((segment) => segment.calls)), nano: sum(list.flatMap((segment) => segment.dailyNano)), savingNano: sum(decisions.map((decision) => decision.savingNano)),
      saving: monthOf(dailySaving, moved.flatMap(({ option }) => (option === undefined ? [] : [option]))), movedCalls: sum(moved.map((decision) => decision.segment.calls)), best: moved[0]?.option,
    };
  };
  const kept = (reason: string): { calls: number; nano: number } => {
    const list = picked.applied.decisions.filter((decision) => (decision.kept ?? 'moved') === reason);
    return { calls: sum(list.map((decision) => decision.segment.calls)), nano: sum(list.flatMap((decision) => decision.segment.dailyNano)) };
  };
  const movedShares = picked.applied.movedCalls / segmentCalls;
  const firstTen = sum(likelyNano.slice(10)) / NANO;

  return analysisSchema.parse({
    schema: 'shadowbill/analysis@1', id: '2026-11-22-7f3a', isSynthetic: true, asOf: '2026-11-22',
    window: { start: '2026-11-08', end: '2026-11-21', timezone: 'Europe/Berlin', dates, weekend, covered: dates.map(() => true), daysWithData: 14, status: 'full', next: '' },
    settings: { threshold: 0.8, minEvidence: 'none', margin: 0.05, pricesAt: '2026-11-22', filters: { env: 'production' }, config: {}, seed: 20261121 },
    versions: { shadowbill: '0.1.0', classifier: ['task-2026-11'], catalog: 'c0ffee12ab34', quality: 'prior-2026-11', pricesReadOn: '2026-11-20' },
    verdict: {
      sentence: 'You spend about $6,829 a month. Proven: $393 a month (80 %: $360 to $425). Likely, but unchecked: routing would save $3,530 a month (80 %: $3,234 to $3,826).', isAnythingReady: true,
      ready: { saving: ready.saving, text: 'Ticket triage moved to a judged model, and equal weights at a cheaper host. 180 judged answers stand behind it.' },
      likely: { saving: monthOf(likelyNano), weightedUsd: (monthOf(likelyNano).usd ?? 0) * 0.86, itemsToCheck: 720, checkNano: 2_520_000_000, text: 'Moves with a confidence of 0.80 or more on evidence weaker than judged. Judging 720 random items (about $2.52 of answers, judge not included) would settle them at a margin of 5 %.' },
      limit: { saving: limit.saving, text: 'Everything on the cheapest model that technically fits, whatever the quality.' }, advice: '',
    },
    totals: {
      storedCalls: 182_004, calls: segmentCalls + 6_412 + 1_920, billedCalls: segmentCalls + 1_920, failedCalls: 6_412, unknownUsageCalls: 318, unpricedCalls: 1_240, estimatedPriceCalls: 0, estimatedUsageCalls: 212,
      inputTokens: sum(segments.map((segment) => segment.inputTokens)), outputTokens: sum(segments.map((segment) => segment.outputTokens)), spendNano: meteredNano + notMeteredNano, meteredNano, notMeteredNano,
      pricedShare: 0.9968, spend: monthOf(dailySpend), unpricedModels: [{ provider: 'internal', model: 'reranker-v2', calls: 1_240, reason: 'not in the catalog' }], sampledShare: 0.4,
    },
    accounting: [
      { code: 'moved', title: 'Moved at the chosen threshold', ...kept('moved') },
      { code: 'kept-below-threshold', title: 'Kept: no candidate reaches the threshold', ...kept('below-threshold') },
      { code: 'kept-no-cheaper', title: 'Kept: nothing eligible is cheaper', ...kept('no-cheaper') },
      { code: 'no-option', title: 'Kept: no candidate passes the gates', ...kept('no-option') },
      { code: 'retries', title: 'Retries after a failure', calls: 1_920, nano: retriesNano },
      { code: 'failed', title: 'Failed before generation: $0', calls: 6_412 - 318 - 1_240, nano: 0 },
      { code: 'unknown-usage', title: 'Aborted or without usage: cost unknown', calls: 318, nano: 0 },
      { code: 'unpriced', title: 'Model not in the catalog: cost unknown', calls: 1_240, nano: 0 },
      { code: 'not-metered', title: 'Subscription: no cash to save', calls: 0, nano: notMeteredNano },
    ],
    costs: {
      mode: 'computed', meteredCalls: segmentCalls + 1_920, loggedCalls: 402_000, comparedCalls: 311_000, loggedNano: 902_400_000_000, computedNano: 950_100_000_000,
      models: [
        { model: 'openai/gpt-4o-2024-08-06', calls: segmentCalls, loggedCalls: 390_000, comparedCalls: 310_990, loggedNano: 902_390_000_000, computedNano: 950_090_000_000, factor: 0.9498 },
        { model: 'openai/gpt-4o-mini-2024-07-18', calls: 1_920, loggedCalls: 12, comparedCalls: 10, loggedNano: 10_000_000, computedNano: 10_000_000, factor: null },
        { model: 'internal/reranker-v2', calls: 1_240, loggedCalls: 1_240, comparedCalls: 1_240, loggedNano: 3_100_000_000, computedNano: null, factor: null },
      ],
    },
    notMetered: [
      { billing: 'committed', provider: 'bedrock', calls: 21_400, listNano: notMeteredNano, unpricedCalls: 0 }, { billing: 'free', provider: 'groq', calls: 900, listNano: 0, unpricedCalls: 900 },
      { billing: 'subscription', provider: 'anthropic', calls: 700, listNano: 1_200_000_000, unpricedCalls: 40 },
    ],
    commitments: [{
      provider: 'bedrock', models: ['anthropic.claude-*'], from: '2026-01-01', until: '2026-12-10', note: 'provisioned throughput, one unit', usdPerMonth: 500, days: 14, calls: 21_400,
      listNano: notMeteredNano, paidNano: Math.round((500 * NANO * 14) / DAYS_PER_MONTH), unusedNano: Math.max(0, Math.round((500 * NANO * 14) / DAYS_PER_MONTH) - notMeteredNano), endsNano: Math.round((notMeteredNano / 14) * 12),
    }],
    scenarios,
    levers: [
      { id: 'retries', title: 'Retries and errors', nano: retriesNano, calls: 1_920, text: 'Billed attempts that were repeated within two minutes.' },
      { id: 'duplicates', title: 'Exact duplicates', nano: 9_120_000_000, calls: 2_210, text: 'Same request and parameters at temperature 0 within 24 hours.' },
      { id: 'routing', title: 'Routing', nano: picked.applied.savingNano, calls: picked.applied.movedCalls, text: 'The scenario across providers at the chosen threshold.' },
      { id: 'caching', title: 'Prompt caching', nano: 38_400_000_000, calls: 61_000, text: 'System prompts over 1,024 tokens that repeat within five minutes.' },
      { id: 'batch', title: 'Batch tier', nano: null, calls: 0, text: 'No workload is declared as able to wait 24 hours.' },
    ],
    waterfall: [
      { id: 'spend', title: 'Spend in the window', nano: segmentNano, isTotal: true },
      { id: 'list-price', title: 'Cheaper list prices, same tokens', nano: -picked.applied.savingNano - 4 * 71_234_567_891, isTotal: false },
      { id: 'tokenizer', title: 'The candidate’s own tokenizer', nano: 71_234_567_891, isTotal: false },
      { id: 'verbosity', title: 'Longer or shorter replies', nano: 2 * 71_234_567_891, isTotal: false },
      { id: 'caches', title: 'Caches: cold, or their own rates', nano: 71_234_567_891, isTotal: false },
      { id: 'after', title: 'Spend under the scenario', nano: segmentNano - picked.applied.savingNano, isTotal: true },
    ],
    segments,
    tasks: taskIds.map((task) => {
      const { best, ...figures } = perGroup(segments.filter((segment) => segment.task === task));
      return { task, ...figures, confidence: best?.confidence ?? null, evidence: best?.evidence ?? 'none', documentAnalysisCalls: task === 'closed_qa' ? figures.calls : 0 };
    }),
    workloads: workloadIds.map((id) => {
      const list = segments.filter((segment) => segment.workload === id);
      const { best, ...figures } = perGroup(list);
      return { id, label: list[0]?.workloadLabel ?? id, task: list[0]?.task ?? 'other', difficulty: list[0]?.difficulty ?? 0, ...figures, target: best?.candidate ?? '', confidence: best?.confidence ?? null, evidence: best?.evidence ?? 'none', evidenceItems: best?.evidenceItems ?? 0 };
    }),
    blocks: [
      { gate: 'good enough', reason: 'confidence below 0.80', calls: Math.round(segmentCalls * (1 - movedShares)), savingNano: 412_000_000_000, example: 'groq/llama-3.3-70b-instruct on code review bot' },
      { gate: 'capable', reason: 'parallel tool calls not known to be met', calls: 3_900, savingNano: 91_000_000_000, example: 'openai/gpt-5-mini:low on quarterly planning agent' },
      { gate: 'costed', reason: 'no published reasoning length at this effort', calls: 51_000, savingNano: 66_000_000_000, example: 'openai/gpt-5-nano:high on help-centre chat' },
      { gate: 'alive', reason: 'retires within 90 days', calls: 44_000, savingNano: 18_500_000_000, example: 'google/gemini-2.0-flash on daily digest' },
    ],
    reliability: [
      { provider: 'openai', calls: segmentCalls, rateLimited: 3_850, serverErrors: 1_702, otherErrors: 860, peakCallsPerMinute: 96, peakTokensPerMinute: 182_400, outageMinutes: 54, medianLatencyMs: 1_840 },
      { provider: 'internal', calls: 1_240, rateLimited: 0, serverErrors: 0, otherErrors: 0, peakCallsPerMinute: 4, peakTokensPerMinute: 2_100, outageMinutes: 0, medianLatencyMs: null },
    ],
    daily: dates.map((day, index) => ({
      date: day, calls: sum(segments.map((segment) => segment.dailyCalls[index] ?? 0)), spendNano: dailySpend[index] ?? 0,
      chosenNano: picked.applied.dailyNano[index] ?? 0, limitNano: limit.applied.dailyNano[index] ?? 0,
    })),
    backTest: { status: 'inside', predictedNano: Math.round(firstTen * 1.03 * NANO), lowNano: Math.round(firstTen * 0.86 * NANO), highNano: Math.round(firstTen * 1.2 * NANO), actualNano: Math.round(firstTen * NANO), text: 'The first 10 days predicted the last 4 within the interval.' },
    splitShare: 0.031,
    evidence: [
      { workload: 'ticket triage', incumbent: 'openai/gpt-4o-2024-08-06', candidate: 'google/gemini-2.5-flash-lite', class: 'judged', worse: 4, same: 168, better: 8, isRandom: true },
      { workload: 'daily digest', incumbent: 'openai/gpt-4o-2024-08-06', candidate: 'openai/gpt-5-mini:low', class: 'natural', worse: 3, same: 9, better: 2, isRandom: false },
    ],
    flags: [
      { code: 'unpriced', severity: 'warning', text: '1,240 calls went to internal/reranker-v2, which has no price.', advice: 'Name it under "models" in the settings, with its price.', nano: null },
      { code: 'outage', severity: 'info', text: 'openai answered with errors for 54 minutes on 2026-11-12.', advice: 'A same-tier fallback would have kept these calls.', nano: 1_900_000_000 },
      { code: 'large-customer', severity: 'serious', text: 'One user makes 24 % of the spend; the interval does not cover their leaving.', advice: 'Analyse without them: --where user!=u-118.', nano: 310_000_000_000 },
    ],
    assumptions: [
      { title: 'Traffic stays as it is', text: 'The month is 30 days with 150/7 working days and 60/7 weekend days of the kind that was seen.', source: 'projection method' },
      { title: 'Candidates write longer answers', text: 'Visible output is 1.10 times the incumbent’s unless measured on your own calls.', source: 'https://example.com/output-length' },
      { title: 'Caches start cold', text: 'A candidate gets cache hits only as far as the incumbent had them.', source: 'model' },
    ],
    prices: [
      { model: 'openai/gpt-4o-2024-08-06', match: 'exact', inputUsdPerMtok: 2.5, outputUsdPerMtok: 10, cacheReadUsdPerMtok: 1.25, source: 'https://example.com/openai/pricing', checked: '2026-11-20', retires: '2027-02-01' },
      ...candidates.map((rate) => ({ model: rate.candidate, match: 'exact', inputUsdPerMtok: rate.input, outputUsdPerMtok: rate.output, cacheReadUsdPerMtok: null, source: 'https://example.com/pricing', checked: '2026-11-20', retires: null })),
    ],
  });
}

/** Everything a person or a log can name is an attack on some output. */
export const attack = `</script><img src=x onerror=alert(1)>{{constructor}}"'\`|=cmd()‮\u001b[31m`;

export function hostileAnalysis(): Analysis {
  const analysis = sampleAnalysis();
  const label = `=HYPERLINK("http://evil.example","x")${attack}`;
  return analysisSchema.parse({
    ...analysis,
    verdict: { ...analysis.verdict, sentence: `Hostile ${attack}` },
    segments: analysis.segments.map((segment) => ({ ...segment, workloadLabel: label, options: segment.options.map((option) => ({ ...option, candidate: `${option.provider}/${attack}${option.candidate}` })) })),
    workloads: analysis.workloads.map((workload) => ({ ...workload, label, target: attack })),
    flags: analysis.flags.map((flag) => ({ ...flag, text: attack, advice: `@everyone ${attack}` })),
    assumptions: analysis.assumptions.map((assumption) => ({ ...assumption, title: attack, source: `javascript:alert(1)//${attack}` })),
    evidence: analysis.evidence.map((row) => ({ ...row, workload: attack, candidate: attack })),
    totals: { ...analysis.totals, unpricedModels: [{ provider: attack, model: attack, calls: 3, reason: attack }] },
    prices: analysis.prices.map((price) => ({ ...price, source: 'javascript:alert(1)' })),
    settings: { ...analysis.settings, filters: { [attack]: attack } },
    costs: { ...analysis.costs, models: analysis.costs.models.map((row) => ({ ...row, model: label })) },
    notMetered: analysis.notMetered.map((row) => ({ ...row, provider: attack })),
    commitments: analysis.commitments.map((row) => ({ ...row, provider: attack, models: [label], note: attack })),
  });
}

/** Two days of traffic: totals are known, no month is. */
export function unknownAnalysis(): Analysis {
  const analysis = sampleAnalysis();
  return analysisSchema.parse({
    ...analysis, isSynthetic: false,
    window: { ...analysis.window, daysWithData: 3, status: 'seen-so-far', next: '4 more days, with a weekend among them, give a projection for a month.', covered: dates.map((_, day) => day >= 11) },
    verdict: {
      ...analysis.verdict, sentence: 'Too few days to project a month: 3 days were seen.', isAnythingReady: false, ready: { saving: unknownProjection, text: 'No quality has been measured on your own traffic yet.' },
      likely: { ...analysis.verdict.likely, saving: unknownProjection, weightedUsd: null }, limit: { ...analysis.verdict.limit, saving: unknownProjection }, advice: 'Come back when a week has been recorded.',
    },
    totals: { ...analysis.totals, spend: unknownProjection },
    scenarios: analysis.scenarios.map((scenario) => ({ ...scenario, saving: unknownProjection, spend: unknownProjection, rollbackUsd: null })),
    tasks: analysis.tasks.map((task) => ({ ...task, saving: unknownProjection, confidence: null })),
    workloads: analysis.workloads.map((workload) => ({ ...workload, saving: unknownProjection, confidence: null })),
    levers: analysis.levers.map((lever) => ({ ...lever, nano: null })),
    reliability: analysis.reliability.map((row) => ({ ...row, medianLatencyMs: null })),
    backTest: { status: 'not-run', predictedNano: null, lowNano: null, highNano: null, actualNano: null, text: 'Needs 14 days.' },
    evidence: [], flags: [], blocks: [], waterfall: [], costs: undefined, notMetered: [], commitments: [],
  });
}
