import { describe, expect, test } from 'vitest';
import { imageTokens, toolTokens } from '../../src/catalog/token-rules.js';
import { type ImageDetail, type ImageSums, imageSumNames } from '../../src/model/images.js';
import { imageSumsOf } from '../../src/tokens/images.js';

const weights = (baseModel: string): { id: string; baseModel: string } => ({ id: baseModel, baseModel });
const sums = (width: number, height: number, detail?: ImageDetail): ImageSums => imageSumsOf([{ width, height, ...(detail !== undefined && { detail }) }], { isReported: false }) ?? expect.fail();
const tokensOf = (baseModel: string, images: ImageSums): number => {
  const tokens = imageTokens(weights(baseModel), images);
  return tokens.known ? tokens.value : expect.fail(tokens.reason);
};

describe('image tokens by family, worked out by hand from the makers\' pages', () => {
  test.each<[string, ImageSums, number]>([
    ['openai/gpt-4o-2024-08-06', sums(1024, 1024), 85 + 4 * 170],
    ['openai/gpt-4o-2024-08-06', sums(2048, 4096), 85 + 6 * 170],
    ['openai/gpt-4o-2024-08-06', sums(4096, 8192, 'low'), 85],
    ['openai/gpt-4o-mini-2024-07-18', sums(1024, 1024), 2833 + 4 * 5667],
    ['openai/gpt-4.1', sums(1024, 1024), 765],
    ['openai/gpt-5', sums(1024, 1024), 70 + 4 * 140],
    ['openai/o3', sums(1024, 1024), 75 + 4 * 150],
    ['openai/gpt-4.1-mini', sums(1024, 1024), 1024 * 1.62],
    ['openai/gpt-4.1-mini', sums(1800, 2400), 1452 * 1.62],
    ['openai/gpt-5-nano', sums(1024, 1024), 1024 * 2.46],
    ['openai/o4-mini', sums(1800, 2400), 1452 * 1.72],
    ['openai/gpt-5.5', sums(1024, 1024), 1024 * 1.2],
    ['openai/gpt-6-astra', sums(4032, 3024), 126 * 95 * 1.2],
    ['openai/gpt-6-astra', sums(4032, 3024, 'high'), 57 * 43 * 1.2],
    ['openai/gpt-6-astra', sums(640, 480, 'low'), 16 * 12 * 1.2],
    ['anthropic/claude-sonnet-4-5', sums(1000, 1000), 36 * 36],
    ['anthropic/claude-sonnet-4-5', sums(1920, 1080), 52 * 30],
    ['anthropic/claude-opus-4-8', sums(1920, 1080), 69 * 39],
    ['anthropic/claude-sonnet-5-5', sums(6000, 4000), 84 * 56],
    ['google/gemini-2.5-flash', sums(384, 384), 258],
    ['google/gemini-2.5-flash', sums(960, 540), 6 * 258],
    ['google/gemini-3.8-flash', sums(1024, 1024), 1120],
    ['google/gemini-3.8-flash', sums(1024, 1024, 'low'), 280],
  ])('%s', (baseModel, images, tokens) => expect(tokensOf(baseModel, images)).toBeCloseTo(tokens, 6));

  test('add up over images', () => {
    const two = imageSumsOf([{ width: 1024, height: 1024 }, { width: 1024, height: 1024 }], { isReported: false }) ?? expect.fail();
    expect(tokensOf('openai/gpt-4o-2024-08-06', two)).toBe(2 * 765);
  });

  test('are unknown where a size or a rule is, and 0 without images', () => {
    const unsized = imageSumsOf([{}], { isReported: false }) ?? expect.fail();
    expect(imageTokens(weights('openai/gpt-4o'), unsized)).toEqual({ known: false, reason: 'the size of images is not known' });
    expect(imageTokens(weights('x-ai/grok-4'), sums(10, 10))).toEqual({ known: false, reason: 'how x-ai/grok-4 counts images is not known' });
    expect(imageTokens(weights('x-ai/grok-4'), Object.fromEntries(imageSumNames.map((name) => [name, 0])) as ImageSums)).toEqual({ known: true, value: 0 });
  });
});

describe('tokens that tools add', () => {
  test.each<[string, number, number, number]>([
    ['openai/gpt-4o-2024-08-06', 10, 30, 10 * 16 + 30 * 6], ['anthropic/claude-opus-4-7', 10, 30, 10 * (675 + 53) + 30 * 53], ['anthropic/claude-sonnet-4', 1, 1, 313 + 53 + 53], ['google/gemini-2.5-pro', 5, 50, 0],
    ['deepseek/deepseek-v3.1', 1, 2, 143 + 2 * 71],
  ])('%s, %i calls with %i tools', (baseModel, callsWithTools, toolDefinitions, tokens) => expect(toolTokens(weights(baseModel), { callsWithTools, toolDefinitions })).toEqual({ known: true, value: tokens }));

  test('are unknown where nobody measured them, and 0 without tools', () => {
    expect(toolTokens(weights('anthropic/claude-opus-5-5'), { callsWithTools: 1, toolDefinitions: 1 }).known).toBe(false);
    expect(toolTokens(weights('anthropic/claude-opus-5-5'), { callsWithTools: 0, toolDefinitions: 0 })).toEqual({ known: true, value: 0 });
  });
});
