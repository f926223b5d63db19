import type { Option, Segment } from '../../src/model/analysis.js';

/** An option of a made-up segment: cost by day, confidence, and whatever a test wants different. */
export const option = (candidate: string, dailyNano: number[], fields: Partial<Option> = {}): Option => ({
  candidate, provider: candidate.split('/')[0] ?? '', dailyNano, inputNano: 0, outputNano: 0, reasoningNano: 0, fallbackNano: 0,
  tokenizerSd: 0, outputSd: 0, reasoningSd: 0, confidence: 0.9, notWorse: 0.95, expectedWorse: 0.05, lossLow: -0.1, lossHigh: 0.1,
  evidence: 'prior', evidenceItems: 0, scores: 20, isSameModel: false, notes: [], itemsNeeded: 60, itemsNano: 1000, ...fields,
});

/** A segment of made-up traffic: 10 calls a day. */
export const segment = (id: string, dailyNano: number[], fields: Partial<Segment> = {}): Segment => ({
  id, workload: id, workloadLabel: `Site ${id}`, task: 'classification', taskConfidence: 0.9, difficulty: 0.3, needs: [], band: 1,
  incumbent: 'openai/big', incumbentProvider: 'openai', status: 'own', calls: 10 * dailyNano.length, dailyCalls: dailyNano.map(() => 10),
  inputTokens: 1000, outputTokens: 100, dailyNano, options: [], blocked: [], ...fields,
});
