import type { Analysis } from '../../model/analysis.js';
import { plainSentence, plainText, safeLink } from '../escape.js';
import { UNKNOWN, countText, millisText, nanoText, shareText, shortCount } from '../figures.js';

export interface ReliabilityView {
  title: string;
  caption: string;
  rows: { provider: string; calls: string; rateLimited: string; serverErrors: string; otherErrors: string; failedShare: string; peakCalls: string; peakTokens: string; outage: string; latency: string }[];
}

export function reliabilityOf({ reliability, totals }: Analysis): ReliabilityView {
  const failures = (row: Analysis['reliability'][number]): number => row.rateLimited + row.serverErrors + row.otherErrors;
  const worst = [...reliability].sort((a, b) => failures(b) - failures(a))[0];
  return {
    caption: `Failures and peaks by provider, over the window${totals.sampledShare < 1 ? '; counts of stored calls, sampling not undone' : ''}`,
    title: worst === undefined || failures(worst) === 0 ? 'No call failed' : `${plainText(worst.provider)} failed ${countText(failures(worst))} times; rate limits were ${shareText(worst.rateLimited / failures(worst))} of that`,
    rows: reliability.map((row) => ({
      provider: plainText(row.provider), calls: countText(row.calls), rateLimited: countText(row.rateLimited), serverErrors: countText(row.serverErrors), otherErrors: countText(row.otherErrors),
      failedShare: row.calls === 0 ? UNKNOWN : shareText(failures(row) / row.calls, 'up'), peakCalls: countText(row.peakCallsPerMinute), peakTokens: shortCount(row.peakTokensPerMinute),
      outage: `${countText(row.outageMinutes)} min`, latency: millisText(row.medianLatencyMs),
    })),
  };
}

export interface DailyView {
  title: string;
  rows: { date: string; kind: string; calls: string; spend: string; chosen: string; limit: string }[];
  backTest: { title: string; status: 'inside' | 'outside' | 'not-run'; predicted: string; interval: string; actual: string; text: string };
}

export function dailyOf({ daily, window, backTest }: Analysis): DailyView {
  const kinds = new Map(window.dates.map((date, index) => [date, window.covered[index] === false ? 'not covered' : window.weekend[index] === true ? 'weekend' : 'working day']));
  const meanOf = (kind: string): number | null => {
    const list = daily.filter(({ date }) => kinds.get(date) === kind);
    return list.length === 0 ? null : list.reduce((sum, row) => sum + row.spendNano, 0) / list.length;
  };
  const [working, free] = [meanOf('working day'), meanOf('weekend')];
  return {
    title: `Spend was ${working === null ? UNKNOWN : `${nanoText(working)} on a working day`}${free === null ? '' : ` and ${nanoText(free)} on a weekend day`}`,
    rows: daily.map((row) => {
      const kind = kinds.get(row.date) ?? '';
      const isMissing = kind === 'not covered';
      return {
        date: row.date, kind, calls: isMissing ? UNKNOWN : countText(row.calls), spend: isMissing ? UNKNOWN : nanoText(row.spendNano),
        chosen: isMissing ? UNKNOWN : nanoText(row.chosenNano, 'up'), limit: isMissing ? UNKNOWN : nanoText(row.limitNano, 'up'),
      };
    }),
    backTest: {
      title: backTest.status === 'inside' ? 'Back-test: the last days fell inside what the first days predicted' : backTest.status === 'outside' ? 'Back-test: the last days fell outside what the first days predicted' : 'Back-test: not run',
      status: backTest.status, predicted: nanoText(backTest.predictedNano), actual: nanoText(backTest.actualNano), text: plainSentence(backTest.text),
      interval: backTest.lowNano === null || backTest.highNano === null ? UNKNOWN : `${nanoText(backTest.lowNano)} to ${nanoText(backTest.highNano)}`,
    },
  };
}

export interface FlagView {
  code: string;
  severity: 'info' | 'warning' | 'serious';
  text: string;
  advice: string;
  usd: string;
}

const SEVERITY_ORDER = ['serious', 'warning', 'info'] as const;

/** Serious first. */
export const flagsOf = ({ flags }: Analysis): FlagView[] =>
  [...flags]
    .sort((a, b) => SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity) || (a.code < b.code ? -1 : 1))
    .map((flag) => ({ code: plainText(flag.code), severity: flag.severity, text: plainSentence(flag.text), advice: plainSentence(flag.advice), usd: flag.nano === null ? '' : nanoText(flag.nano) }));

/** What stands at the top of the page, so that nobody misses it. Example: "2 serious flags, 1 warning". '' when there is none of either. */
export function flagCountText({ flags }: Analysis): string {
  const count = (severity: string, words: readonly [one: string, many: string]): string[] => {
    const found = flags.filter((flag) => flag.severity === severity).length;
    return found === 0 ? [] : [`${String(found)} ${found === 1 ? words[0] : words[1]}`];
  };
  return [...count('serious', ['serious flag', 'serious flags']), ...count('warning', ['warning', 'warnings'])].join(', ');
}

export interface QualityRow {
  label: string;
  value: string;
  meaning: string;
}

/** Data quality: how much of the traffic is known, and how well. */
export function dataQualityOf({ totals, splitShare }: Analysis): QualityRow[] {
  return [
    { label: 'Stored calls', value: countText(totals.storedCalls), meaning: `stand for ${countText(totals.calls)} calls once sampling is undone` },
    { label: 'Billed calls', value: countText(totals.billedCalls), meaning: 'charged by the provider, failed attempts with usage included' },
    { label: 'Failed calls', value: countText(totals.failedCalls), meaning: 'refused before generation: known to cost $0' },
    { label: 'Without usage', value: countText(totals.unknownUsageCalls), meaning: 'cost unknown, in no sum' },
    { label: 'Without a price', value: countText(totals.unpricedCalls), meaning: 'cost unknown, in no sum' },
    { label: 'Price estimated', value: countText(totals.estimatedPriceCalls), meaning: 'model matched by the beginning of its name only' },
    { label: 'Usage estimated', value: countText(totals.estimatedUsageCalls), meaning: 'tokens counted or estimated by us, not reported' },
    { label: 'Input tokens', value: countText(totals.inputTokens), meaning: `${countText(totals.outputTokens)} output tokens` },
    { label: 'Metered spend', value: nanoText(totals.meteredNano), meaning: `${nanoText(totals.notMeteredNano)} is not metered and saves no cash` },
    { label: 'Priced row by row', value: shareText(splitShare), meaning: 'calls whose group straddles a price step or limit' },
  ];
}

export interface SourcesView {
  assumptions: { title: string; text: string; source: string; link: string | undefined }[];
  prices: { model: string; match: string; input: string; output: string; cacheRead: string; source: string; link: string | undefined; checked: string; retires: string }[];
  unpriced: { name: string; calls: string; reason: string }[];
  facts: { label: string; value: string }[];
}

const rateText = (rate: number | null): string => (rate === null ? UNKNOWN : `$${String(Number(rate.toPrecision(6)))}`);

export function sourcesOf(analysis: Analysis): SourcesView {
  const { settings, versions, window, totals } = analysis;
  const filters = Object.entries(settings.filters).map(([key, value]) => `${plainText(key)} = ${plainText(value)}`);
  return {
    assumptions: analysis.assumptions.map((row) => ({ title: plainText(row.title), text: plainSentence(row.text), source: plainText(row.source), link: safeLink(row.source) })),
    prices: analysis.prices.map((row) => ({
      model: plainText(row.model), match: row.match, input: rateText(row.inputUsdPerMtok), output: rateText(row.outputUsdPerMtok), cacheRead: rateText(row.cacheReadUsdPerMtok),
      source: plainText(row.source.replace(/^https?:\/\//, '')), link: safeLink(row.source), checked: row.checked, retires: row.retires ?? '–',
    })),
    unpriced: totals.unpricedModels.map((row) => ({ name: `${plainText(row.provider)}/${plainText(row.model)}`, calls: countText(row.calls), reason: plainSentence(row.reason) })),
    facts: [
      { label: 'Analysis', value: plainText(analysis.id) },
      { label: 'Window', value: `${window.start} to ${window.end}, ${plainText(window.timezone)}` },
      { label: 'As of', value: `${analysis.asOf}, prices at ${settings.pricesAt}, read ${versions.pricesReadOn}` },
      { label: 'Threshold', value: `${settings.threshold.toFixed(2)}, evidence at least: ${settings.minEvidence}, margin ${shareText(settings.margin)}` },
      { label: 'Cost mode', value: settings.costMode === 'reported' ? 'reported: the log\'s own costs where it has them' : 'computed: our prices' },
      { label: 'Filters', value: filters.length === 0 ? 'none' : filters.join(', ') },
      { label: 'Shadowbill', value: plainText(versions.shadowbill) },
      { label: 'Classifier', value: plainText(versions.classifier.join(', ')) },
      { label: 'Catalog', value: plainText(versions.catalog) },
      { label: 'Quality prior', value: plainText(versions.quality) },
      { label: 'Seed', value: String(settings.seed) },
    ],
  };
}
