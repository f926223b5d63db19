import type { ImagePart, ImageSums } from './images.js';
import type { Usage } from './usage.js';

export const tasks = [
  'summarization', 'classification', 'extraction', 'rewriting', 'translation', 'closed_qa', 'open_qa', 'code', 'reasoning',
  'generation', 'brainstorming', 'conversation', 'agent', 'embedding', 'other',
] as const;
export type Task = (typeof tasks)[number];

/** Capabilities that a call requires of the model. The order is the bit order of `needsMask` and never changes; new needs go to the end. */
export const needs = [
  'tools', 'parallel_tools', 'json_schema', 'json_object', 'vision', 'audio', 'documents', 'logprobs', 'multiple_choices',
  'long_output', 'provider_tools', 'stateful', 'fine_tuned', 'embeddings',
] as const;
export type Need = (typeof needs)[number];

/** Example: ['tools', 'json_schema'] -> 1 + 4 = 5. */
export const needsMask = (list: readonly Need[]): number => list.reduce((mask, need) => mask | (1 << needs.indexOf(need)), 0);
export const needsOf = (mask: number): Need[] => needs.filter((_, bit) => (mask & (1 << bit)) !== 0);

export const statuses = ['ok', 'client_error', 'rate_limited', 'server_error', 'overloaded', 'timeout', 'content_filter', 'aborted'] as const;
export type Status = (typeof statuses)[number];

export const billings = ['metered', 'subscription', 'committed', 'free', 'byok', 'unknown'] as const;
export type Billing = (typeof billings)[number];

export const usageSources = ['reported', 'counted', 'estimated'] as const;
export type UsageSource = (typeof usageSources)[number];

export const textKinds = ['prose', 'code', 'json', 'table', 'cjk', 'other'] as const;
export type TextKind = (typeof textKinds)[number];

export const apis = ['chat', 'responses', 'completions', 'messages', 'generate_content', 'embeddings', 'other'] as const;
export type Api = (typeof apis)[number];

export interface ToolCall {
  name: string;
  argumentsText: string;
}

export type MediaKind = 'image' | 'audio' | 'document';

/** One message in the order sent. `text` joins its text parts with a line break; `media` names the other parts. */
export interface Message {
  role: 'system' | 'user' | 'assistant' | 'tool';
  text: string;
  toolCalls?: readonly ToolCall[];
  media?: readonly MediaKind[];
  /** One for every `image` of `media`, in that order. */
  images?: readonly ImagePart[];
  /** Tells other media from these, where the log holds them: without it, two messages with media cannot be called the same. Never stored. */
  mediaDigest?: string;
}

export interface ToolDefinition {
  name: string;
  description?: string;
  /** JSON Schema of the arguments, as compact JSON text. */
  parametersText?: string;
  /** Run by the provider (web search, code interpreter, file search, computer use). */
  isProviderRun?: boolean;
}

/** What was asked and answered, in one shape whatever the wire format. Hostile text: never printed without escaping. */
export interface CallContent {
  messages: readonly Message[];
  tools: readonly ToolDefinition[];
  responseFormat?: { kind: 'json_object' | 'json_schema'; schemaText?: string };
  /** Absent when the reply was not logged. */
  reply?: { text: string; toolCalls: readonly ToolCall[]; refusal?: string };
}

/** Request parameters that decide needs and duplicates. Absent = not set by the caller. */
export interface RequestParameters {
  temperature?: number;
  seed?: number;
  /** `n`: answers asked for. */
  choices?: number;
  wantsLogprobs?: boolean;
  isParallelToolsAllowed?: boolean;
  /** A stored conversation, thread or cached content on the provider's side. */
  isStateful?: boolean;
  toolChoice?: string;
  /** Everything else that shapes the answer (top_p, stop, penalties, bias …), as compact JSON: part of what makes two requests the same. */
  sampling?: string;
}

interface CallFacts {
  /** ms since 1970, UTC. */
  startedAt: number;
  /** 'record' = in the record; 'file' = the record holds no time and the file's modification time stands in. */
  timeSource: 'record' | 'file';
  env?: string | undefined;
  /** Lower-case id of who served the call, as in the catalog: openai, anthropic, google, mistral, groq, … */
  provider: string;
  requestedModel?: string | undefined;
  /** As named by the reply; absent when there was none. */
  servedModel?: string | undefined;
  api: Api;
  region?: string | undefined;
  serviceTier?: string | undefined;
  /** Reasoning effort as asked: none, minimal, low, medium, high, xhigh, or `budget:N` thinking tokens. */
  effort?: string | undefined;
  billing: Billing;
  stream: boolean;
  status: Status;
  httpStatus?: number | undefined;
  errorType?: string | undefined;
  finishReason?: string | undefined;
  usage: Usage;
  usageSource: UsageSource;
  /** The provider's own usage object, as compact JSON text. */
  rawUsage?: string | undefined;
  loggedCostNanoUsd?: number | undefined;
  maxOutputTokens?: number | undefined;
  latencyMs?: number | undefined;
  ttftMs?: number | undefined;
  user?: string | undefined;
  tags: Readonly<Record<string, string>>;
}

/** What an advisor of another model read and wrote inside a call; `usage` is in none of the call's own counts. */
export interface Advice {
  model: string;
  usage: Usage;
}

/** A call as a source or the recorder yields it: normalised, text still on it. */
export interface CapturedCall extends CallFacts {
  /** The record's own id where it has one; else absent. */
  recordId?: string | undefined;
  /** Identities shared between sources, e.g. `response:chatcmpl-1`, `request:req_1`, `span:T/S`. Two calls that share one are one call. */
  keys: readonly string[];
  /** Conversation id as the caller named it. */
  sessionId?: string | undefined;
  parameters: RequestParameters;
  /** Absent when the log holds no text. */
  content?: CallContent | undefined;
  /** Calls of other models inside this one, which become calls of their own before they are stored. */
  advice?: readonly Advice[] | undefined;
}

/** The prompt cut into growing prefixes: `hashes[i]` covers the prompt up to block i, `tokens` (same length) the input tokens up to there, scaled to the reported input. */
export interface PrefixChain {
  hashes: readonly number[];
  tokens: readonly number[];
}

/** What intake works out from the text. Hashes are keyed, 52 bits, whole numbers; they never leave the store. */
export interface CallLabels {
  task: Task;
  /** 0..1, calibrated. */
  taskConfidence: number;
  /** 0..1; shown, used nowhere in confidence until shown to transfer. */
  difficulty: number;
  classifierVersion: string;
  needsMask: number;
  textKind: TextKind;
  /** Request and parameters; absent without text. */
  requestHash?: number | undefined;
  /** Last user message alone, normalised; for re-asks. */
  questionHash?: number | undefined;
  prefixChain?: PrefixChain | undefined;
  templateKey: number;
  /** How a person recognises the call site: a few words of the template's skeleton, or tags and names alone under `features`. */
  templateLabel: string;
  /** Keyed hash of the caller's conversation id. */
  sessionKey?: number | undefined;
  /** Requests at temperature 0 may be answered from a cache: the duplicate lever asks for it. */
  isDeterministic: boolean;
  /** The reply shows a failure: truncated, refused, empty, broken JSON where JSON was asked, broken tool arguments. */
  hasFailureSignal: boolean;
  /** Absent without images. */
  images?: ImageSums | undefined;
  /** Tools of the caller's own that the request defines; absent without text, and without tools. */
  toolDefinitions?: number | undefined;
  /** Tokens of the prompt's text in o200k_base, counted here beside the reported usage; absent where it was not counted. */
  sampledTokens?: number | undefined;
}

/** A call as it is stored. */
export interface StoredCall extends CallFacts, CallLabels {
  /** Shown id: the record's own id, else the provider's response id, else made from the keys. Unique in a store. */
  id: string;
  keys: readonly string[];
  /** Source ids that contributed, sorted. */
  sources: readonly string[];
  /** Weight of the stratum in millionths: 1,000,000 = every call was kept; 10,000,000 = one in ten was. */
  weightMillionths: number;
  /** What it shares with recorded calls that it may have to stand for, as `stratumText`; absent where nothing recorded it. */
  stratum?: string | undefined;
  /** Redacted (or full) text as JSON; kept in a table of its own, absent under `features`. */
  body?: string | undefined;
}

/** What `settle` adds to a stored call: what it owes to its neighbours. Ids are `StoredCall.id`. */
export interface Settlement {
  id: string;
  /** Conversation: the id of its first call. */
  session: string;
  retryOf?: string | undefined;
  duplicateOf?: string | undefined;
  reaskOf?: string | undefined;
  /** Prefix tokens that earlier calls of the same session and segment sent in the last 5 min, 30 min, 1 h, 24 h. */
  warm5mTokens: number;
  warm30mTokens: number;
  warm1hTokens: number;
  warm24hTokens: number;
}

export type SettledCall = StoredCall & Settlement;

/** Example: servedModel 'gpt-4o-2024-08-06' wins over requestedModel 'gpt-4o'; neither -> 'unknown'. */
export const modelNameOf = (call: { servedModel?: string | undefined; requestedModel?: string | undefined }): string =>
  call.servedModel ?? call.requestedModel ?? 'unknown';
