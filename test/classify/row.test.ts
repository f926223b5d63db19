import { describe, expect, test } from 'vitest';
import { readClassifyRow } from '../../src/classify/index.js';
import type { CallContent } from '../../src/model/call.js';

const contentOf = (value: unknown): CallContent | undefined => {
  const row = readClassifyRow(value);
  return row.known ? row.value.content : undefined;
};

describe('one line of classify --jsonl', () => {
  test('messages as OpenAI writes them', () => {
    const content = contentOf({
      id: 'a',
      messages: [
        { role: 'developer', content: 'Act.' },
        { role: 'user', content: [{ type: 'text', text: 'What is this?' }, { type: 'image_url', image_url: { url: 'data:,' } }] },
        { role: 'assistant', content: null, tool_calls: [{ id: '1', type: 'function', function: { name: 'look', arguments: '{"a":1}' } }] },
        { role: 'tool', content: 'a cat' },
      ],
      tools: [{ type: 'function', function: { name: 'look', parameters: { type: 'object' } } }, { type: 'web_search' }],
      response_format: { type: 'json_schema', json_schema: { name: 'animal' } },
    });
    expect(content?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool']);
    expect(content?.messages[1]).toEqual({ role: 'user', text: 'What is this?', media: ['image'] });
    expect(content?.messages[2]?.toolCalls).toEqual([{ name: 'look', argumentsText: '{"a":1}' }]);
    expect(content?.tools).toEqual([{ name: 'look', parametersText: '{"type":"object"}' }, { name: 'web_search', isProviderRun: true }]);
    expect(content?.responseFormat).toEqual({ kind: 'json_schema', schemaText: '{"name":"animal"}' });
  });

  test('tools as true, the format as a word, and calls that were written into the text', () => {
    const content = contentOf({ id: 1, messages: [{ role: 'assistant', content: '[call] look {"a":1}' }], tools: true, response_format: 'json_object' });
    expect(content?.tools.length).toBe(1);
    expect(content?.responseFormat).toEqual({ kind: 'json_object' });
    expect(content?.messages[0]?.toolCalls).toEqual([{ name: 'look', argumentsText: '{"a":1}' }]);
  });

  test.each([[null], [[]], [{}], [{ messages: 'x' }], [{ messages: [1] }]])('%j is refused with a reason', (value) => {
    expect(readClassifyRow(value).known).toBe(false);
  });
});
