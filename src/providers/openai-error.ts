// OpenAI error object and its relatives: https://platform.openai.com/docs/guides/error-codes; Azure adds innererror, OpenRouter a numeric code,
// Groq a status_code inside the stream, FastAPI hosts (vLLM) a bare detail or { object: 'error', code } (read 2026-11-22)
import type { Status } from '../model/call.js';
import type { WireError } from './family.js';
import { type JsonObject, isObject, listOf, numberOf, objectOf, textOf } from './json.js';

/** The error in a body or a stream event; absent when there is none. Lists (Gemini streams) are searched too. */
export function errorOf(body: unknown): WireError | undefined {
  if (Array.isArray(body)) return body.map(errorOf).find((error) => error !== undefined);
  if (!isObject(body)) return undefined;
  const refusal = minimaxErrorOf(body);
  if (refusal !== undefined) return refusal;
  if (typeof body['error'] === 'string' && body['error'] !== '') return { type: textOf(body['type']) ?? textOf(body['code']), words: '' };
  const error = isObject(body['error']) ? body['error'] : body['object'] === 'error' || isFlat(body) ? body : undefined;
  if (error === undefined) return undefined;
  const code = error['code'];
  const inner = textOf(objectOf(error['innererror'])['code']);
  const status = numberOf(error['status_code']) ?? (typeof code === 'number' ? code : undefined) ?? numberOf(error['status']);
  const named = textOf(error['type']) ?? textOf(error['status']) ?? (code === undefined || code === null ? undefined : String(code));
  return { type: named, status, words: [textOf(code), inner].filter((word) => word !== undefined).join(' ') };
}

const answerFields = ['choices', 'output', 'content', 'candidates', 'usage', 'role', 'text', 'response', 'results'] as const;

/** Cerebras writes message, type and code without an envelope (recorded traffic). */
const isFlat = (body: JsonObject): boolean =>
  textOf(body['message']) !== undefined && textOf(body['type']) !== undefined && (typeof body['code'] === 'string' || body['param'] !== undefined) && answerFields.every((name) => body[name] === undefined);

/** MiniMax's own codes, in a reply whose status line says 200: https://platform.minimax.io/docs/api-reference/errorcode (beginning of the table, read 2026-11-22). Of the other codes the words of the message tell. */
const minimaxStatus: Readonly<Record<number, Status>> = {
  1000: 'server_error', 1001: 'timeout', 1002: 'rate_limited', 1004: 'client_error',
};

function minimaxErrorOf(body: JsonObject): WireError | undefined {
  const state = objectOf(body['base_resp']);
  const code = numberOf(state['status_code']);
  if (code === undefined || code === 0) return undefined;
  return { type: String(code), words: textOf(state['status_msg']) ?? '', verdict: minimaxStatus[code] };
}

/** An error that sits on a choice (OpenRouter). */
export const choiceErrorOf = (choices: unknown): WireError | undefined =>
  listOf(choices).map((choice) => errorOf({ error: objectOf(choice)['error'] })).find((error) => error !== undefined);
