import type { Analysis, Option, Segment } from '../model/analysis.js';
import type { Thresholds } from '../model/policy.js';
import { plainText } from './escape.js';
import type { ExploreBase } from './explore.js';

/** What the page carries for its script: the explorer's input and the daily series, packed. Series are whole numbers in base 36, joined by spaces. */
export interface PageData {
  base: Omit<ExploreBase, 'segments'>;
  thresholds: Thresholds;
  isSynthetic: boolean;
  analysisId: string;
  dates: readonly string[];
  daily: readonly { date: string; spendUsd: number; chosenUsd: number; limitUsd: number }[];
  limitUsd: number | null;
  /** Model names, referred to by position. */
  models: readonly string[];
  segments: readonly PackedSegment[];
}

type PackedOption = readonly [
  model: number, provider: string, daily: string, parts: readonly [input: number, output: number, reasoning: number, fallback: number],
  deviations: readonly [tokenizer: number, output: number, reasoning: number], confidence: number, expectedWorse: number, evidence: Option['evidence'], evidenceItems: number, isSameModel: 0 | 1,
];

interface PackedSegment {
  id: string;
  workload: string;
  label: string;
  task: Segment['task'];
  needs: Segment['needs'];
  band: number | null;
  incumbent: number;
  provider: string;
  calls: number;
  dailyCalls: readonly number[];
  daily: string;
  options: readonly PackedOption[];
}

/** Example: [35, 36] -> "z 10". */
export const packSeries = (values: readonly number[]): string => values.map((value) => value.toString(36)).join(' ');
export const unpackSeries = (text: string): number[] => (text === '' ? [] : text.split(' ').map((word) => Number.parseInt(word, 36)));

export function packPage(analysis: Analysis, context: { base: ExploreBase; thresholds: Thresholds }): PageData {
  const models: string[] = [];
  const positions = new Map<string, number>();
  const positionOf = (name: string): number => {
    const known = positions.get(name);
    if (known !== undefined) return known;
    positions.set(name, models.length);
    return models.push(name) - 1;
  };
  const { segments, ...base } = context.base;
  return {
    base, thresholds: context.thresholds, isSynthetic: analysis.isSynthetic, analysisId: analysis.id, dates: analysis.window.dates,
    daily: analysis.daily.map((row) => ({ date: row.date, spendUsd: centsOf(row.spendNano), chosenUsd: centsOf(row.chosenNano), limitUsd: centsOf(row.limitNano) })),
    limitUsd: analysis.verdict.limit.saving.usd,
    segments: segments.map((segment) => packSegment(segment, positionOf)),
    models,
  };
}

/** For drawing only: a chart has no use for more than four decimals. */
const centsOf = (nano: number): number => Math.round(nano / 1e5) / 1e4;

function packSegment(segment: Segment, positionOf: (name: string) => number): PackedSegment {
  return {
    id: segment.id, workload: segment.workload, label: plainText(segment.workloadLabel), task: segment.task, needs: segment.needs, band: segment.band,
    incumbent: positionOf(segment.incumbent), provider: segment.incumbentProvider, calls: segment.calls, dailyCalls: segment.dailyCalls, daily: packSeries(segment.dailyNano),
    options: segment.options.map((option): PackedOption => [
      positionOf(option.candidate), option.provider, packSeries(option.dailyNano), [option.inputNano, option.outputNano, option.reasoningNano, option.fallbackNano],
      [option.tokenizerSd, option.outputSd, option.reasoningSd], option.confidence, option.expectedWorse, option.evidence, option.evidenceItems, option.isSameModel ? 1 : 0,
    ]),
  };
}

/** The other direction. What thresholds and intervals do not use is left neutral. */
export function unpackPage(data: PageData): ExploreBase {
  const modelOf = (position: number): string => data.models[position] ?? '';
  return {
    ...data.base,
    segments: data.segments.map((segment): Segment => ({
      id: segment.id, workload: segment.workload, workloadLabel: segment.label, task: segment.task, taskConfidence: 1, difficulty: 0, needs: segment.needs, band: segment.band,
      incumbent: modelOf(segment.incumbent), incumbentProvider: segment.provider, status: 'own', calls: segment.calls, dailyCalls: [...segment.dailyCalls], inputTokens: 0, outputTokens: 0,
      dailyNano: unpackSeries(segment.daily), blocked: [],
      options: segment.options.map(([model, provider, daily, parts, deviations, confidence, expectedWorse, evidence, evidenceItems, isSameModel]): Option => ({
        candidate: modelOf(model), provider, dailyNano: unpackSeries(daily), inputNano: parts[0], outputNano: parts[1], reasoningNano: parts[2], fallbackNano: parts[3],
        tokenizerSd: deviations[0], outputSd: deviations[1], reasoningSd: deviations[2], confidence, notWorse: 1 - expectedWorse, expectedWorse, lossLow: 0, lossHigh: 0,
        evidence, evidenceItems, scores: 0, isSameModel: isSameModel === 1, notes: [], itemsNeeded: null, itemsNano: null,
      })),
    })),
  };
}
