import { describe, expect, test } from 'vitest';
import { maskVariables } from '../../src/classify/index.js';
import { templateOf, type Template } from '../../src/classify/template.js';
import { firstSentence } from '../../src/classify/zones.js';
import type { CallContent } from '../../src/model/call.js';
import { content, conversation, plainHash } from './make-call.js';

const template = (from: CallContent | undefined, changes: { tags?: Record<string, string>; isTextAllowedInLabel?: boolean } = {}): Template =>
  templateOf({ content: from, tags: {}, task: 'other', hash: plainHash, isTextAllowedInLabel: true, ...changes });

describe('masking', () => {
  test('ids, times, addresses and quoted text are masked', () => {
    expect(maskVariables('Request-ID: 8f3a9c Time: 2026-11-12T09:14:03Z\nYou help "Anna".')).toBe('request-id: # time: #\nyou help «».');
    expect(maskVariables('see https://shop.example/a?b=1 or mail anna@example.org')).toBe('see # or mail #');
    expect(maskVariables('```\nany code\n``` stays out')).toBe('«» stays out');
  });
});

test('the first sentence of a system prompt passes over lines of the request', () => {
  expect(firstSentence('You sort mail of one shop. Rules: none.')).toBe('You sort mail of one shop.');
  expect(firstSentence('Request-ID: 8f3a Time: 2026-11-12T09:14:03Z\nYou sort mail of one shop. Rules: none.')).toBe('You sort mail of one shop.');
  expect(firstSentence('你负责给评论打标签，标签包括物流、质量、价格、客服和包装。请只返回一个标签。')).toBe('你负责给评论打标签，标签包括物流、质量、价格、客服和包装。');
  expect(firstSentence('')).toBe('');
});

describe('one call site keeps one key', () => {
  test.each([
    ['numbers', conversation('You sort tickets of shop 4711.', 'a'), conversation('You sort tickets of shop 4712.', 'b')],
    ['a line for the request at the head', conversation('Request-ID: 8f3a99 Time: 2026-11-12T09:14:03Z\nYou sort tickets.', 'a'), conversation('Request-ID: 77aa01 Time: 2026-11-13T10:00:00Z\nYou sort tickets.', 'b')],
    ['retrieved text between tags', conversation(`You answer.\n<doc>${'Bees dance in the sun. '.repeat(20)}</doc>`, 'a'), conversation(`You answer.\n<doc>${'Trains run at night. '.repeat(30)}</doc>`, 'b')],
    ['a long retrieved paragraph', conversation(`You answer from the context.\n${'Bees dance in the sun. '.repeat(20)}`, 'a'), conversation(`You answer from the context.\n${'Trains run at night. '.repeat(30)}`, 'b')],
    ['the order of tools', conversation('You act.', 'a', { tools: [{ name: 'x' }, { name: 'y' }] }), conversation('You act.', 'b', { tools: [{ name: 'y' }, { name: 'x' }] })],
    ['payload after an instruction without system prompt', content('Summarize this article:\n\nBees dance in the sun all day.'), content('Summarize this article:\n\nTrains run at night, mostly late.')],
    ['a quoted payload', content('Is this review good or bad? "I liked the soup."'), content('Is this review good or bad? "The soup was cold."')],
    ['free text of people', content('what is the tallest tower'), content('hey can you help me with my taxes')],
  ])('%s', (_name, first, second) => {
    expect(template(first).key).toBe(template(second).key);
  });

  test.each([
    ['another system prompt', conversation('You sort tickets.', 'a'), conversation('You answer tickets.', 'a')],
    ['other tools', conversation('You act.', 'a', { tools: [{ name: 'x' }] }), conversation('You act.', 'a', { tools: [{ name: 'z' }] })],
    ['another schema', conversation('You act.', 'a', { responseFormat: { kind: 'json_schema', schemaText: '{"title":"invoice"}' } }), conversation('You act.', 'a', { responseFormat: { kind: 'json_schema', schemaText: '{"title":"order"}' } })],
    ['another instruction', content('Summarize this article:\n\nBees dance in the sun all day.'), content('Translate this article:\n\nBees dance in the sun all day.')],
  ])('but not with %s', (_name, first, second) => {
    expect(template(first).key).not.toBe(template(second).key);
  });

  test('a tag names the call site whatever the text', () => {
    const tags = { feature: 'checkout-help' };
    expect(template(content('a'), { tags }).key).toBe(template(conversation('You act.', 'b'), { tags }).key);
    expect(template(content('a'), { tags }).label).toBe('checkout-help');
    expect(template(undefined, { tags }).key).toBe(template(content('a'), { tags }).key);
  });
});

describe('the label', () => {
  test('is the head of the masked system prompt', () => {
    expect(template(conversation('You sort tickets of shop 4711.', 'a')).label).toBe('You sort tickets of shop #.');
  });

  test('holds no text where text is not kept', () => {
    const label = template(conversation('You help Anna Lind with money.', 'a', { tools: [{ name: 'look_up' }] }), { isTextAllowedInLabel: false }).label;
    expect(label).toBe('tools look_up');
  });
});
