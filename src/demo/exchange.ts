// OpenAI chat completions as they go over the wire: https://platform.openai.com/docs/api-reference/chat (read 2026-11-22)
import type { FailureKind } from './attempts.js';
import { type Draw, hex, token } from './draws.js';
import type { WireMessage } from './sites/script.js';

/** One line of the demo's log: the plain HTTP exchange that `import` reads. */
export interface DemoRecord {
  id: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  latencyMs: number;
  /** Streamed replies only. */
  ttftMs?: number;
  tags: Readonly<Record<string, string>>;
  env: string;
  request: { method: 'POST'; url: string; headers: Readonly<Record<string, string>>; body: ChatRequest };
  /** Absent when the connection broke before a reply. */
  response?: { status: number; headers: Readonly<Record<string, string>>; body: object | string };
}

export interface ChatRequest {
  model: string;
  messages: readonly WireMessage[];
  temperature?: number;
  max_tokens: number;
  tools?: readonly object[];
  response_format?: object;
  stream?: true;
  stream_options?: { include_usage: true };
  user: string;
}

export const CHAT_URL = 'https://api.openai.com/v1/chat/completions';
export const requestHeaders = { 'content-type': 'application/json', 'user-agent': 'demo-shop/1.0' } as const;

export interface Answer {
  servedModel: string;
  createdMs: number;
  message: WireMessage;
  finishReason: 'stop' | 'length' | 'tool_calls';
  inputTokens: number;
  outputTokens: number;
}

const usageOf = (answer: Answer): object => ({
  prompt_tokens: answer.inputTokens,
  completion_tokens: answer.outputTokens,
  total_tokens: answer.inputTokens + answer.outputTokens,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
});

const SYSTEM_FINGERPRINT = 'fp_demo0000';

export function okResponse(answer: Answer, options: { draw: Draw; isStreamed: boolean }): NonNullable<DemoRecord['response']> {
  const { draw } = options;
  const frame = { id: `chatcmpl-${token(draw, 29)}`, created: Math.floor(answer.createdMs / 1000), model: answer.servedModel, service_tier: 'default', system_fingerprint: SYSTEM_FINGERPRINT };
  const headers = { 'content-type': options.isStreamed ? 'text/event-stream; charset=utf-8' : 'application/json', 'x-request-id': `req_${hex(draw, 32)}`, 'openai-version': '2020-10-01' };
  if (options.isStreamed) return { status: 200, headers, body: sseOf(answer, frame) };
  const choice = { index: 0, message: { ...answer.message, refusal: null, annotations: [] }, logprobs: null, finish_reason: answer.finishReason };
  return { status: 200, headers, body: { ...frame, object: 'chat.completion', choices: [choice], usage: usageOf(answer) } };
}

/** Words come in chunks of one; the last chunk holds the usage. */
function sseOf(answer: Answer, frame: object): string {
  const chunk = (choices: readonly object[], more: object = {}): string => `data: ${JSON.stringify({ ...frame, object: 'chat.completion.chunk', choices, ...more })}\n\n`;
  const delta = (content: object, finishReason: string | null): object => ({ index: 0, delta: content, logprobs: null, finish_reason: finishReason });
  const pieces = (answer.message.content ?? '').match(/\S+\s*|\s+/g) ?? [];
  return [
    chunk([delta({ role: 'assistant', content: '', refusal: null }, null)]),
    ...pieces.map((content) => chunk([delta({ content }, null)])),
    chunk([delta({}, answer.finishReason)]),
    chunk([], { usage: usageOf(answer) }),
    'data: [DONE]\n\n',
  ].join('');
}

const failures: Readonly<Record<Exclude<FailureKind, 'no_reply'>, { status: number; error: { message: string; type: string; code: string | null } | string }>> = {
  rate_limited: { status: 429, error: { message: 'Rate limit reached for gpt-4o on tokens per min (TPM). Please try again in 1.2s.', type: 'tokens', code: 'rate_limit_exceeded' } },
  server_error: { status: 500, error: { message: 'The server had an error while processing your request. Sorry about that!', type: 'server_error', code: null } },
  overloaded: { status: 503, error: { message: 'The engine is currently overloaded, please try again later.', type: 'server_error', code: 'overloaded' } },
  bad_gateway: { status: 502, error: '<html><body><h1>502 Bad Gateway</h1></body></html>' },
  gateway_timeout: { status: 504, error: '<html><body><h1>504 Gateway Time-out</h1></body></html>' },
};

export function failedResponse(kind: FailureKind, draw: Draw): DemoRecord['response'] {
  if (kind === 'no_reply') return undefined;
  const { status, error } = failures[kind];
  const isText = typeof error === 'string';
  const headers = { 'content-type': isText ? 'text/html' : 'application/json', 'x-request-id': `req_${hex(draw, 32)}`, ...(kind === 'rate_limited' ? { 'retry-after': '2' } : {}) };
  return { status, headers, body: isText ? error : { error: { ...error, param: null } } };
}
