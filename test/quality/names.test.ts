import { describe, expect, test } from 'vitest';
import { effortLevel, effortRank } from '../../src/quality/efforts.js';
import { createQuality } from '../../src/quality/index.js';
import { lineOf, normalName, pinnedName, splitModelId } from '../../src/quality/names.js';

describe('names', () => {
  test('an effort is split off, a tag that is none stays', () => {
    expect(splitModelId('openai/o3:high')).toEqual({ base: 'openai/o3', effort: 'high' });
    expect(splitModelId('anthropic/claude-haiku-4-5:budget:4000')).toEqual({ base: 'anthropic/claude-haiku-4-5', effort: 'budget:4000' });
    expect(splitModelId('ollama/qwen2.5-coder:14b')).toEqual({ base: 'ollama/qwen2.5-coder:14b', effort: undefined });
  });

  test('dates, dots of Claude and packaging words do not make another model', () => {
    expect(normalName('anthropic/claude-haiku-4.5-20251001')).toBe(normalName('anthropic/claude-haiku-4-5'));
    expect(normalName('openai/gpt-4.1-2025-04-14')).toBe(normalName('openai/gpt-4.1'));
    expect(normalName('openai/gpt-4.1-mini')).not.toBe(normalName('openai/gpt-4.1'));
  });

  test.each([
    ['anthropic/claude-3-5-haiku-20241022', 'anthropic/claude-haiku', 3.5],
    ['anthropic/claude-haiku-4-5', 'anthropic/claude-haiku', 4.5],
    ['anthropic/claude-sonnet-4-20250514', 'anthropic/claude-sonnet', 4],
    ['openai/gpt-5.4-mini', 'openai/gpt-mini', 5.4],
    ['openai/gpt-4o-mini-2024-07-18', 'openai/gpt-mini', 4.05],
    ['openai/o4-mini', 'openai/o-mini', 4],
    ['google/gemini-3.1-flash-lite', 'google/gemini-flash-lite', 3.1],
    ['mistralai/mistral-small-2506', 'mistralai/mistral-small', 25.06],
    ['meta-llama/llama-3.3-70b-instruct', 'meta-llama/llama-70b', 3.3],
    ['qwen/qwen3-32b', 'qwen/qwen-32b', 3],
    ['x-ai/grok-4.1-fast', 'x-ai/grok-fast', 4.1],
  ])('%s is of the line %s, version %d', (base, line, version) => {
    expect(lineOf(base)).toEqual({ line, version });
  });

  test('an undated name is the snapshot that its API serves', () => {
    expect(pinnedName('openai/gpt-4o')).toBe('openai/gpt-4o-2024-08-06');
    expect(pinnedName('openai/gpt-4o-2024-05-13')).toBe('openai/gpt-4o-2024-05-13');
  });
});

describe('efforts', () => {
  test('the default of an API and its own word are one level', () => {
    expect(effortLevel('openai/gpt-5-mini', undefined)).toBe(effortLevel('openai/gpt-5-mini', 'medium'));
    expect(effortLevel('openai/gpt-5.1', undefined)).toBe(effortLevel('openai/gpt-5.1', 'none'));
    expect(effortLevel('openai/gpt-5.1', '')).toBe('');
  });

  test('a model that reasons by default is another one with its reasoning switched off: it has no scores of its own', () => {
    expect(effortLevel('z-ai/glm-5.2', 'none', 'thinking')).toBe('off');
    expect(effortLevel('openai/gpt-5.1', 'none', 'none')).toBe('');
    const assessed = (effort: string) => createQuality().assess({
      incumbent: { baseModel: 'openai/gpt-4o' }, candidate: { baseModel: 'z-ai/glm-5.2', effort, defaultEffort: 'thinking' }, task: 'summarization', margin: 0.05, seed: 1, evidence: [],
    });
    expect(assessed('').scores).toBeGreaterThanOrEqual(10);
    expect(assessed('none')).toMatchObject({ scores: 0, inheritedFrom: 'z-ai/glm-5.2' });
    expect(assessed('none').confidence).toBeLessThanOrEqual(0.7);
    expect(assessed('none').notWorse).toBeLessThan(assessed('').notWorse);
    expect(effortLevel('deepseek/deepseek-v4-flash', 'default')).toBe(effortLevel('deepseek/deepseek-v4-flash', 'thinking'));
    expect(effortLevel('anthropic/claude-haiku-4-5', 'budget:4000')).toBe('thinking');
  });

  test('efforts are ranked, the plain name lowest', () => {
    expect(effortRank('')).toBe(0);
    expect(effortRank('low')).toBeLessThan(effortRank('high'));
  });
});
