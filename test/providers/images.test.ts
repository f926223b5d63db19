import { describe, expect, test } from 'vitest';
import type { ImagePart } from '../../src/model/images.js';
import { readExchange } from '../../src/providers/index.js';
import { exchangeOf } from './exchange.js';
import { png } from './make-png.js';

const context = { source: 'test', fileTimeMs: 1_763_900_000_000 };

function imagesOf(url: string, body: object): (readonly ImagePart[] | undefined)[] {
  const read = readExchange(exchangeOf({ request: { method: 'POST', url, headers: {}, body }, response: { status: 200, headers: {}, body: {} } }), context);
  if (!read.known) throw new Error(read.reason);
  expect(JSON.stringify(read.value)).not.toContain('iVBOR');
  const messages = read.value.content?.messages ?? [];
  for (const message of messages) expect((message.media ?? []).filter((kind) => kind === 'image')).toHaveLength(message.images?.length ?? 0);
  return messages.map((message) => message.images);
}

describe('the size of every image is read where its bytes are in the request', () => {
  test('OpenAI chat: data URLs with detail; links have no size', () => {
    const content = [
      { type: 'text', text: 'look' }, { type: 'image_url', image_url: { url: `data:image/png;base64,${png(640, 480)}`, detail: 'low' } },
      { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'high' } }, { type: 'video_url', video_url: { url: 'https://example.com/a.mp4' } },
    ];
    expect(imagesOf('https://api.openai.com/v1/chat/completions', { model: 'm', messages: [{ role: 'system', content: 'x' }, { role: 'user', content }] })).toEqual([undefined, [{ width: 640, height: 480, detail: 'low' }, { detail: 'high' }, {}]]);
  });

  test('Mistral: the URL is a text', () => {
    expect(imagesOf('https://api.mistral.ai/v1/chat/completions', { model: 'm', messages: [{ role: 'user', content: [{ type: 'image_url', image_url: `data:image/png;base64,${png(10, 20)}` }] }] })).toEqual([[{ width: 10, height: 20 }]]);
  });

  test('OpenAI Responses: input_image in messages and in the result of a call; a file id has no size', () => {
    const input = [
      { role: 'user', content: [{ type: 'input_image', image_url: `data:image/png;base64,${png(30, 40)}`, detail: 'original' }, { type: 'input_image', file_id: 'file-1' }] },
      { type: 'function_call_output', call_id: 'c', output: [{ type: 'input_image', image_url: `data:image/png;base64,${png(50, 60)}` }] },
    ];
    expect(imagesOf('https://api.openai.com/v1/responses', { model: 'm', input })).toEqual([[{ width: 30, height: 40, detail: 'original' }, {}], [{ width: 50, height: 60 }]]);
  });

  test('OpenAI Responses: the screenshot that a computer call gives back is an image', () => {
    const input = [
      { type: 'computer_call_output', call_id: 'c', output: { type: 'computer_screenshot', image_url: `data:image/png;base64,${png(1024, 768)}` } },
      { type: 'computer_call_output', call_id: 'd', output: { type: 'computer_screenshot', file_id: 'file-1' } },
    ];
    expect(imagesOf('https://api.openai.com/v1/responses', { model: 'm', input })).toEqual([[{ width: 1024, height: 768 }], [{}]]);
  });

  test('Anthropic: base64 sources, also inside tool results; URLs have no size', () => {
    const image = (width: number, height: number): object => ({ type: 'image', source: { type: 'base64', media_type: 'image/png', data: png(width, height) } });
    const messages = [
      { role: 'user', content: [image(100, 200), { type: 'text', text: 'look' }, { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: [image(7, 8)] }] },
    ];
    expect(imagesOf('https://api.anthropic.com/v1/messages', { model: 'm', max_tokens: 1, messages })).toEqual([[{ width: 100, height: 200 }, {}], [{ width: 7, height: 8 }]]);
  });

  test('Gemini: inline data in both spellings, with the resolution of the part or of the request', () => {
    const parts = [
      { text: 'look' }, { inlineData: { mimeType: 'image/png', data: png(300, 200) } }, { inline_data: { mime_type: 'image/png', data: png(3, 2) }, mediaResolution: { level: 'MEDIA_RESOLUTION_ULTRA_HIGH' } },
      { fileData: { mimeType: 'image/jpeg', fileUri: 'gs://b/a.jpg' } }, { inlineData: { mimeType: 'application/pdf', data: 'JVBERi0=' } },
    ];
    const url = 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent';
    expect(imagesOf(url, { contents: [{ role: 'user', parts }] })).toEqual([[{ width: 300, height: 200 }, { width: 3, height: 2, detail: 'ultra_high' }, {}]]);
    expect(imagesOf(url, { contents: [{ role: 'user', parts }], generationConfig: { mediaResolution: 'MEDIA_RESOLUTION_LOW' } })).toEqual([[{ width: 300, height: 200, detail: 'low' }, { width: 3, height: 2, detail: 'ultra_high' }, { detail: 'low' }]]);
  });
});
