/** One HTTP request and its reply, as a recorder or a log holds it. Header names are lower case. */
export interface HttpExchange {
  id?: string | undefined;
  /** ms since 1970 UTC; absent when the log does not say. */
  startedAt?: number | undefined;
  latencyMs?: number | undefined;
  ttftMs?: number | undefined;
  request: { method: string; url: string; headers: Readonly<Record<string, string>>; body: ExchangeBody };
  /** Absent when the connection broke before a reply. */
  response?: { status: number; headers: Readonly<Record<string, string>>; body: ExchangeBody } | undefined;
  /** Facts that the surrounding log knows and the wire does not: they fill gaps. */
  tags?: Readonly<Record<string, string>> | undefined;
  env?: string | undefined;
}

/** Parsed JSON, or text as it went over the wire (SSE, NDJSON), or bytes as base64. */
export type ExchangeBody = { json: unknown } | { text: string } | { base64: string } | undefined;
