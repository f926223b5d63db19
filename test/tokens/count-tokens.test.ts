import { expect, test } from 'vitest';
import { countTokens, cutPieces } from '../../src/tokens/index.js';

test('counts as o200k_base does', () => {
  expect(countTokens('hello world')).toBe(2);
  expect(countTokens('')).toBe(0);
});

test('special tokens in a log are ordinary text', () => {
  expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
});

test('one character many times takes bounded time', () => {
  const before = performance.now();
  expect(countTokens('a'.repeat(100_000))).toBeGreaterThan(0);
  expect(countTokens('界'.repeat(40_000))).toBeGreaterThan(0);
  expect(performance.now() - before).toBeLessThan(5000);
});

test('cutting loses nothing, cuts runs over 400 units, and never parts a surrogate pair', () => {
  const text = `${'x'.repeat(950)} short words here ${' '.repeat(900)}${'😀'.repeat(500)}`;
  const pieces = [...cutPieces(text)];
  expect(pieces.join('')).toBe(text);
  for (const piece of pieces) {
    expect(/\S{402}/.test(piece)).toBe(false);
    expect(/^[\udc00-\udfff]/.test(piece)).toBe(false);
  }
});

test('halves of surrogate pairs that stand alone are counted, however many', () => {
  for (const half of ['\ud800', '\udc00']) {
    const text = half.repeat(50_000);
    expect([...cutPieces(text)].every((piece) => piece.length <= 400)).toBe(true);
    expect([...cutPieces(text)].join('')).toBe(text);
    expect(countTokens(`a ${half} b`)).toBe(countTokens('a \ufffd b'));
  }
});

test('ordinary text is not cut', () => {
  const text = 'The quick brown fox jumps over the lazy dog. '.repeat(40);
  expect([...cutPieces(text)]).toEqual([text]);
});
