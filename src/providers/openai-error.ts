// OpenAI error object and its relatives: https://platform.openai.com/docs/guides/error-codes; Azure adds innererror, OpenRouter a numeric code,
// Groq a status_code inside the stream, FastAPI hosts (vLLM) a bare detail or { object: 'error', code } (read 2026-11-22)
import type { WireError } from './family.js';
import { isObject, listOf, numberOf, objectOf, textOf } from './json.js';

/** The error in a body or a stream event; absent when there is none. Lists (Gemini streams) are searched too. */
export function errorOf(body: unknown): WireError | undefined {
  if (Array.isArray(body)) return body.map(errorOf).find((error) => error !== undefined);
  if (!isObject(body)) return undefined;
  if (typeof body['error'] === 'string' && body['error'] !== '') return { type: textOf(body['type']), words: '' };
  const error = isObject(body['error']) ? body['error'] : body['object'] === 'error' ? body : undefined;
  if (error === undefined) return undefined;
  const code = error['code'];
  const inner = textOf(objectOf(error['innererror'])['code']);
  const status = numberOf(error['status_code']) ?? (typeof code === 'number' ? code : undefined) ?? numberOf(error['status']);
  const named = textOf(error['type']) ?? textOf(error['status']) ?? (code === undefined || code === null ? undefined : String(code));
  return { type: named, status, words: [textOf(code), inner].filter((word) => word !== undefined).join(' ') };
}

/** An error that sits on a choice (OpenRouter). */
export const choiceErrorOf = (choices: unknown): WireError | undefined =>
  listOf(choices).map((choice) => errorOf({ error: objectOf(choice)['error'] })).find((error) => error !== undefined);
