import type { Language } from '../company.js';
import type { Draw } from '../draws.js';

/** A message in the wire format of OpenAI chat completions. */
export interface WireMessage {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string | null;
  tool_calls?: readonly WireToolCall[];
  tool_call_id?: string;
}
export interface WireToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

/** ask: the user writes and is answered in text; tool: answered by a tool call; result: the tool's result is sent back and answered in text. */
export type TurnKind = 'ask' | 'tool' | 'result';

/** What one turn may draw on. Sizes are tokens, to be met by the text as well as a tokenizer's average allows. */
export interface Turn {
  draw: Draw;
  language: Language;
  kind: TurnKind;
  /** 0 for the first call of a session. */
  index: number;
  askTokens: number;
  replyTokens: number;
  /** Facts that hold for the whole session. Filled by the script itself. */
  memory: Record<string, string>;
  /** 0..1: how often a judgement of the model is the right one. */
  skill: number;
}

/** What a call site sends and gets back. */
export interface Script {
  /** Everything of the system prompt after the per-request line. */
  system: string;
  tools?: readonly object[];
  responseFormat?: object;
  /** New text of the request at this turn: the user's message, or the tool's result. */
  ask(turn: Turn): string;
  reply(turn: Turn): string;
  /** Only where tools are used. */
  toolCall?(turn: Turn): { name: string; arguments: string };
}

/** Characters per token of o200k_base, measured on text of this generator. */
export const charactersPerToken = {
  en: 4.6, de: 4.2, fr: 4.3, es: 4.3, pt: 4.2, ja: 1.5, zh: 1.5, program: 4.2, test: 3.65, query: 3.8, table: 4.05, invoice: 2.72, diff: 4.3, remark: 3.9, clause: 4.55, finding: 4.4, system: 4.8, schema: 4.4,
} as const;
