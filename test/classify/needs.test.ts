import { describe, expect, test } from 'vitest';
import { needsOfCall } from '../../src/classify/index.js';
import { needsOf, type CapturedCall, type Need } from '../../src/model/call.js';
import { call, content } from './make-call.js';

const needsList = (changes: Partial<CapturedCall>): Need[] => needsOf(needsOfCall(call(changes)));

describe('needs are read from the request', () => {
  test('a plain call needs nothing', () => {
    expect(needsList({ content: content('hello') })).toEqual([]);
  });

  test.each<[string, Partial<CapturedCall>, Need[]]>([
    ['tools of the caller', { content: content('x', { tools: [{ name: 'look_up' }] }) }, ['tools']],
    ['tools run by the provider', { content: content('x', { tools: [{ name: 'web_search', isProviderRun: true }] }) }, ['provider_tools']],
    ['a JSON object', { content: content('x', { responseFormat: { kind: 'json_object' } }) }, ['json_object']],
    ['a JSON schema', { content: content('x', { responseFormat: { kind: 'json_schema', schemaText: '{}' } }) }, ['json_schema']],
    ['images', { content: content('x', { messages: [{ role: 'user', text: 'what is this?', media: ['image'] }] }) }, ['vision']],
    ['images known from usage alone', { usage: { imageInputTokens: 85 } }, ['vision']],
    ['audio', { content: content('x', { messages: [{ role: 'user', text: '', media: ['audio'] }] }) }, ['audio']],
    ['documents', { content: content('x', { messages: [{ role: 'user', text: '', media: ['document'] }] }) }, ['documents']],
    ['logprobs', { parameters: { wantsLogprobs: true } }, ['logprobs']],
    ['several answers', { parameters: { choices: 3 } }, ['multiple_choices']],
    ['a stored conversation', { parameters: { isStateful: true } }, ['stateful']],
    ['long output asked for', { maxOutputTokens: 8193 }, ['long_output']],
    ['long output that came', { usage: { outputTokens: 9000 } }, ['long_output']],
    ['a tuned model', { requestedModel: 'ft:gpt-4o-mini-2024-07-18:acme::abc' }, ['fine_tuned']],
    ['an embedding', { api: 'embeddings' }, ['embeddings']],
  ])('%s', (_name, changes, expected) => {
    expect(needsList(changes)).toEqual(expected);
  });

  test('8,192 output tokens are not long', () => {
    expect(needsList({ maxOutputTokens: 8192 })).toEqual([]);
  });

  test('two tools on offer are not parallel tools; two calls in one turn are; not where the caller switched them off', () => {
    const tools = [{ name: 'a' }, { name: 'b' }];
    const toolCalls = [{ name: 'a', argumentsText: '{}' }, { name: 'b', argumentsText: '{}' }];
    expect(needsList({ content: content('x', { tools }) })).toEqual(['tools']);
    expect(needsList({ content: content('x', { tools, reply: { text: '', toolCalls } }) })).toEqual(['tools', 'parallel_tools']);
    expect(needsList({ content: content('x', { tools, messages: [{ role: 'user', text: 'x' }, { role: 'assistant', text: '', toolCalls }] }) })).toEqual(['tools', 'parallel_tools']);
    expect(needsList({ parameters: { isParallelToolsAllowed: false }, content: content('x', { tools, reply: { text: '', toolCalls } }) })).toEqual(['tools']);
  });
});
