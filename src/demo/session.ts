import type { Attempt } from './attempts.js';
import { type Draw, between, chance, createDraw, hex, logNormal, seedOf, token } from './draws.js';
import { type Answer, CHAT_URL, type ChatRequest, type DemoRecord, failedResponse, okResponse, requestHeaders } from './exchange.js';
import type { PlannedCall, PlannedSession } from './planned.js';
import { charactersPerToken, type Script, type Turn, type WireMessage } from './sites/script.js';
import { scripts } from './sites/index.js';

export const INCUMBENT = { requested: 'gpt-4o', served: 'gpt-4o-2024-08-06' } as const;
export const SMALLER = { requested: 'gpt-4o-mini', served: 'gpt-4o-mini-2024-07-18' } as const;
export const EXPERIMENT = 'triage-on-mini';

/** How often the models put a ticket, review or comment into the right class. Made up, like everything here. */
const INCUMBENT_SKILL = 0.96;
const SMALLER_SKILL = 0.94;
/** Share of JSON objects, asked for without a schema, that come with words around them. */
const BROKEN_JSON_SHARE = 0.004;
const CUSTOMERS = 4000;
const EMPLOYEES = 60;
/** Tokens of the per-request line, and of what frames the messages. */
const REQUEST_LINE_TOKENS = 44;
const FRAME_TOKENS = 8;

/** Tokens in every request of a site: system prompt, tools, schema. */
export function fixedTokensOf(script: Script): number {
  const json = (value: unknown): number => (value === undefined ? 0 : JSON.stringify(value).length / charactersPerToken.schema);
  return Math.round(REQUEST_LINE_TOKENS + FRAME_TOKENS + script.system.length / charactersPerToken.system + json(script.tools) + json(script.responseFormat));
}

/** A session in progress: its text so far. */
export interface OpenSession {
  plan: PlannedSession;
  script: Script;
  draw: Draw;
  memory: Record<string, string>;
  history: readonly WireMessage[];
  tags: Readonly<Record<string, string>>;
  user: string;
  /** The request of the call that is being answered or retried. */
  body?: ChatRequest;
  answer?: WireMessage;
}

export function openSession(plan: PlannedSession, date: string): OpenSession {
  const draw = createDraw(plan.seed);
  const { site } = plan;
  const isTagged = site.tagged === 'always' || (site.tagged !== 'never' && date >= site.tagged.since);
  const isChat = site.meanTurns > 1;
  const tags = {
    synthetic: 'true',
    ...(isTagged ? { feature: site.id } : {}),
    ...(isChat ? { session_id: `s-${hex(draw, 12)}` } : {}),
    ...(plan.isTwinned ? { experiment: EXPERIMENT } : {}),
  };
  const user = site.line === 'support' ? `customer-${between(draw, 1, CUSTOMERS)}` : `employee-${between(draw, 1, EMPLOYEES)}`;
  return { plan, script: scripts[site.id], draw, memory: {}, history: [], tags, user };
}

const turnOf = (session: OpenSession, index: number, skill: number): Turn => {
  const call = session.plan.calls[index] as PlannedCall;
  return { draw: session.draw, language: session.plan.language, kind: call.kind === 'repeat' ? 'ask' : call.kind, index, askTokens: call.askTokens, replyTokens: call.outputTokens, memory: session.memory, skill };
};

/** Begins call `index`: its request is made once and sent again by retries. A repeat sends the first request again. */
export function beginCall(session: OpenSession, index: number): void {
  const call = session.plan.calls[index] as PlannedCall;
  if (call.kind === 'repeat') return;
  const { script, plan } = session;
  const asked: WireMessage = call.kind === 'result'
    ? { role: 'tool', content: script.ask(turnOf(session, index, INCUMBENT_SKILL)), tool_call_id: session.history.at(-1)?.tool_calls?.[0]?.id ?? 'call_0' }
    : { role: 'user', content: script.ask(turnOf(session, index, INCUMBENT_SKILL)) };
  session.history = [...session.history, asked];
  session.body = requestBody(session, { atMs: (call.attempts[0] as Attempt).atMs, isStreamed: plan.isStreamed });
}

/** Every request opens with an id and the time, which is why no two share a prefix that a cache could use. */
function requestBody(session: OpenSession, options: { atMs: number; isStreamed: boolean }): ChatRequest {
  const { script, plan, draw } = session;
  const line = `Request-Id: ${hex(draw, 16)} Time: ${new Date(options.atMs).toISOString()}`;
  return {
    model: INCUMBENT.requested,
    messages: [{ role: 'system', content: `${line}\n\n${script.system}` }, ...session.history],
    ...(plan.site.temperature === undefined ? {} : { temperature: plan.site.temperature }),
    max_tokens: plan.site.maxTokens,
    ...(script.tools === undefined ? {} : { tools: script.tools }),
    ...(script.responseFormat === undefined ? {} : { response_format: script.responseFormat }),
    ...(options.isStreamed ? { stream: true as const, stream_options: { include_usage: true as const } } : {}),
    user: session.user,
  };
}

/** One attempt as a log line. */
export function attemptRecord(session: OpenSession, index: number, attempt: Attempt): DemoRecord {
  const call = session.plan.calls[index] as PlannedCall;
  const frame = frameOf(session, attempt);
  if (attempt.outcome !== 'ok') {
    const response = failedResponse(attempt.outcome, session.draw);
    return { ...frame, ...(response === undefined ? {} : { response }) };
  }
  const isCut = call.outputTokens >= session.plan.site.maxTokens;
  if (call.kind !== 'repeat') {
    session.answer = replyMessage(session, turnOf(session, index, INCUMBENT_SKILL), isCut);
    session.history = [...session.history, session.answer];
  }
  const answer: Answer = {
    servedModel: INCUMBENT.served, createdMs: attempt.atMs + attempt.ttftMs, message: session.answer as WireMessage,
    finishReason: call.kind === 'tool' ? 'tool_calls' : isCut ? 'length' : 'stop', inputTokens: call.inputTokens, outputTokens: call.outputTokens,
  };
  const isStreamed = session.plan.isStreamed;
  return { ...frame, ...(isStreamed ? { ttftMs: attempt.ttftMs } : {}), response: okResponse(answer, { draw: session.draw, isStreamed }) };
}

function replyMessage(session: OpenSession, turn: Turn, isCut: boolean): WireMessage {
  if (turn.kind === 'tool' && session.script.toolCall !== undefined) {
    const called = session.script.toolCall(turn);
    return { role: 'assistant', content: null, tool_calls: [{ id: `call_${token(session.draw, 24)}`, type: 'function', function: called }] };
  }
  const text = session.script.reply(turn);
  const isObjectAsked = JSON.stringify(session.script.responseFormat) === '{"type":"json_object"}';
  const spoken = isObjectAsked && chance(turn.draw, BROKEN_JSON_SHARE) ? `Here is the result: ${text}` : text;
  return { role: 'assistant', content: isCut ? spoken.slice(0, Math.floor(spoken.length * 0.96)) : spoken };
}

/** The same request at the same moment to the smaller model: one pair of the natural experiment. */
export function twinRecord(session: OpenSession, attempt: Attempt): DemoRecord {
  const { plan } = session;
  const call = plan.calls[0] as PlannedCall;
  const draw = createDraw(seedOf(plan.seed, 'twin'));
  const outputTokens = Math.max(12, Math.round(call.outputTokens * logNormal(draw, 0.1)));
  const text = session.script.reply({ ...turnOf(session, 0, SMALLER_SKILL), draw, replyTokens: outputTokens });
  const frame = frameOf(session, { ...attempt, latencyMs: Math.round(attempt.latencyMs * 0.7) });
  const answer: Answer = { servedModel: SMALLER.served, createdMs: attempt.atMs + attempt.ttftMs, message: { role: 'assistant', content: text }, finishReason: 'stop', inputTokens: call.inputTokens, outputTokens };
  return {
    ...frame,
    id: `demo-${hex(draw, 16)}`,
    request: { ...frame.request, body: { ...frame.request.body, model: SMALLER.requested } },
    response: okResponse(answer, { draw, isStreamed: false }),
  };
}

const frameOf = (session: OpenSession, attempt: Attempt): Omit<DemoRecord, 'response'> => ({
  id: `demo-${hex(session.draw, 16)}`,
  startedAt: new Date(attempt.atMs).toISOString(),
  latencyMs: attempt.latencyMs,
  tags: session.tags,
  env: 'production',
  request: { method: 'POST', url: CHAT_URL, headers: requestHeaders, body: session.body as ChatRequest },
});
