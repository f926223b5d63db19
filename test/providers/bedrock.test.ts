import { describe, expect, test } from 'vitest';
import type { CapturedCall } from '../../src/model/call.js';
import { awsRegionOf, bedrockRouteOf } from '../../src/providers/bedrock-route.js';
import { routeOf } from '../../src/providers/hosts.js';
import { bedrockUrlOf, httpStatusOfBedrockError, readBodies, readExchange } from '../../src/providers/index.js';

const HOST = 'https://bedrock-runtime.eu-north-1.amazonaws.com';

interface Asked {
  path?: string;
  url?: string;
  request?: object;
  requestHeaders?: Record<string, string>;
  status?: number;
  headers?: Record<string, string>;
  reply?: unknown;
}

function callOf({ path = 'amazon.nova-lite-v1:0/converse', url, request = { messages: [] }, requestHeaders = {}, status = 200, headers = {}, reply }: Asked): CapturedCall {
  const read = readExchange({
    request: { method: 'POST', url: url ?? `${HOST}/model/${path}`, headers: requestHeaders, body: { json: request } },
    response: { status, headers, body: reply === undefined ? undefined : { json: reply } },
  }, { source: 'test', fileTimeMs: 0 });
  if (!read.known) throw new Error(read.reason);
  return read.value;
}

const answer = { output: { message: { role: 'assistant', content: [{ text: 'Hi' }] } }, stopReason: 'end_turn', usage: { inputTokens: 3, outputTokens: 1 } };

describe('a path of Bedrock', () => {
  test.each([
    ['/model/us.amazon.nova-lite-v1%3A0/converse', 'us.amazon.nova-lite-v1:0', 'converse', false],
    ['/model/us.amazon.nova-lite-v1%253A0/converse-stream', 'us.amazon.nova-lite-v1:0', 'converse', true],
    ['/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.meta.llama4/invoke', 'arn:aws:bedrock:us-east-1:1:inference-profile/us.meta.llama4', 'invoke', false],
    ['/model/arn:aws:bedrock:us-east-1:1:inference-profile/us.meta.llama4/invoke-with-response-stream', 'arn:aws:bedrock:us-east-1:1:inference-profile/us.meta.llama4', 'invoke', true],
    ['/bedrock/model/global.anthropic.claude-opus-4-8/invoke/', 'global.anthropic.claude-opus-4-8', 'invoke', false],
  ])('%s names its model', (path, model, operation, isStream) => {
    expect(bedrockRouteOf(routeOf(path))).toMatchObject({ model, operation, isStream });
  });

  test.each(['/model/x/count-tokens', '/model/converse', '/v1/models', '/guardrail/g/version/1/apply'])('%s is no call', (path) => {
    expect(bedrockRouteOf(routeOf(`${HOST}${path}`))).toBeUndefined();
  });

  test.each([
    ['bedrock-runtime.us-gov-west-1.amazonaws.com', 'us-gov-west-1'], ['bedrock-runtime-fips.ca-central-1.amazonaws.com', 'ca-central-1'], ['bedrock-mantle.us-east-1.api.aws', 'us-east-1'],
    ['vpce-1-2.bedrock-runtime.eu-west-3.vpce.amazonaws.com', 'eu-west-3'], ['bedrock-runtime.cn-north-1.amazonaws.com.cn', 'cn-north-1'], ['gateway.example.com', undefined],
  ])('on %s is in region %s', (host, region) => {
    expect(awsRegionOf(routeOf(`https://${host}/model/a/converse`))).toBe(region);
  });

  test('takes the region of its ARN where the host names none, and the host of an OpenAI call says it too', () => {
    expect(callOf({ url: '/model/arn%3Aaws%3Abedrock%3Aap-south-1%3A1%3Aapplication-inference-profile%2Fabc/converse', reply: answer })).toMatchObject({ provider: 'aws', region: 'ap-south-1' });
    const chat = { model: 'openai.gpt-oss-20b-1:0', choices: [{ index: 0, message: { content: 'a' }, finish_reason: 'stop' }], usage: { prompt_tokens: 1, completion_tokens: 1 } };
    expect(callOf({ url: `${HOST}/openai/v1/chat/completions`, reply: chat })).toMatchObject({ provider: 'aws', region: 'eu-north-1' });
  });
});

describe('an error of Bedrock', () => {
  test.each([
    ['ThrottlingException', 429, 'rate_limited'], ['ServiceQuotaExceededException', 400, 'rate_limited'], ['ModelNotReadyException', 429, 'overloaded'], ['ServiceUnavailableException', 503, 'overloaded'],
    ['ModelTimeoutException', 408, 'timeout'], ['ModelErrorException', 424, 'server_error'], ['InternalServerException', 500, 'server_error'], ['ValidationException', 400, 'client_error'],
    ['AccessDeniedException', 403, 'client_error'], ['ResourceNotFoundException', 404, 'client_error'], ['ExpiredTokenException', 403, 'client_error'],
  ])('%s with %i is %s, named by a header or in the body', (name, status, verdict) => {
    const call = callOf({ status, headers: { 'x-amzn-errortype': `${name}:http://internal.amazon.com/coral/com.amazon.bedrock/` }, reply: { message: 'no' } });
    expect(call).toMatchObject({ status: verdict, errorType: name, usage: {} });
    expect(callOf({ status, reply: { __type: `com.amazon.coral.service#${name}`, Message: 'no' } })).toMatchObject({ status: verdict, errorType: name });
    expect(httpStatusOfBedrockError(name)).toBe(status);
    const stream = callOf({ path: 'a/converse-stream', reply: [{ messageStart: { role: 'assistant' } }, { [`${name.charAt(0).toLowerCase()}${name.slice(1)}`]: { message: 'no' } }] });
    expect(stream).toMatchObject({ status: verdict, httpStatus: 200, stream: true });
  });

  test('without a name is judged by its number', () => {
    expect(callOf({ status: 400, reply: { message: 'no' } })).toMatchObject({ status: 'client_error', errorType: undefined, stream: false });
    expect(callOf({ status: 502, reply: undefined })).toMatchObject({ status: 'server_error' });
    expect(httpStatusOfBedrockError('NovelException')).toBeUndefined();
    expect(httpStatusOfBedrockError('constructor')).toBeUndefined();
  });

  test('behind Bedrock keeps what the model said of it', () => {
    const failed = (originalStatusCode: number): string => callOf({ status: 424, headers: { 'x-amzn-errortype': 'ModelErrorException' }, reply: { message: 'no', originalStatusCode, resourceName: 'm' } }).status;
    expect([failed(429), failed(400), failed(500), failed(200)]).toEqual(['rate_limited', 'client_error', 'server_error', 'server_error']);
  });

  test('is none where the model answers in a field called message', () => {
    const call = callOf({ path: 'twelvelabs.pegasus-1-2-v1:0/invoke', request: { inputPrompt: 'What is shown?' }, reply: { message: 'A dog', finishReason: 'stop' } });
    expect(call).toMatchObject({ status: 'ok', finishReason: 'stop', content: { reply: { text: 'A dog' } } });
  });
});

describe('what Bedrock says around a body', () => {
  const llama = { generation: 'Hi', prompt_token_count: 3, generation_token_count: 1, stop_reason: 'stop' };
  const path = 'meta.llama3-8b-instruct-v1:0/invoke';
  const request = { prompt: 'Hello' };

  test('the vendor counts first, then the metrics of the stream, then the headers', () => {
    const headers = { 'x-amzn-bedrock-input-token-count': '30', 'x-amzn-bedrock-output-token-count': '40' };
    expect(callOf({ path, request, headers, reply: llama }).usage).toEqual({ uncachedInputTokens: 3, outputTokens: 1 });
    expect(callOf({ path, request, headers, reply: { generation: 'Hi' } }).usage).toEqual({ uncachedInputTokens: 30, outputTokens: 40 });
    expect(callOf({ path, request, headers, reply: { ...llama, prompt_token_count: undefined } }).usage).toEqual({ uncachedInputTokens: 30, outputTokens: 1 });
    const metrics = { 'amazon-bedrock-invocationMetrics': { inputTokenCount: 5, outputTokenCount: 6, cacheReadInputTokenCount: 7, invocationLatency: 80, firstByteLatency: 20 } };
    expect(callOf({ path: `${path}-with-response-stream`, request, reply: [{ generation: 'Hi' }, { ...metrics }] })).toMatchObject({ usage: { uncachedInputTokens: 5, cacheReadTokens: 7, outputTokens: 6 }, latencyMs: 80, ttftMs: 20, status: 'ok' });
    expect(callOf({ path, request, reply: { generation: 'Hi' } }).usage).toEqual({});
  });

  test('an impossible count makes no call', () => {
    const read = readExchange({ request: { method: 'POST', url: `${HOST}/model/a/converse`, headers: {}, body: { json: { messages: [] } } }, response: { status: 200, headers: {}, body: { json: { ...answer, usage: { inputTokens: -1, outputTokens: 2 } } } } }, { source: 'test', fileTimeMs: 0 });
    expect(read).toEqual({ known: false, reason: 'impossible usage: inputTokens is -1' });
  });

  test('tiers: what was served before what was asked, latency-optimized apart, reserved is committed', () => {
    const tierOf = (asked: Asked): unknown => {
      const { serviceTier, billing } = callOf({ reply: answer, ...asked });
      return [serviceTier, billing];
    };
    expect(tierOf({ request: { messages: [], serviceTier: { type: 'flex' } } })).toEqual(['flex', 'unknown']);
    expect(tierOf({ request: { messages: [], serviceTier: { type: 'flex' } }, reply: { ...answer, serviceTier: { type: 'default' } } })).toEqual(['standard', 'unknown']);
    expect(tierOf({ request: { messages: [], serviceTier: { type: 'reserved' } }, reply: { ...answer, serviceTier: { type: 'reserved' } } })).toEqual(['reserved', 'committed']);
    expect(tierOf({ request: { messages: [], performanceConfig: { latency: 'optimized' } } })).toEqual(['latency-optimized', 'unknown']);
    expect(tierOf({ request: { messages: [], performanceConfig: { latency: 'optimized' } }, reply: { ...answer, performanceConfig: { latency: 'standard' } } })).toEqual(['standard', 'unknown']);
    expect(tierOf({ path, request, requestHeaders: { 'x-amzn-bedrock-service-tier': 'priority' }, reply: llama })).toEqual(['priority', 'unknown']);
    expect(tierOf({ path, request, requestHeaders: { 'x-amzn-bedrock-performanceconfig-latency': 'optimized' }, reply: llama })).toEqual(['latency-optimized', 'unknown']);
    expect(tierOf({})).toEqual([undefined, 'unknown']);
  });

  test('a guardrail that a trace shows to mask lets the call be; any other that intervenes is a filter', () => {
    const masked = { guardrail: { outputs: [{ g: { sensitiveInformationPolicy: { piiEntities: [{ type: 'NAME', match: 'Ann', action: 'ANONYMIZED' }] } } }] } };
    const blocked = { guardrail: { actionReason: 'Guardrail blocked.', input: { g: { topicPolicy: { topics: [{ name: 'Money', type: 'DENY', action: 'BLOCKED' }] }, words: masked } } } };
    const guarded = (more: object): string => callOf({ path, request, reply: { ...llama, 'amazon-bedrock-guardrailAction': 'INTERVENED', ...more } }).status;
    expect(guarded({ 'amazon-bedrock-trace': masked })).toBe('ok');
    expect(guarded({ 'amazon-bedrock-trace': { guardrail: { actionReason: 'Guardrail masked.' } } })).toBe('ok');
    expect(guarded({ 'amazon-bedrock-trace': blocked })).toBe('content_filter');
    expect(guarded({})).toBe('content_filter');
    expect(callOf({ path, request, reply: { ...llama, 'amazon-bedrock-guardrailAction': 'NONE' } }).status).toBe('ok');
    expect(callOf({ path, request, headers: { 'x-amzn-bedrock-guardrailaction': 'INTERVENED' }, reply: llama }).status).toBe('content_filter');
    const converse = (stopReason: string, trace?: object): string => callOf({ reply: { ...answer, stopReason, ...(trace !== undefined && { trace }) } }).status;
    expect([converse('guardrail_intervened', masked), converse('guardrail_intervened', blocked), converse('guardrail_intervened'), converse('content_filtered', masked)]).toEqual(['ok', 'content_filter', 'content_filter', 'content_filter']);
  });
});

describe('a request to Converse', () => {
  test.each([
    [{ thinking: { type: 'enabled', budget_tokens: 4000 } }, 'budget:4000'], [{ reasoning_config: { type: 'enabled', budget_tokens: 1024 } }, 'budget:1024'], [{ thinking: { type: 'disabled' } }, 'none'],
    [{ thinking: { type: 'adaptive' }, output_config: { effort: 'high' } }, 'high'], [{ reasoning_effort: 'LOW' }, 'low'], [{ reasoning_config: 'high' }, 'high'],
    [{ reasoningConfig: { type: 'enabled', maxReasoningEffort: 'medium' } }, 'medium'], [{ reasoningConfig: { type: 'disabled' } }, 'none'], [{ top_k: 3 }, undefined],
  ])('with %j asks for effort %s', (additionalModelRequestFields, effort) => {
    expect(callOf({ request: { messages: [], additionalModelRequestFields }, reply: answer }).effort).toBe(effort);
  });

  test('reads words that a guardrail looks at, citations, search results, films and sound', () => {
    const call = callOf({
      request: {
        messages: [
          { role: 'user', content: [{ guardContent: { text: { text: 'Is it open?', qualifiers: ['query'] } } }, { video: { format: 'mp4', source: { s3Location: { uri: 's3://b/k' } } } }, { audio: { format: 'wav', source: { bytes: 'AA==' } } }] },
          { role: 'user', content: [{ searchResult: { source: 'x', title: 'y', content: [{ text: 'Open till six.' }] } }, { cachePoint: { type: 'default' } }] },
          { role: 'user', content: [{ toolResult: { toolUseId: 't', content: [{ text: 'six' }, { image: { format: 'png', source: { bytes: 'AA==' } } }] } }] },
        ],
        outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema: { name: 'A', schema: '{ "type": "object" }' } } } },
      },
      reply: { ...answer, output: { message: { role: 'assistant', content: [{ citationsContent: { content: [{ text: 'Till six.' }], citations: [] } }, { toolUse: { type: 'server_tool_use', name: 'nova_grounding', input: {} } }] } } },
    });
    expect(call.content).toMatchObject({
      messages: [
        { role: 'user', text: 'Is it open?', media: ['image', 'audio'], images: [{}] }, { role: 'user', text: 'Open till six.' }, { role: 'tool', text: 'six', media: ['image'], images: [{}] },
      ],
      responseFormat: { kind: 'json_schema', schemaText: '{"type":"object"}' }, reply: { text: 'Till six.', toolCalls: [] },
    });
  });

  test('may have its fields of the reply asked for: id, model and thinking tokens', () => {
    const additionalModelResponseFields = { id: 'msg_bdrk_5', model: 'claude-x', usage: { output_tokens_details: { thinking_tokens: 1 } } };
    expect(callOf({ reply: { ...answer, additionalModelResponseFields } })).toMatchObject({ keys: ['response:msg_bdrk_5'], servedModel: 'claude-x', usage: { reasoningTokens: 1, outputTokens: 1 } });
  });

  test('of a stream may be logged as one body, and a log without a path is told by its fields', () => {
    expect(callOf({ path: 'amazon.nova-lite-v1:0/converse-stream', reply: answer })).toMatchObject({ stream: true, status: 'ok', usage: { uncachedInputTokens: 3, outputTokens: 1 } });
    const read = readBodies({ request: { modelId: 'amazon.nova-lite-v1:0', messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }, reply: answer }, { source: 'test', fileTimeMs: 0 });
    expect(read).toMatchObject({ known: true, value: { provider: 'aws', requestedModel: 'amazon.nova-lite-v1:0', usage: { uncachedInputTokens: 3, outputTokens: 1 } } });
  });
});

describe('a model invocation log', () => {
  const model = 'arn:aws:bedrock:eu-north-1:1:inference-profile/eu.meta.llama3-3-70b-instruct-v1:0';

  test('names the operation, which is a path', () => {
    expect(bedrockUrlOf({ operation: 'Converse', model: 'amazon.nova-lite-v1:0', region: 'us-east-1' })).toBe('https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse');
    expect(bedrockUrlOf({ operation: 'InvokeModelWithBidirectionalStream', model })).toBeUndefined();
    expect(bedrockUrlOf({ operation: 'toString', model })).toBeUndefined();
  });

  test('holds a stream as the list of its chunks', () => {
    const bodies: readonly [operation: string, request: object, reply: unknown][] = [
      ['InvokeModelWithResponseStream', { prompt: 'a', max_gen_len: 9 }, [{ generation: 'b', prompt_token_count: 3, generation_token_count: 1 }, { generation: '', generation_token_count: 2, stop_reason: 'stop' }]],
      ['ConverseStream', { messages: [{ role: 'user', content: [{ text: 'a' }] }] }, [{ messageStart: { role: 'assistant' } }, { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'b' } } }, { messageStop: { stopReason: 'end_turn' } }, { metadata: { usage: { inputTokens: 3, outputTokens: 2 }, metrics: { latencyMs: 7 } } }]],
      ['ConverseStream', { messages: [{ role: 'user', content: [{ text: 'a' }] }] }, { ...answer, output: { message: { role: 'assistant', content: [{ text: 'b' }] } }, usage: { inputTokens: 3, outputTokens: 2 } }],
    ];
    for (const [operation, request, reply] of bodies) {
      for (const given of [reply, JSON.stringify(reply)]) {
        const read = readBodies({ url: bedrockUrlOf({ operation, model, region: 'eu-north-1' }) ?? '', request, reply: given }, { source: 'test', fileTimeMs: 0 });
        expect(read).toMatchObject({ known: true, value: { provider: 'aws', requestedModel: model, region: 'eu-north-1', stream: true, status: 'ok', usage: { uncachedInputTokens: 3, outputTokens: 2 }, content: { messages: [{ text: 'a' }], reply: { text: 'b' } } } });
      }
    }
  });
});

describe('a body of Invoke', () => {
  test('of Claude without the family in its name, in chunks of a client library', () => {
    const chunks = [{ type: 'message_start', message: { id: 'msg_1', model: 'claude-x', usage: { input_tokens: 4, output_tokens: 1 } } }, { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } }];
    const packed = chunks.map((chunk) => ({ chunk: { bytes: Buffer.from(JSON.stringify(chunk)).toString('base64') } }));
    const path = 'arn%3Aaws%3Abedrock%3Aeu-north-1%3A1%3Aapplication-inference-profile%2Fabc/invoke-with-response-stream';
    for (const reply of [chunks, packed, { ResponseMetadata: {}, stream: packed }]) expect(callOf({ path, request: {}, reply })).toMatchObject({ api: 'messages', servedModel: 'claude-x', stream: true, status: 'ok', usage: { uncachedInputTokens: 4, outputTokens: 9 } });
  });

  test('of older makes: Claude text completions, Jurassic, Cohere generations', () => {
    const textOf = (path: string, request: object, reply: unknown): unknown => {
      const { content, finishReason, maxOutputTokens, api } = callOf({ path: `${path}/invoke`, request, reply });
      return [api, content?.messages[0]?.text, content?.reply?.text, finishReason, maxOutputTokens];
    };
    expect(textOf('anthropic.claude-v2:1', { prompt: 'Human: a', max_tokens_to_sample: 9, anthropic_version: 'bedrock-2023-05-31' }, { type: 'completion', completion: ' b', stop_reason: 'stop_sequence' })).toEqual(['completions', 'Human: a', ' b', 'stop_sequence', 9]);
    expect(textOf('ai21.j2-ultra-v1', { prompt: 'a', maxTokens: 8 }, { id: 1, prompt: { text: 'a', tokens: [] }, completions: [{ data: { text: 'b', tokens: [] }, finishReason: { reason: 'endoftext' } }] })).toEqual(['completions', 'a', 'b', 'endoftext', 8]);
    expect(textOf('cohere.command-text-v14', { prompt: 'a', max_tokens: 7 }, { id: 'x', generations: [{ id: 'y', text: 'b', finish_reason: 'MAX_TOKENS' }], prompt: 'a' })).toEqual(['completions', 'a', 'b', 'MAX_TOKENS', 7]);
  });

  test('of Cohere may say what it bills, in the last event of a stream too', () => {
    const meta = { billed_units: { input_tokens: 4, output_tokens: 2 } };
    const request = { message: 'a', tools: [{ name: 'find', description: 'Finds', parameter_definitions: { x: { type: 'str' } } }] };
    const whole = callOf({ path: 'cohere.command-r-v1:0/invoke', request, reply: { text: 'b', finish_reason: 'COMPLETE', tool_calls: [{ name: 'find', parameters: { x: 1 } }], meta } });
    expect(whole).toMatchObject({ usage: { uncachedInputTokens: 4, outputTokens: 2 }, content: { tools: [{ name: 'find', description: 'Finds', parametersText: '{"x":{"type":"str"}}' }], reply: { text: 'b', toolCalls: [{ name: 'find', argumentsText: '{"x":1}' }] } } });
    const chunks = [{ event_type: 'text-generation', text: 'b', is_finished: false }, { event_type: 'stream-end', is_finished: true, finish_reason: 'COMPLETE', response: { text: 'b', meta } }];
    expect(callOf({ path: 'cohere.command-r-v1:0/invoke-with-response-stream', request, reply: chunks })).toMatchObject({ status: 'ok', finishReason: 'COMPLETE', usage: { uncachedInputTokens: 4, outputTokens: 2 }, content: { reply: { text: 'b' } } });
  });

  test('that was refused has no answer: the message of the error is none', () => {
    const refused = callOf({ path: 'meta.llama3-8b-instruct-v1:0/invoke', request: { prompt: 'a' }, status: 400, headers: { 'x-amzn-errortype': 'ValidationException' }, reply: { message: 'no' } });
    expect(refused.content).toEqual({ messages: [{ role: 'user', text: 'a' }], tools: [] });
  });

  test('that gives pictures or rankings is no answer in text, and one of an embedding has no output count', () => {
    expect(callOf({ path: 'amazon.nova-canvas-v1:0/invoke', request: { taskType: 'TEXT_IMAGE', textToImageParams: { text: 'a cat' } }, reply: { images: ['AA=='] } })).toMatchObject({ api: 'other', usage: {} });
    expect(callOf({ path: 'cohere.rerank-v3-5:0/invoke', request: { query: 'a', documents: ['b'] }, reply: { results: [{ index: 0, relevance_score: 0.5 }] } })).toMatchObject({ api: 'other', usage: {} });
    const embedded = callOf({ path: 'amazon.titan-embed-image-v1/invoke', request: { inputText: 'a', inputImage: 'AA==', embeddingConfig: { outputEmbeddingLength: 256 } }, reply: { embedding: [0.5], inputTextTokenCount: 2, message: null } });
    expect(embedded).toMatchObject({ api: 'embeddings', usage: { uncachedInputTokens: 2 }, content: { messages: [{ role: 'user', text: 'a', media: ['image'] }] } });
    expect(embedded.usage.outputTokens).toBeUndefined();
  });
});
