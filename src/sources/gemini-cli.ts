// Gemini CLI chats, ~/.gemini/tmp/*/chats/session-*.json and .jsonl: packages/core/src/services/chatRecordingService.ts of https://github.com/google-gemini/gemini-cli; as ccusage
// reads them: rust/crates/ccusage/src/adapter/gemini of https://github.com/ryoppippi/ccusage (read 2026-11-22)
import type { Message } from '../model/call.js';
import type { InclusiveUsage } from '../model/usage.js';
import { readReply } from '../providers/index.js';
import { type Turn, agentBilling, createTurn } from './agent-turn.js';
import { callFromLog, logSettable } from './log-call.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, list, object, pick, text } from './values.js';

const ID = 'gemini-cli';

interface State {
  session: string | undefined;
  turn: Turn;
  /** By id: a message is written again while it grows, the last one stands. */
  answers: Map<string, Answer>;
}

interface Answer {
  message: JsonRecord;
  where: string;
  before: readonly Message[];
  session: string | undefined;
}

export const source = recordSource<State>({
  id: ID,
  title: 'Gemini CLI chats (~/.gemini/tmp)',
  settable: [...logSettable, 'billing'],
  paths: ['messages'],
  marks: 'hold messages of type gemini with tokens',
  isOf: (record) => isAnswer(record) || isHead(record),
  open: () => ({ session: undefined, turn: createTurn(), answers: new Map<string, Answer>() }),
  read: readMessage,
  close: (context, { answers }) => [...answers.values()].map((answer) => callOf(answer, context)),
});

const isAnswer = (record: JsonRecord): boolean => record['type'] === 'gemini' && isRecord(record['tokens']);
const isHead = (record: JsonRecord): boolean => 'sessionId' in record && 'projectHash' in record;
const messageTypes: readonly string[] = ['user', 'gemini', 'info', 'error', 'warning', 'model'];

/** Answers that may still be written again. */
const MAX_ANSWERS = 200;

function readMessage(record: JsonRecord, context: RecordContext, state: State): RecordReading[] {
  state.session = text(pick(record, 'sessionId', 'session_id')) ?? text(context.place.outer['sessionId']) ?? state.session;
  if (!isAnswer(record)) {
    const type = text(record['type']) ?? '';
    if (type === 'user') state.turn.say({ role: 'user', content: record['content'] }, { isUser: true });
    return isHead(record) || messageTypes.includes(type) || '$set' in record ? [{ noCall: type === '' ? 'the head of a chat' : `a message of type ${type}` }] : [notOfFormat('not a message of a Gemini CLI chat')];
  }
  const id = text(record['id']) ?? context.place.where;
  const former = state.answers.get(id);
  if (former !== undefined) {
    state.answers.set(id, { ...former, message: record });
    return [{ folded: 'repeated-usage' }];
  }
  state.answers.set(id, { message: record, where: context.place.where, before: state.turn.messages(), session: state.session });
  state.turn.say({ role: 'model', parts: partsOf(record) }, { isUser: false });
  if (state.answers.size <= MAX_ANSWERS) return [];
  const [oldest] = state.answers;
  if (oldest === undefined) return [];
  state.answers.delete(oldest[0]);
  return [callOf(oldest[1], context)];
}

function partsOf(message: JsonRecord): unknown[] {
  const calls = list(message['toolCalls']).map(object).map((call) => ({ functionCall: { name: call['name'], args: call['args'] } }));
  const content = message['content'];
  return [...(typeof content === 'string' && content !== '' ? [{ text: content }] : list(content)), ...calls];
}

/**
 * Thoughts and what tools fed in stand beside output and input; what came from the cache is part of the input unless the total says that it stands beside it.
 * Example: { input: 1000, output: 20, cached: 400, thoughts: 30, tool: 0, total: 1050 } -> 1000 input of which 400 cached, 50 output of which 30 reasoning
 */
export function countsOf(tokens: JsonRecord): InclusiveUsage {
  const [input, output, cached, thoughts, tool, total] = [
    pick(tokens, 'input', 'prompt', 'input_tokens'), pick(tokens, 'output', 'candidates', 'output_tokens'), pick(tokens, 'cached', 'cached_tokens'), pick(tokens, 'thoughts', 'thoughts_tokens'), pick(tokens, 'tool', 'tool_tokens'), pick(tokens, 'total', 'total_tokens'),
  ].map(count);
  const rest = (output ?? 0) + (thoughts ?? 0) + (tool ?? 0);
  const isBeside = cached !== undefined && cached > 0 && total === (input ?? 0) + cached + rest;
  return {
    inputTokens: input === undefined ? undefined : input + (tool ?? 0) + (isBeside ? cached : 0), cachedInputTokens: cached,
    outputTokens: output === undefined ? undefined : output + (thoughts ?? 0), reasoningTokens: thoughts,
  };
}

function callOf({ message, where, before, session }: Answer, context: RecordContext): RecordReading {
  const id = text(message['id']);
  const reply = readReply({ role: 'model', parts: partsOf(message) });
  const outcome = callFromLog(
    {
      id, keys: id === undefined ? [] : [`${ID}:${session ?? ''}/${id}`], startedAt: message['timestamp'], provider: context.set['provider'] ?? 'google', servedModel: text(message['model']), api: 'generate_content', stream: true, statusWord: 'ok',
      counts: countsOf(object(message['tokens'])), rawUsage: message['tokens'], billing: agentBilling(context.set), session, tags: { app: ID },
      content: { messages: before, tools: [], ...(reply !== undefined && { reply }) },
    },
    {},
    context,
  );
  return { outcome, where, text: id };
}
