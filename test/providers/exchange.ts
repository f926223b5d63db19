import type { ExchangeBody, HttpExchange } from '../../src/model/exchange.js';

interface Recorded {
  id?: string;
  startedAt?: string;
  request: { method: string; url: string; headers: Record<string, string>; body: unknown };
  response?: { status: number; headers: Record<string, string>; body: unknown };
}

/** An exchange as fixtures and samples hold it: a body is JSON, text, or bytes as {"$base64"}. */
export const exchangeOf = (recorded: Recorded): HttpExchange => ({
  id: recorded.id,
  ...(recorded.startedAt !== undefined && { startedAt: Date.parse(recorded.startedAt) }),
  request: { ...recorded.request, body: bodyOf(recorded.request.body) },
  ...(recorded.response !== undefined && { response: { ...recorded.response, body: bodyOf(recorded.response.body) } }),
});

function bodyOf(body: unknown): ExchangeBody {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return { text: body };
  const bytes = (body as { $base64?: string }).$base64;
  return bytes === undefined ? { json: body } : { base64: bytes };
}
