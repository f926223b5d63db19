import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { randomUUID } from 'node:crypto';
import type { SeenExchange, Tee } from '../../src/recorder/seen.js';
import type { PackedBody, PackedExchange } from '../../src/recorder/record-pack.js';

/** 2026-11-02 00:30 UTC. */
export const SEEN_AT = Date.UTC(2026, 10, 2, 0, 30);

export const teeOf = (...chunks: readonly (string | Uint8Array)[]): Tee => {
  const list = chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
  return { chunks: list, bytes: list.reduce((sum, chunk) => sum + chunk.byteLength, 0), isWhole: true };
};

export const chatRequest = (text = 'What is the capital of Norway?', more: object = {}): string =>
  JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'system', content: 'Answer in one word.' }, { role: 'user', content: text }], ...more });

export const chatReply = (id: string, more: object = {}): string =>
  JSON.stringify({
    id, object: 'chat.completion', created: SEEN_AT / 1000, model: 'gpt-4o-2024-08-06', choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Oslo.' } }],
    usage: { prompt_tokens: 24, completion_tokens: 3, total_tokens: 27 }, ...more,
  });

/** One answered chat call through the upstream `openai`. */
export const seenChat = (changes: Partial<SeenExchange> & { id?: string; text?: string } = {}): SeenExchange => {
  const { id = `chatcmpl-${randomUUID()}`, text, ...rest } = changes;
  return {
    upstream: 'openai', provider: 'openai', method: 'POST', url: 'https://api.openai.com/v1/chat/completions', requestHeaders: ['Content-Type', 'application/json'], requestBody: teeOf(chatRequest(text)),
    status: 200, responseHeaders: ['Content-Type', 'application/json'], responseBody: teeOf(chatReply(id)), startedAt: SEEN_AT, firstByteMs: 400, lastByteMs: 420, end: 'complete', tags: {}, callId: randomUUID(), ...rest,
  };
};

const packedBody = ({ chunks, bytes, isWhole }: Tee): PackedBody => ({ pieces: chunks, bytes, isWhole });

/** As the recording thread gets it. */
export const packed = ({ requestBody, responseBody, ...facts }: SeenExchange): PackedExchange => ({ ...facts, requestBody: packedBody(requestBody), ...(responseBody !== undefined && { responseBody: packedBody(responseBody) }) });

export const codings: Readonly<Record<string, (plain: Uint8Array) => Uint8Array>> = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
