import { describe, expect, test } from 'vitest';
import { readPath } from '../../src/recorder/paths.js';
import { headersOfPairs, isCredentialHeader, urlWithoutKeys } from '../../src/recorder/secrets.js';

const kindOf = (method: string, url: string, provider?: string): string => readPath({ method, url, provider }).kind;

describe('a path', () => {
  test.each([
    ['POST', 'https://api.openai.com/v1/chat/completions', 'call'], ['POST', 'https://api.openai.com/v1/responses', 'call'], ['POST', 'https://api.openai.com/v1/embeddings', 'call'],
    ['GET', 'https://api.openai.com/v1/responses/resp_68a1b2', 'poll'], ['POST', 'https://api.openai.com/v1/responses/resp_68a1b2/cancel', 'poll'],
    ['GET', 'https://api.openai.com/v1/responses/resp_68a1b2/input_items', 'free'], ['GET', 'https://api.openai.com/v1/files/file-abc1/content', 'batch'], ['GET', 'https://api.openai.com/v1/models', 'free'],
    ['POST', 'https://api.openai.com/v1/files', 'free'], ['POST', 'https://api.openai.com/v1/batches', 'free'], ['GET', 'https://api.openai.com/v1/batches/batch_1', 'free'],
    ['POST', 'https://api.openai.com/v1/uploads/upload_1/parts', 'free'], ['POST', 'https://api.openai.com/v1/moderations', 'free'], ['DELETE', 'https://api.openai.com/v1/responses/resp_1', 'free'],
    ['POST', 'https://api.openai.com/v1/images/generations', 'unseen'], ['POST', 'https://api.openai.com/v1/audio/transcriptions', 'unseen'], ['POST', 'https://api.openai.com/v1/fine_tuning/jobs', 'unseen'],
    ['POST', 'https://api.openai.com/v1/threads/thread_1/runs', 'unseen'], ['POST', 'https://api.openai.com/v1/threads/thread_1/messages', 'free'], ['POST', 'https://api.openai.com/v1/vector_stores/vs_1/search', 'unseen'],
    ['POST', 'https://api.anthropic.com/v1/messages', 'call'], ['POST', 'https://api.anthropic.com/v1/messages?beta=true', 'call'], ['POST', 'https://api.anthropic.com/v1/messages/count_tokens', 'free'],
    ['POST', 'https://api.anthropic.com/v1/messages/batches', 'free'], ['GET', 'https://api.anthropic.com/v1/messages/batches/msgbatch_1/results', 'batch'], ['GET', 'https://api.anthropic.com/v1/messages/batches/msgbatch_1', 'free'],
    ['POST', 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:generateContent', 'call'], ['POST', 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse', 'call'],
    ['POST', 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:countTokens', 'free'], ['POST', 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:batchGenerateContent', 'free'],
    ['GET', 'https://generativelanguage.googleapis.com/v1beta/batches/abc1', 'batch'], ['GET', 'https://generativelanguage.googleapis.com/download/v1beta/files/x1:download?alt=media', 'batch'],
    ['POST', 'https://generativelanguage.googleapis.com/v1beta/cachedContents', 'unseen'], ['POST', 'https://generativelanguage.googleapis.com/upload/v1beta/files', 'free'],
    ['POST', 'https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/us-central1/publishers/google/models/gemini-2.5-pro:streamGenerateContent', 'call'],
    ['POST', 'https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-x:streamRawPredict', 'call'],
    ['POST', 'https://r1.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21', 'call'], ['GET', 'https://r1.openai.azure.com/openai/files/file-1/content?api-version=2024-10-21', 'batch'],
    ['POST', 'https://api.mistral.ai/v1/chat/completions', 'call'], ['POST', 'https://api.mistral.ai/v1/fim/completions', 'call'], ['POST', 'https://api.mistral.ai/v1/ocr', 'unseen'], ['POST', 'https://api.mistral.ai/v1/batch/jobs', 'free'],
    ['POST', 'https://api.groq.com/openai/v1/chat/completions', 'call'], ['GET', 'https://api.groq.com/openai/v1/files/file_01/content', 'batch'], ['POST', 'https://openrouter.ai/api/v1/chat/completions', 'call'],
    ['POST', 'http://127.0.0.1:11434/api/chat', 'call'], ['POST', 'https://bedrock-runtime.eu-west-1.amazonaws.com/model/anthropic.claude-x/converse-stream', 'call'],
    ['OPTIONS', 'https://api.openai.com/v1/images/generations', 'free'], ['BREW', 'https://api.openai.com/v1/teapot', 'unseen'],
  ])('%s %s is %s', (method, url, kind) => {
    expect(kindOf(method, url)).toBe(kind);
  });

  test('that only one provider speaks is read by the configured provider', () => {
    expect(kindOf('POST', 'http://127.0.0.1:9/api/show', 'ollama')).toBe('free');
    expect(kindOf('GET', 'http://127.0.0.1:9/v1beta/batches/abc1', 'google')).toBe('batch');
  });

  test('whose socket was switched to another protocol is spend not seen', () => {
    expect(readPath({ method: 'GET', url: 'https://api.openai.com/v1/realtime?model=x', status: 101 })).toEqual({ kind: 'unseen', shown: '/v1/realtime' });
  });

  test('is shown without ids, and stays short', () => {
    expect(readPath({ method: 'POST', url: 'https://api.openai.com/v1/threads/thread_abc123/runs' }).shown).toBe('/v1/threads/{id}/runs');
    expect(readPath({ method: 'POST', url: 'https://generativelanguage.googleapis.com/v1beta/models/veo-3.1:predictLongRunning' }).shown).toBe('/v1beta/models/{id}:predictLongRunning');
    expect(readPath({ method: 'POST', url: `https://api.openai.com/${'x'.repeat(5000)}` }).shown.length).toBeLessThanOrEqual(120);
  });
});

describe('what bears a credential', () => {
  test.each([
    'Authorization', 'x-api-key', 'API-Key', 'x-goog-api-key', 'Cookie', 'Set-Cookie', 'Proxy-Authorization', 'Ocp-Apim-Subscription-Key', 'x-amz-security-token', 'X-Auth-Token', 'x-shadowbill-client-token',
    'cf-access-client-secret', 'helicone-auth', 'x-portkey-api-key', 'cf-aig-authorization',
  ])('the header %s does', (name) => {
    expect(isCredentialHeader(name)).toBe(true);
  });

  test.each(['content-type', 'anthropic-version', 'x-request-id', 'anthropic-ratelimit-tokens-remaining', 'x-ratelimit-limit-tokens', 'x-amzn-bedrock-input-token-count', 'openai-organization'])('the header %s does not', (name) => {
    expect(isCredentialHeader(name)).toBe(false);
  });

  test('is taken out of URLs, and nothing else is', () => {
    expect(urlWithoutKeys('https://u:p@host.example/v1/m:generate?key=K&alt=sse#f')).toBe('https://host.example/v1/m:generate?alt=sse');
    expect(urlWithoutKeys('https://a/b?api-version=2024-10-21&api-key=K&%6bey=K2&access_token=T&X-Amz-Signature=S&sig=Z')).toBe('https://a/b?api-version=2024-10-21');
    expect(urlWithoutKeys('/openai/v1/models')).toBe('/openai/v1/models');
  });

  test('is taken out of raw headers; repeated ones are joined', () => {
    expect(headersOfPairs(['Accept', 'a', 'X-Api-Key', 'K', 'accept', 'b'])).toEqual({ accept: 'a, b' });
  });
});
