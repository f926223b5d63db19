import type { StoredCall } from '../../src/model/call.js';

/** 2026-11-02 00:00 UTC, a Monday. */
export const START = Date.UTC(2026, 10, 2);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const hourOf = (at: number): number => Math.floor(at / HOUR);

/** An answered call of one customer-support site; everything can be overridden. Its only key is its id. */
export const makeCall = (changes: Partial<StoredCall> & { id: string }): StoredCall => ({
  keys: [`response:${changes.id}`],
  startedAt: START,
  timeSource: 'record',
  provider: 'openai',
  requestedModel: 'gpt-4o',
  servedModel: 'gpt-4o-2024-08-06',
  api: 'chat',
  billing: 'metered',
  stream: false,
  status: 'ok',
  usage: { uncachedInputTokens: 800, outputTokens: 160 },
  usageSource: 'reported',
  tags: {},
  task: 'conversation',
  taskConfidence: 0.8,
  difficulty: 0.25,
  classifierVersion: 'test-1',
  needsMask: 0,
  textKind: 'prose',
  templateKey: 101,
  templateLabel: 'support chat',
  isDeterministic: false,
  hasFailureSignal: false,
  sources: ['openai-chat'],
  weightMillionths: 1_000_000,
  ...changes,
});

/** A call with every field set. */
export const makeFullCall = (id: string): StoredCall => ({
  ...makeCall({ id }),
  keys: [`request:req-${id}`, `response:${id}`],
  env: 'prod', region: 'eu', serviceTier: 'default', effort: 'low', stream: true, httpStatus: 200, errorType: 'none', finishReason: 'stop',
  usage: {
    uncachedInputTokens: 600, audioInputTokens: 1, imageInputTokens: 2, cacheReadTokens: 400, cacheWriteTokens: 3, cacheWrite1hTokens: 4,
    outputTokens: 160, reasoningTokens: 60, audioOutputTokens: 5, webSearches: 6,
    unbilledInputTokens: 7, unbilledOutputTokens: 8, unbilledCacheReadTokens: 1,
  },
  rawUsage: '{"prompt_tokens":1010}', loggedCostNanoUsd: 3_000_000, maxOutputTokens: 500, latencyMs: 1234.5, ttftMs: 210.25, user: 'user-1',
  tags: { experiment: 'a', team: 'search' }, needsMask: 5, requestHash: 4_503_599_627_370_495, questionHash: 77, sessionKey: 88, isDeterministic: true, hasFailureSignal: true,
  prefixChain: { hashes: [4_503_599_627_370_493, 12], tokens: [505, 1010] },
  images: { images: 2, unsizedImages: 1, reportedImages: 2, imageTiles: 4, imagePatches1536: 1024, imagePatches2500: 1024, imagePatches10000: 1024, imagePatchesWhole: 1024, imageClaudePatches: 1369, imageClaudeHighPatches: 1369, imageGemini2Tokens: 1032, imageGemini3Tokens: 1120 },
  toolDefinitions: 3, sampledTokens: 990,
  body: '{"messages":[{"role":"user","text":"Grüße, 世界"}]}',
});
