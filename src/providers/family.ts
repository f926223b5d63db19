import type { Advice, Api, Billing, CallContent, RequestParameters, Status } from '../model/call.js';
import type { Outcome } from '../model/outcome.js';
import type { Usage } from '../model/usage.js';
import type { Route } from './hosts.js';
import type { JsonObject } from './json.js';

/** An error that the provider put into a body or a stream. */
export interface WireError {
  /** The provider's own name of the kind, e.g. rate_limit_error; its code where it names none. */
  type?: string | undefined;
  /** HTTP-like number in the body (OpenRouter, Groq, Gemini), whatever the status line said. */
  status?: number | undefined;
  /** Further words to judge it by (code, message). */
  words: string;
  /** Where the provider's name of the error says more than its status line: it wins. */
  verdict?: Status | undefined;
}

/** The reply as it came, before a family reads it. */
export type WireReply =
  | { kind: 'json'; json: unknown }
  | { kind: 'stream'; events: readonly { event: string; json: unknown }[]; isDone: boolean }
  | { kind: 'text'; text: string }
  | { kind: 'none' };

export interface WireInput {
  route: Route;
  provider: string;
  request: JsonObject;
  requestHeaders: Readonly<Record<string, string>>;
  reply: WireReply;
  replyHeaders: Readonly<Record<string, string>>;
}

/** What a family reads out of request and reply. Absent = not on the wire. */
export interface WireCall {
  api: Api;
  requestedModel?: string | undefined;
  servedModel?: string | undefined;
  stream: boolean;
  region?: string | undefined;
  serviceTier?: string | undefined;
  effort?: string | undefined;
  maxOutputTokens?: number | undefined;
  user?: string | undefined;
  sessionId?: string | undefined;
  metadata: Record<string, string>;
  parameters: RequestParameters;
  content: CallContent;
  responseId?: string | undefined;
  requestId?: string | undefined;
  /** ms since 1970 UTC, from the reply's body. */
  createdAt?: number | undefined;
  error?: WireError | undefined;
  finishReason?: string | undefined;
  /** The finish reason means that a filter stopped the answer. */
  isFiltered: boolean;
  /** A stream that ended without its closing event. */
  isCut: boolean;
  usage: Usage;
  /** The output count is not the provider's final one. */
  isEstimated?: boolean | undefined;
  rawUsage?: unknown;
  /** Of models inside the call that are billed beside it. */
  advice?: readonly Advice[] | undefined;
  loggedCostUsd?: number | undefined;
  billing?: Billing | undefined;
  /** As the provider measured it, ms from request to end of reply. */
  latencyMs?: number | undefined;
  /** As the provider measured it, ms from request to the first byte of the reply. */
  ttftMs?: number | undefined;
}

/** One API family: a wire format and the paths it is spoken on. */
export interface Family {
  id: string;
  /** Provider when the log holds a path without a host. */
  owner: string;
  matches(route: Route): boolean;
  /** Paths where a GET gives back a call that was made before, whole. */
  isPoll?(route: Route): boolean;
  /** Unknown when the record cannot be a call (impossible usage); the reason is shown. */
  read(input: WireInput): Outcome<WireCall>;
}
