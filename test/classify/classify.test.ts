import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { classifyCall, classifyContent, CLASSIFIER_VERSION, readClassifyRow } from '../../src/classify/index.js';
import { measure, type Judged } from '../../src/classify/measure.js';
import { DENSE_ROWS } from '../../src/classify/features.js';
import { CLASS_COUNT, WEIGHT_ROWS } from '../../src/classify/model.js';
import { weights } from '../../src/classify/data/weights.js';
import { textKindOf } from '../../src/classify/text-kind.js';
import { tasks, type Task } from '../../src/model/call.js';
import { call, content, conversation, plainHash } from './make-call.js';

const classified = (changes: Parameters<typeof call>[0]) => classifyCall(call(changes), { hash: plainHash, isTextAllowedInLabel: true });

describe('the task', () => {
  test.each<[Task, ReturnType<typeof content>]>([
    ['summarization', conversation('Summarize the call in two sentences for the CRM.', 'Agent: good morning. Customer: my heating is broken again and I need somebody today. Agent: we send Tom at four.')],
    ['classification', conversation('Classify the ticket. Labels: billing, delivery, defect. Answer with the label only.', 'The box came open and the lamp is in pieces.')],
    ['extraction', conversation('Extract the invoice number, the total and the due date as JSON.', 'Invoice 2209, total 3,480 EUR, payable within 30 days from 1 May.')],
    ['translation', conversation('Translate the text into German. Output only the translation.', 'The ferry leaves at nine from the northern pier.')],
    ['translation', content('把下面的句子翻译成英文：码头在城市的北边。')],
    ['rewriting', content('Please correct the grammar of this sentence: he go to school yesterday by feets.')],
    ['code', content('Write a Python function that removes duplicates from a list and keeps the order.')],
    ['reasoning', content('A bus leaves with 18 people. At each of 4 stops 3 get off and 5 get on. How many people are on the bus? Think step by step.')],
    ['open_qa', content('Who built the first telescope?')],
    ['generation', content('Write a poem about the sea in winter.')],
    ['brainstorming', content('Give me ten ideas for a team event in winter.')],
    ['closed_qa', conversation('Answer only from the context below.\n\nContext:\nThe museum opens at ten and closes at five. Children pay half.', 'When does the museum close?')],
  ])('%s', (task, asked) => {
    expect(classifyContent(asked).task).toBe(task);
  });

  test('an explicit tag wins with confidence 1', () => {
    const { task, taskConfidence } = classified({ tags: { task: 'extraction' }, content: content('Write a poem about rain.') });
    expect([task, taskConfidence]).toEqual(['extraction', 1]);
  });

  test('a tag that names no task is not believed', () => {
    expect(classified({ tags: { task: 'nonsense' }, content: content('Write a poem about rain.') }).taskConfidence).toBeLessThan(1);
  });

  test('an embeddings call is known from its interface', () => {
    expect(classified({ api: 'embeddings' })).toMatchObject({ task: 'embedding', taskConfidence: 1 });
  });

  test('a call without text is other with confidence 0', () => {
    expect(classified({})).toMatchObject({ task: 'other', taskConfidence: 0, textKind: 'other' });
  });

  test('a call that merely carries tools is no agent', () => {
    const tools = [{ name: 'search_orders' }];
    expect(classifyContent(conversation('Translate the text into German. Output only the translation.', 'The ferry leaves at nine.', { tools })).task).toBe('translation');
  });

  test('a call in the middle of using tools is one', () => {
    const messages = [
      { role: 'system' as const, text: 'You are an operations agent. Use the tools, do not guess.' },
      { role: 'user' as const, text: 'Cancel subscription 5512.' },
      { role: 'assistant' as const, text: '', toolCalls: [{ name: 'find_subscription', argumentsText: '{"id":5512}' }] },
      { role: 'tool' as const, text: '{"state":"active"}' },
    ];
    expect(classifyContent({ messages, tools: [{ name: 'find_subscription' }, { name: 'cancel' }] }).task).toBe('agent');
  });

  test('the answer does not depend on what was classified before', () => {
    const asked = conversation('You sort mail.', 'My parcel is late.');
    const before = classifyContent(asked);
    for (let index = 0; index < 50; index += 1) classifyContent(conversation(`Prompt ${index}`, `Question ${index}`));
    expect(classifyContent(asked)).toEqual(before);
  });

  test.each([['an empty conversation', { messages: [], tools: [] }], ['empty messages', content('')], ['no letters', content('😀😀 ...')], ['one very long word', content('x'.repeat(300_000))]])('%s gets an answer', (_name, asked) => {
    const { task, confidence, difficulty } = classifyContent(asked);
    expect(tasks).toContain(task);
    expect(confidence).toBeGreaterThan(0);
    expect(confidence).toBeLessThanOrEqual(1);
    expect(difficulty).toBeGreaterThanOrEqual(0);
    expect(difficulty).toBeLessThanOrEqual(1);
  });
});

describe('the weights', () => {
  test('hold one byte for each row and column', () => {
    expect(atob(weights.rows).length).toBe(WEIGHT_ROWS * CLASS_COUNT);
    expect(DENSE_ROWS).toBeLessThan(WEIGHT_ROWS);
  });

  test('stay under 2 MB and give the version', () => {
    expect(weights.rows.length).toBeLessThan(2_000_000);
    expect(CLASSIFIER_VERSION.endsWith(weights.version)).toBe(true);
  });
});

describe('the kind of text', () => {
  test.each([
    ['prose', 'The ferry leaves at nine from the northern pier, and the captain is never late.'],
    ['code', 'const total = (items) => { let sum = 0; for (const item of items) { sum += item.price * item.count; } return sum; };'],
    ['json', '{"id": 7, "name": "x", "tags": ["a", "b"], "nested": {"k": "v"}}'],
    ['table', 'name\tage\tcity\nAda\t36\tHull\nBo\t41\tOslo\nCem\t29\tIzmir\n'],
    ['cjk', '码头在城市的北边，每天九点有船出发。'],
    ['other', 'طلبت حذاء قبل أسبوعين ولم يصل حتى الآن.'],
  ] as const)('%s', (kind, text) => {
    expect(textKindOf(content(text))).toBe(kind);
  });
});

describe('difficulty', () => {
  test('a proof with constraints looks harder than a greeting', () => {
    const hard = classifyContent(content('Prove that for all n >= 3 the equation x^n + y^n = z^n must fail; first derive the case n = 4, then analyse the general step by step, without using tables.'));
    expect(hard.difficulty).toBeGreaterThan(classifyContent(content('hello there')).difficulty + 0.2);
  });
});

describe('measures', () => {
  test('are worked out by hand on four items', () => {
    const judged: Judged[] = [
      { label: 'code', task: 'code', confidence: 0.95 },
      { label: 'code', task: 'other', confidence: 0.95 },
      { label: 'open_qa', task: 'open_qa', confidence: 0.55 },
      { label: 'open_qa', task: 'open_qa', confidence: 0.55 },
    ];
    const { accuracy, macroF1, calibrationError, confusion } = measure(judged);
    expect(accuracy).toBe(3 / 4);
    expect(macroF1).toBeCloseTo(((2 * 1) / (2 + 1) + (2 * 2) / (2 + 2)) / 2, 12);
    expect(calibrationError).toBeCloseTo((Math.abs(1.9 - 1) + Math.abs(1.1 - 2)) / 4, 12);
    expect(confusion).toEqual({ code: { code: 1, other: 1 }, open_qa: { open_qa: 2 } });
  });
});

describe('our own labelled prompts', () => {
  const folder = join(import.meta.dirname, '../../fixtures/classify/own');
  const judged: Judged[] = [];
  for (const name of readdirSync(folder)) {
    for (const line of readFileSync(join(folder, name), 'utf8').trim().split('\n')) {
      const row = readClassifyRow(JSON.parse(line));
      if (row.known) judged.push({ label: row.value.label as Task, ...classifyContent(row.value.content) });
    }
  }

  test('carry labels that exist, and the weights have learned them', () => {
    expect(judged.every(({ label }) => tasks.includes(label))).toBe(true);
    expect(measure(judged).accuracy).toBeGreaterThan(0.9);
  });
});
