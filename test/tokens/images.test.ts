import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claudePatchesOf, geminiTilesOf, imageSumsOf, patchesWithin, tilesOf } from '../../src/tokens/images.js';

const standard = { edge: 1568, patches: 1568 };
const high = { edge: 2576, patches: 4784 };

describe('tiles of 512 pixels (OpenAI images guide)', () => {
  test.each([
    [1024, 1024, 2 * 2], [2048, 4096, 2 * 3], [4096, 2048, 3 * 2], [512, 512, 1], [513, 512, 2], [100, 100, 1], [1, 1, 1], [768, 2048, 2 * 4], [4000, 100, 4 * 1], [1920, 1080, 3 * 2], [2244, 1122, 3 * 2], [1122, 2244, 2 * 3],
  ])('%i x %i has %i', (width, height, tiles) => expect(tilesOf({ width, height })).toBe(tiles));

  test('of one exact ratio all images over 2048 pixels have the same tiles', () => {
    const ratios = [[2, 1, 3 * 2], [1, 1, 2 * 2], [4, 3, 2 * 2], [3, 2, 3 * 2], [8, 3, 4 * 2], [4, 1, 4 * 1]] as const;
    fc.assert(fc.property(fc.constantFrom(...ratios), fc.integer({ min: 2049, max: 8000 }), ([long, short, tiles], edge) => {
      const width = long * Math.ceil(edge / long);
      const height = (width / long) * short;
      expect(tilesOf({ width, height })).toBe(tiles);
      expect(tilesOf({ width: height, height: width })).toBe(tiles);
    }));
  });
});

describe('patches of 32 pixels (OpenAI images guide)', () => {
  test.each([
    [1024, 1024, 1536, 32 * 32], [1800, 2400, 1536, 33 * 44], [1024, 1024, 30_000, 1024], [4032, 3024, 30_000, 126 * 95], [640, 480, 2500, 20 * 15], [33, 1, 1536, 2],
  ])('%i x %i under a budget of %i has %i', (width, height, budget, patches) => expect(patchesWithin({ width, height }, budget)).toBe(patches));

  test('a budget is never exceeded, whatever the shape', () => {
    const edge = fc.integer({ min: 1, max: 16_383 });
    fc.assert(fc.property(edge, edge, fc.constantFrom(1536, 2500, 10_000, 30_000), (width, height, budget) => { expect(patchesWithin({ width, height }, budget)).toBeLessThanOrEqual(budget); }), { numRuns: 2000, seed: 9 });
  });
});

describe('patches of 28 pixels (Claude vision guide)', () => {
  test.each([
    [200, 200, standard, 8 * 8], [1000, 1000, standard, 36 * 36], [1092, 1092, standard, 39 * 39], [1920, 1080, standard, 52 * 30], [1920, 1080, high, 69 * 39],
    [1075, 1520, standard, 33 * 47], [6000, 4000, high, 84 * 56],
  ])('%i x %i under %o has %i', (width, height, limits, patches) => expect(claudePatchesOf({ width, height }, limits)).toBe(patches));

  test('a long strip is bound by its edge', () => expect(claudePatchesOf({ width: 100, height: 10_000 }, standard)).toBeLessThanOrEqual(56));
});

describe('Gemini', () => {
  test.each([[384, 384, 1], [385, 384, 2 * 2], [960, 540, 3 * 2], [1024, 1024, 2 * 2]])('%i x %i is cut into %i tiles', (width, height, tiles) => expect(geminiTilesOf({ width, height })).toBe(tiles));

  test('a thin strip has no more tiles than 128', () => expect(geminiTilesOf({ width: 8000, height: 1 })).toBe(128));
});

describe('sums of one call', () => {
  test('no image, no sums', () => expect(imageSumsOf([], { isReported: false })).toBeUndefined());

  test.each([[4_294_967_295, 1], [1, 4_294_967_295], [16_384, 600], [0, 10]])('a header that says %i x %i is no size that any provider takes: the size is unknown', (width, height) => {
    expect(imageSumsOf([{ width, height }], { isReported: false })).toMatchObject({ images: 1, unsizedImages: 1, imageTiles: 0, imagePatchesWhole: 0, imageGemini2Tokens: 0 });
    expect(imageSumsOf([{ width: 16_383, height: 16_383 }], { isReported: false })).toMatchObject({ unsizedImages: 0, imageTiles: 2 * 2 });
  });

  test('an image of unknown size is counted, and in nothing else', () => {
    expect(imageSumsOf([{}, { width: 512, height: 512 }], { isReported: true })).toEqual({
      images: 2, unsizedImages: 1, reportedImages: 2, imageTiles: 1, imagePatches1536: 256, imagePatches2500: 256, imagePatches10000: 256, imagePatchesWhole: 256,
      imageClaudePatches: 19 * 19, imageClaudeHighPatches: 19 * 19, imageGemini2Tokens: 258 * 4, imageGemini3Tokens: 1120,
    });
  });

  test('low detail has no tiles, the patches of 512 pixels and the smallest Gemini resolution; high stays within 2,500', () => {
    const low = imageSumsOf([{ width: 2048, height: 2048, detail: 'low' }], { isReported: false });
    expect(low).toMatchObject({ imageTiles: 0, imagePatches1536: 256, imagePatchesWhole: 256, imageGemini2Tokens: 64, imageGemini3Tokens: 280 });
    expect(imageSumsOf([{ width: 4032, height: 3024, detail: 'high' }], { isReported: false })?.imagePatchesWhole).toBe(57 * 43);
    expect(imageSumsOf([{ width: 4032, height: 3024 }], { isReported: false })?.imagePatchesWhole).toBe(126 * 95);
  });
});
