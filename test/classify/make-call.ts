import type { CallContent, CapturedCall } from '../../src/model/call.js';

export const content = (question: string, changes: Partial<CallContent> = {}): CallContent => ({ messages: [{ role: 'user', text: question }], tools: [], ...changes });

export const conversation = (system: string, question: string, changes: Partial<CallContent> = {}): CallContent =>
  content(question, { messages: [{ role: 'system', text: system }, { role: 'user', text: question }], ...changes });

export const call = (changes: Partial<CapturedCall> = {}): CapturedCall => ({
  startedAt: Date.UTC(2026, 10, 12, 9), timeSource: 'record', provider: 'openai', requestedModel: 'gpt-4o', api: 'chat', billing: 'metered', stream: false, status: 'ok',
  usage: {}, usageSource: 'reported', tags: {}, keys: [], parameters: {}, ...changes,
});

/** Stands in for the keyed hash: the same text the same number, 52 bits, different texts different numbers in practice. */
export const plainHash = (text: string): number => {
  let high = 7;
  let low = 11;
  for (const character of text) {
    high = Math.imul(high ^ (character.codePointAt(0) ?? 0), 2654435761);
    low = Math.imul(low ^ (character.codePointAt(0) ?? 0), 1597334677) ^ (high >>> 13);
  }
  return (high >>> 12) * 4294967296 + (low >>> 0);
};
