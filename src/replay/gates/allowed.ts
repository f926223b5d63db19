import type { Gate } from './gate.js';

/** `openai/gpt-4o`, `openai/*`, `*` or a full id with effort. Example: matches('openai/*', 'openai/gpt-4o', 'openai/gpt-4o') is true. */
export const matchesPattern = (pattern: string, candidateId: string, modelId: string): boolean =>
  pattern === '*' || pattern === candidateId || pattern === modelId || (pattern.endsWith('/*') && modelId.startsWith(pattern.slice(0, -1)));

/** The user's own allow and deny lists. */
export const gate: Gate = {
  id: 'allowed',
  test: ({ candidate, config }) => {
    const isListed = (patterns: readonly string[]): boolean => patterns.some((pattern) => matchesPattern(pattern, candidate.id, candidate.model.id));
    if (config.deny !== undefined && isListed(config.deny)) return 'on the deny list';
    if (config.allow !== undefined && !isListed(config.allow)) return 'not on the allow list';
    return undefined;
  },
};
