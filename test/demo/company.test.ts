import { expect, test } from 'vitest';
import { INPUT_PER_OUTPUT, lines, monthlyTotals, sitePlans, type LineId } from '../../src/demo/company.js';

const MTOK = 1_000_000;
/** List prices, USD per million tokens: GPT-4o 2.50 in, 10 out; GPT-4o mini 0.15 in, 0.60 out; Claude Sonnet 3 in, 15 out; Gemini 1.5 Pro (from October 2024) 1.25 in, 5 out. */
const gpt4o = { input: 2.5, output: 10 };
const gpt4oMini = { input: 0.15, output: 0.6 };
const sonnet = { input: 3, output: 15 };
const gemini15Pro = { input: 1.25, output: 5 };

/** USD a month of one line, its tokens split 5:1. Example: 320 M tokens on GPT-4o mini = 266.67 M * 0.15 + 53.33 M * 0.60 = 40 + 32 = 72. */
function lineUsd(id: LineId, price: { input: number; output: number }): number {
  const sites = sitePlans.filter((plan) => plan.line === id).map((plan) => monthlyTotals().get(plan.id)!);
  const input = sites.reduce((sum, site) => sum + site.inputTokens, 0);
  const output = sites.reduce((sum, site) => sum + site.outputTokens, 0);
  return (input * price.input + output * price.output) / MTOK;
}

test('a month has a million calls in shares of 40, 35, 15 and 10 percent', () => {
  expect(lines.map((line) => line.calls)).toEqual([400_000, 350_000, 150_000, 100_000]);
  for (const line of lines) {
    expect(sitePlans.filter((plan) => plan.line === line.id).reduce((sum, plan) => sum + plan.calls, 0)).toBe(line.calls);
  }
});

test('every line has its tokens per call, five input tokens for each output token', () => {
  for (const line of lines) {
    const sites = sitePlans.filter((plan) => plan.line === line.id).map((plan) => monthlyTotals().get(plan.id)!);
    const input = sites.reduce((sum, site) => sum + site.inputTokens, 0);
    const output = sites.reduce((sum, site) => sum + site.outputTokens, 0);
    expect((input + output) / line.calls).toBeCloseTo(line.tokensPerCall, 6);
    expect(input / output).toBeCloseTo(INPUT_PER_OUTPUT, 9);
    for (const site of sites) expect(Math.min(site.inputTokens, site.outputTokens)).toBeGreaterThan(0);
  }
});

test('GPT-4o for everything costs 6,900 a month at list price, line by line as the article says', () => {
  expect(lineUsd('summarization-classification', gpt4o)).toBeCloseTo((320 * (5 * 2.5 + 10)) / 6, 6);
  expect(lines.map((line) => lineUsd(line.id, gpt4o).toFixed(2))).toEqual(['1200.00', '1575.00', '1125.00', '3000.00']);
  expect(lines.reduce((sum, line) => sum + lineUsd(line.id, gpt4o), 0)).toBeCloseTo(1200 + 1575 + 1125 + 3000, 6);
});

test("the article's 72 for the first line on GPT-4o mini holds exactly", () => {
  expect(lineUsd('summarization-classification', gpt4oMini)).toBeCloseTo(72, 6);
});

test("the article's 100 for support on GPT-4o mini is 94.50 rounded up", () => {
  expect(lineUsd('support', gpt4oMini)).toBeCloseTo(94.5, 6);
});

test("the article's 900 for code lies below both models that it names", () => {
  expect(lineUsd('code', gpt4o)).toBeCloseTo(1125, 6);
  expect(lineUsd('code', sonnet)).toBeCloseTo(1500, 6);
  expect(Math.min(lineUsd('code', gpt4o), lineUsd('code', sonnet))).toBeGreaterThan(900);
});

test("the article's 600 for documents on Gemini 1.5 Pro is below the price of the output alone", () => {
  const outputMtok = (100_000 * 8000) / 6 / MTOK;
  expect(outputMtok * gemini15Pro.output).toBeCloseTo(2000 / 3, 6);
  expect(lineUsd('documents', gemini15Pro)).toBeCloseTo(1500, 6);
});

test('list prices of the time give 59.5 percent, not the 76 percent of the article', () => {
  const routed = lineUsd('summarization-classification', gpt4oMini) + lineUsd('support', gpt4oMini) + lineUsd('code', gpt4o) + lineUsd('documents', gemini15Pro);
  expect(routed).toBeCloseTo(72 + 94.5 + 1125 + 1500, 6);
  expect((1 - routed / 6900) * 100).toBeCloseTo(59.54, 2);
});
