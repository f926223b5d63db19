import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMessages, readReply, readToolDefinitions } from '../../src/providers/index.js';
import { png as pngOf } from './make-png.js';

const call = { name: 'get_time', argumentsText: '{"zone":"UTC"}' };
const talk = [{ role: 'user', text: 'What time is it?' }, { role: 'assistant', text: '', toolCalls: [call] }, { role: 'tool', text: '12:00' }, { role: 'assistant', text: 'Noon.' }];

describe('one conversation reads alike in the shape of', () => {
  test.each<[string, unknown]>([
    ['OpenAI chat', [
      { role: 'user', content: 'What time is it?' }, { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: { name: 'get_time', arguments: '{"zone":"UTC"}' } }] },
      { role: 'tool', tool_call_id: 'c', content: '12:00' }, { role: 'assistant', content: [{ type: 'text', text: 'Noon.' }] },
    ]],
    ['OpenAI Responses', { input: [
      { role: 'user', content: [{ type: 'input_text', text: 'What time is it?' }] }, { type: 'function_call', name: 'get_time', arguments: '{"zone":"UTC"}', call_id: 'c' },
      { type: 'function_call_output', call_id: 'c', output: '12:00' }, { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Noon.' }] },
    ] }],
    ['Anthropic', { messages: [
      { role: 'user', content: 'What time is it?' }, { role: 'assistant', content: [{ type: 'thinking', thinking: 'hm' }, { type: 'tool_use', id: 'c', name: 'get_time', input: { zone: 'UTC' } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c', content: [{ type: 'text', text: '12:00' }] }] }, { role: 'assistant', content: [{ type: 'text', text: 'Noon.' }] },
    ] }],
    ['OpenTelemetry GenAI', JSON.stringify([
      { role: 'user', parts: [{ type: 'text', content: 'What time is it?' }] }, { role: 'assistant', parts: [{ type: 'reasoning', content: 'hm' }, { type: 'tool_call', id: 'c', name: 'get_time', arguments: { zone: 'UTC' } }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c', response: '12:00' }] }, { role: 'assistant', parts: [{ type: 'text', content: 'Noon.' }] },
    ])],
    ['LangChain, serialised', { messages: [[
      { lc: 1, type: 'constructor', id: ['langchain', 'schema', 'messages', 'HumanMessage'], kwargs: { content: 'What time is it?', type: 'human' } },
      { lc: 1, type: 'constructor', id: ['langchain', 'schema', 'messages', 'AIMessage'], kwargs: { content: '', tool_calls: [{ name: 'get_time', args: { zone: 'UTC' }, id: 'c', type: 'tool_call' }] } },
      { lc: 1, type: 'constructor', id: ['langchain', 'schema', 'messages', 'ToolMessage'], kwargs: { content: '12:00', tool_call_id: 'c' } },
      { lc: 1, type: 'constructor', id: ['langchain', 'schema', 'messages', 'AIMessageChunk'], kwargs: { content: [{ type: 'text', text: 'Noon.' }] } },
    ]] }],
    ['LangChain, plain', [
      { type: 'human', content: 'What time is it?' }, { type: 'ai', content: '', additional_kwargs: { tool_calls: [{ id: 'c', function: { name: 'get_time', arguments: '{"zone":"UTC"}' } }] } },
      { type: 'tool', data: { content: '12:00' } }, { type: 'ai', data: { content: 'Noon.' } },
    ]],
    ['Vercel model messages', [
      { role: 'user', content: [{ type: 'text', text: 'What time is it?' }] }, { role: 'assistant', content: [{ type: 'reasoning', text: 'hm' }, { type: 'tool-call', toolCallId: 'c', toolName: 'get_time', input: { zone: 'UTC' } }] },
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c', toolName: 'get_time', output: { type: 'text', value: '12:00' } }] }, { role: 'assistant', content: [{ type: 'text', text: 'Noon.' }] },
    ]],
    ['Bedrock Converse', { messages: [
      { role: 'user', content: [{ text: 'What time is it?' }] }, { role: 'assistant', content: [{ toolUse: { toolUseId: 'c', name: 'get_time', input: { zone: 'UTC' } } }] },
      { role: 'user', content: [{ toolResult: { toolUseId: 'c', content: [{ text: '12:00' }] } }] }, { role: 'assistant', content: [{ text: 'Noon.' }] },
    ] }],
    ['OpenInference', [
      { 'message.role': 'user', 'message.content': 'What time is it?' }, { message: { role: 'assistant', tool_calls: [{ tool_call: { function: { name: 'get_time', arguments: '{"zone":"UTC"}' } } }] } },
      { message: { role: 'tool', content: '12:00' } }, { message: { role: 'assistant', content: 'Noon.' } },
    ]],
  ])('%s', (_, value) => {
    expect(readMessages(value)).toEqual(talk);
  });
});

test('Gemini answers of tools are JSON, as they were sent', () => {
  expect(readMessages({ systemInstruction: { parts: [{ text: 'Be brief.' }] }, contents: [
    { role: 'user', parts: [{ text: 'What time is it?' }] }, { role: 'model', parts: [{ functionCall: { name: 'get_time', args: { zone: 'UTC' } } }] }, { role: 'user', parts: [{ functionResponse: { name: 'get_time', response: { time: '12:00' } } }] },
  ] })).toEqual([{ role: 'system', text: 'Be brief.' }, talk[0], talk[1], { role: 'tool', text: '{"time":"12:00"}' }]);
});

test.each<[string, unknown, unknown]>([
  ['a plain text', 'Hi', [{ role: 'user', text: 'Hi' }]],
  ['a prompt', { prompt: 'Hi' }, [{ role: 'user', text: 'Hi' }]],
  ['an input beside instructions', { instructions: 'Be brief.', input: 'Hi' }, [{ role: 'system', text: 'Be brief.' }, { role: 'user', text: 'Hi' }]],
  ['JSON inside a JSON text', JSON.stringify(JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }] })), [{ role: 'user', text: 'Hi' }]],
  ['parts of one message', [{ type: 'text', text: 'Hi' }, { type: 'text', text: 'there' }], [{ role: 'user', text: 'Hi\nthere' }]],
  ['events of older OpenTelemetry', [{ name: 'gen_ai.system.message', body: { content: 'Be brief.' } }, { 'event.name': 'gen_ai.user.message', content: 'Hi' }], [{ role: 'system', text: 'Be brief.' }, { role: 'user', text: 'Hi' }]],
  ['a message and its history', { preamble: 'Be brief.', chat_history: [{ role: 'CHATBOT', message: 'Yes?' }], message: 'Hi' }, [{ role: 'system', text: 'Be brief.' }, { role: 'assistant', text: 'Yes?' }, { role: 'user', text: 'Hi' }]],
  ['nothing', undefined, []],
  ['a text that was left out', 'redacted', []],
  ['an empty object', '{}', []],
])('messages from %s', (_, value, expected) => {
  expect(readMessages(value)).toEqual(expected);
});

test('images, sound and files are named as what they are, with the size where the bytes are there', () => {
  const png = pngOf(640, 480);
  const media = (content: unknown) => readMessages([{ role: 'user', content }]).map((message) => ({ media: message.media, images: message.images }));
  const sized = [{ media: ['image'], images: [{ width: 640, height: 480 }] }];
  expect(media([{ type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } }])).toEqual(sized);
  expect(media([{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }])).toEqual(sized);
  expect(media([{ type: 'image', image: png }])).toEqual(sized);
  expect(media([{ type: 'file', mediaType: 'image/png', data: png }])).toEqual(sized);
  expect(media([{ image: { format: 'png', source: { bytes: png } } }])).toEqual(sized);
  expect(readMessages([{ role: 'user', parts: [{ type: 'blob', modality: 'image', mime_type: 'image/png', content: png }] }])[0]).toMatchObject(sized[0] ?? {});
  expect(readMessages([{ role: 'user', parts: [{ inlineData: { mimeType: 'image/png', data: png } }] }])[0]).toMatchObject(sized[0] ?? {});
  expect(media([{ type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }, { type: 'file', mediaType: 'application/pdf', data: 'AAAA' }])).toEqual([{ media: ['audio', 'document'], images: undefined }]);
});

describe('a reply', () => {
  test.each<[string, unknown]>([
    ['a text', 'Noon.'],
    ['a message', { role: 'assistant', content: 'Noon.' }],
    ['choices', { choices: [{ message: { role: 'assistant', content: 'Noon.' }, finish_reason: 'stop' }] }],
    ['choices of completions', { choices: [{ text: 'Noon.' }] }],
    ['Anthropic blocks', { type: 'message', role: 'assistant', content: [{ type: 'thinking', thinking: 'hm' }, { type: 'text', text: 'Noon.' }] }],
    ['candidates', { candidates: [{ content: { role: 'model', parts: [{ text: 'hm', thought: true }, { text: 'Noon.' }] } }] }],
    ['output items', { output: [{ type: 'reasoning', summary: [] }, { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Noon.' }] }] }],
    ['OpenTelemetry', [{ role: 'assistant', parts: [{ type: 'text', content: 'Noon.' }], finish_reason: 'stop' }]],
    ['LangChain generations', { generations: [[{ text: 'Noon.', message: { lc: 1, id: ['x', 'AIMessage'], kwargs: { content: 'Noon.' } } }]], llm_output: {} }],
    ['a conversation: what the assistant said', [{ role: 'user', content: 'Time?' }, { role: 'assistant', content: 'Noon.' }]],
    ['a conversation of LangChain', { messages: [{ type: 'human', content: 'Time?' }, { type: 'ai', content: 'Noon.' }] }],
    ['two choices: the first', { choices: [{ index: 0, message: { role: 'assistant', content: 'Noon.' } }, { index: 1, message: { role: 'assistant', content: 'Midday.' } }] }],
    ['OpenInference contents', [{ message: { role: 'assistant', contents: [{ message_content: { type: 'text', text: 'Noon.' } }] } }]],
    ['JSON inside a text', JSON.stringify({ role: 'assistant', content: 'Noon.' })],
    ['Vercel', { text: 'Noon.' }],
    ['an output', { output: 'Noon.' }],
    ['Converse', { output: { message: { role: 'assistant', content: [{ text: 'Noon.' }] } }, stopReason: 'end_turn' }],
  ])('in the shape of %s', (_, value) => {
    expect(readReply(value)).toEqual({ text: 'Noon.', toolCalls: [] });
  });

  test.each<[string, unknown]>([
    ['OpenAI', { choices: [{ message: { content: null, tool_calls: [{ function: { name: 'get_time', arguments: '{"zone":"UTC"}' } }] } }] }],
    ['Responses', { output: [{ type: 'function_call', name: 'get_time', arguments: '{"zone":"UTC"}' }] }],
    ['Anthropic', [{ type: 'tool_use', name: 'get_time', input: { zone: 'UTC' } }]],
    ['Vercel', { text: '', toolCalls: [{ toolName: 'get_time', input: { zone: 'UTC' } }] }],
    ['OpenTelemetry', [{ role: 'assistant', parts: [{ type: 'tool_call', name: 'get_time', arguments: { zone: 'UTC' } }] }]],
  ])('keeps the calls of tools of %s', (_, value) => {
    expect(readReply(value)).toEqual({ text: '', toolCalls: [call] });
  });

  test('that was JSON stays what it was', () => {
    const answers = ['{"city":"Paris"}', '["a","b"]', '{"answer":"42","sure":true}', '[]x', '12'];
    expect(answers.map((answer) => readReply(answer)?.text)).toEqual(answers);
    expect(readReply({ city: 'Paris', error_rate: 0.1 })).toEqual({ text: '{"city":"Paris","error_rate":0.1}', toolCalls: [] });
    expect(readReply({ choices: [{ message: { role: 'assistant', content: '["a","b"]' } }] })).toEqual({ text: '["a","b"]', toolCalls: [] });
    expect(readMessages([{ role: 'user', content: '["a","b"]' }, { role: 'user', content: '{"a":1}' }]).map(({ text }) => text)).toEqual(['["a","b"]', '{"a":1}']);
    expect(readMessages({ prompt: '[[9642],[9642]]', model: 'm' })).toEqual([{ role: 'user', text: '[[9642],[9642]]' }]);
    expect(readMessages('{"model":"m","input":[[9642]]}')).toEqual([]);
    expect(readMessages({ prompt: '{"a":1}' })).toEqual([{ role: 'user', text: '{"a":1}' }]);
  });

  test('is absent where nothing was kept', () => {
    expect([undefined, null, '', '{}', {}, [], 'redacted', { usage: { total_tokens: 3 }, model: 'm' }].map(readReply)).toEqual(Array.from({ length: 8 }, () => undefined));
  });
});

describe('tools', () => {
  const parameters = { type: 'object', properties: { zone: { type: 'string' } } };
  const wanted = [{ name: 'get_time', description: 'Clock', parametersText: JSON.stringify(parameters) }];
  test.each<[string, unknown]>([
    ['OpenAI chat', [{ type: 'function', function: { name: 'get_time', description: 'Clock', parameters } }]],
    ['OpenAI Responses', [{ type: 'function', name: 'get_time', description: 'Clock', parameters }]],
    ['Anthropic', [{ name: 'get_time', description: 'Clock', input_schema: parameters }]],
    ['Gemini', [{ functionDeclarations: [{ name: 'get_time', description: 'Clock', parameters }] }]],
    ['Bedrock Converse', { tools: [{ toolSpec: { name: 'get_time', description: 'Clock', inputSchema: { json: parameters } } }] }],
    ['Vercel, each a JSON text', [JSON.stringify({ type: 'function', name: 'get_time', description: 'Clock', inputSchema: parameters })]],
    ['Vercel, by name', { get_time: { description: 'Clock', inputSchema: { jsonSchema: parameters } } }],
    ['LangChain', [{ name: 'get_time', description: 'Clock', args_schema: parameters }]],
  ])('of %s', (_, value) => {
    expect(readToolDefinitions(value)).toEqual(wanted);
  });

  test('that the provider runs are marked', () => {
    expect(readToolDefinitions([{ type: 'web_search_20250305', name: 'web_search' }, { googleSearch: {} }])).toEqual([{ name: 'web_search', isProviderRun: true }, { name: 'googleSearch', isProviderRun: true }]);
  });
});

test('no value makes the readers throw', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
    for (const entry of [value, JSON.stringify(value), { messages: value }, [{ role: 'user', content: value }], [{ role: 'assistant', parts: value }]]) {
      expect(Array.isArray(readMessages(entry))).toBe(true);
      expect(Array.isArray(readToolDefinitions(entry))).toBe(true);
      readReply(entry);
    }
  }), { numRuns: 500, seed: 7 });
  const deep = JSON.parse('['.repeat(5000) + ']'.repeat(5000)) as unknown;
  expect([readMessages(deep), readToolDefinitions(deep), readReply(deep)]).toEqual([[], [], undefined]);
});
