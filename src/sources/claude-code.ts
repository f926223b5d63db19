// Claude Code sessions, ~/.claude/projects/*/*.jsonl. The format is not documented; fields as in sessions of versions 1.0 to 2.1, and as ccusage reads them:
// rust/crates/ccusage/src/adapter/claude of https://github.com/ryoppippi/ccusage, https://code.claude.com/docs/en/monitoring-usage (read 2026-11-22)
import { known } from '../model/outcome.js';
import { readReply } from '../providers/index.js';
import { type Turn, agentBilling, createTurn, projectOf } from './agent-turn.js';
import { providerOfModel } from './fields.js';
import { looksUnique } from './ids.js';
import { keepNewest } from './keep-newest.js';
import { callFromLog, logSettable } from './log-call.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { present } from './tracing.js';
import { count, duration, flag, list, number, object, text } from './values.js';

const ID = 'claude-code';

/** The lines of one API call. */
interface Group {
  key: string;
  line: JsonRecord;
  where: string;
  /** The message with the fullest usage that was seen. */
  best: JsonRecord;
  bestTokens: number;
  blocks: unknown[];
  lineIds: Set<string>;
  messages: ReturnType<Turn['messages']>;
  turn: Turn;
  stopReason: string | undefined;
  /** The conversation went on without it: nothing more will come. */
  isOver: boolean;
  /** It is part of its turn. */
  isSaid: boolean;
  /** Shown in the progress of a subagent, whose own session holds the whole. */
  isCopy: boolean;
}

interface State {
  groups: Map<string, Group>;
  /** Keys of calls that have been given out. */
  given: Set<string>;
  turns: Map<string, Turn>;
  /** Line id -> conversation it belongs to. */
  conversations: Map<string, string>;
}

export const source = recordSource<State>({
  id: ID,
  title: 'Claude Code sessions (~/.claude/projects)',
  settable: [...logSettable, 'billing'],
  marks: 'hold sessionId with a message or a line type of Claude Code',
  isOf: (record) => isSessionLine(record),
  open: () => ({ groups: new Map<string, Group>(), given: new Set<string>(), turns: new Map<string, Turn>(), conversations: new Map<string, string>() }),
  read: readLine,
  close: (context, state) => [...state.groups.values()].map((group) => callOf(group, { context })),
});

const lineTypes: readonly string[] = ['file-history-snapshot', 'summary', 'system', 'queue-operation', 'progress', 'attachment', 'last-prompt', 'custom-title', 'ai-title', 'agent-name', 'pr-link', 'mode', 'permission-mode', 'tag', 'result'];

const isSessionLine = (record: JsonRecord): boolean => {
  if ('session_id' in record && ('parent_tool_use_id' in record || (record['type'] === 'result' && 'total_cost_usd' in record) || (record['type'] === 'system' && record['subtype'] === 'init'))) return true;
  const isOfSession = 'sessionId' in record || 'parentUuid' in record;
  if (isOfSession && isRecord(record['message']) && ('requestId' in record || 'parentUuid' in record || 'isSidechain' in record || isRecord(record['message']['usage']))) return true;
  const type = text(record['type']) ?? '';
  return (type === 'file-history-snapshot' && 'snapshot' in record) || (type === 'summary' && 'leafUuid' in record) || (isOfSession && lineTypes.includes(type));
};

/** What a subagent said, as the session that started it shows it in passing. */
function shownLine(line: JsonRecord): JsonRecord | undefined {
  const data = object(line['data']);
  const shown = data['message'];
  return isRecord(shown) && isRecord(shown['message']) && isRecord(shown['message']['usage']) ? { ...line, ...shown, agentId: data['agentId'] ?? shown['agentId'] ?? line['uuid'], isSidechain: true } : undefined;
}

function readLine(record: JsonRecord, context: RecordContext, state: State): RecordReading[] {
  if (!isSessionLine(record)) return [notOfFormat('not a line of a Claude Code session (no sessionId, no message)')];
  const shown = record['type'] === 'progress' ? shownLine(record) : undefined;
  const line = shown ?? record;
  const message = object(line['message']);
  const conversation = conversationOf(line, state);
  if (isRecord(message['usage'])) return readUsage(line, message, { context, state, conversation, isCopy: shown !== undefined });
  const turn = turnOf(conversation, state);
  const role = text(message['role']) ?? text(line['type']);
  if (role === 'user') {
    const isResult = list(message['content']).some((part) => isRecord(part) && part['type'] === 'tool_result');
    const isUser = !isResult && flag(line['isMeta']) !== true;
    hearOthers(turn, { state, isOver: isUser });
    turn.say({ role: 'user', content: message['content'] }, { isUser });
  }
  return [{ noCall: `a line of type ${lineTypes.includes(role ?? '') || role === 'user' || role === 'assistant' ? String(role) : 'its own'}` }];
}

/** Lines whose conversation is remembered, and conversations: older ones are not referred to any more. */
const MAX_LINES = 20_000;
const MAX_CONVERSATIONS = 200;

/** Subagents talk beside the main conversation: under an id of their own, or in older versions only by their chain of parents. */
function conversationOf(line: JsonRecord, { conversations }: State): string {
  const agent = text(line['agentId'] ?? line['parent_tool_use_id']);
  const id = text(line['uuid']);
  const parent = conversations.get(text(line['parentUuid']) ?? '');
  const conversation = agent ?? (flag(line['isSidechain']) === true ? (parent !== undefined && parent !== 'main' ? parent : (id ?? 'side')) : 'main');
  if (id !== undefined) conversations.set(id, conversation);
  keepNewest(conversations, MAX_LINES);
  return conversation;
}

function turnOf(conversation: string, { turns }: State): Turn {
  const former = turns.get(conversation);
  if (former !== undefined) return former;
  const turn = createTurn();
  turns.set(conversation, turn);
  if (turns.size > MAX_CONVERSATIONS) for (const oldest of turns.keys()) if (oldest !== 'main' && turns.delete(oldest)) break;
  return turn;
}

/** Calls whose lines may still come: those of one call stand close together, with lines of a few others between them. */
const MAX_GROUPS = 100;
const MAX_GIVEN = 50_000;

/** A message id is the call's own; ids that do not look it are so only together with the request's. */
function groupKeyOf(line: JsonRecord, message: JsonRecord): string | undefined {
  const [id, request] = [text(message['id']), text(line['requestId'])];
  if (id === undefined) return request;
  return looksUnique(id) || request === undefined ? id : `${id}/${request}`;
}

const tokensOf = (usage: JsonRecord): number =>
  ['input_tokens', 'output_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'].reduce((sum, name) => sum + (count(usage[name]) ?? 0), 0);

/** What was answered so far in a turn becomes part of it. A result of a tool may come while the answer goes on: it ends nothing. */
function hearOthers(turn: Turn, { state, isOver }: { state: State; isOver: boolean }): void {
  for (const group of state.groups.values()) {
    if (group.turn !== turn) continue;
    if (!group.isSaid && group.blocks.length > 0) turn.say({ role: 'assistant', content: [...group.blocks] }, { isUser: false });
    group.isSaid = true;
    group.isOver ||= isOver;
  }
}

interface UsageFacts {
  context: RecordContext;
  state: State;
  conversation: string;
  isCopy: boolean;
}

function readUsage(line: JsonRecord, message: JsonRecord, { context, state, conversation, isCopy }: UsageFacts): RecordReading[] {
  if (text(message['model']) === '<synthetic>') return [{ noCall: 'a message of the program itself: no model was asked' }];
  const key = groupKeyOf(line, message) ?? text(line['uuid']) ?? context.place.where;
  const former = state.groups.get(key);
  if (former !== undefined) {
    addLine(former, line, message);
    return [{ folded: 'repeated-usage' }];
  }
  if (state.given.has(key)) return [{ folded: 'repeated-usage' }];
  const turn = turnOf(conversation, state);
  const group: Group = { key, line, where: context.place.where, best: message, bestTokens: -1, blocks: [], lineIds: new Set(), messages: [], turn, stopReason: undefined, isOver: false, isSaid: false, isCopy };
  hearOthers(turn, { state, isOver: true });
  group.messages = turn.messages();
  addLine(group, line, message);
  state.groups.set(key, group);
  return state.groups.size > MAX_GROUPS ? [...giveOldest({ context, state })] : [];
}

function addLine(group: Group, line: JsonRecord, message: JsonRecord): void {
  const id = text(line['uuid']);
  if (id !== undefined && group.lineIds.has(id)) return;
  if (id !== undefined) group.lineIds.add(id);
  const tokens = tokensOf(object(message['usage']));
  if (tokens >= group.bestTokens) [group.best, group.bestTokens] = [message, tokens];
  group.blocks.push(...(typeof message['content'] === 'string' ? [{ type: 'text', text: message['content'] }] : list(message['content'])));
  group.stopReason = text(message['stop_reason']) ?? group.stopReason;
}

function giveOldest({ context, state }: { context: RecordContext; state: State }): RecordReading[] {
  for (const group of state.groups.values()) {
    state.groups.delete(group.key);
    state.given.add(group.key);
    keepNewest(state.given, MAX_GIVEN);
    return [callOf({ ...group, isOver: true }, { context })];
  }
  return [];
}

/** Whoever served marks its message ids. */
function providerOf(id: string | undefined, model: string | undefined): string {
  if (id?.startsWith('msg_bdrk_') === true || /^(\w+\.)?anthropic\./.test(model ?? '')) return 'aws';
  if (id?.startsWith('msg_vrtx_') === true || /^claude.*@\d/.test(model ?? '')) return 'vertex';
  return providerOfModel(model) ?? 'anthropic-compatible';
}

/**
 * The last line of a session may be a call that is still being answered: its counts are estimated until a later reading sees the end of it. One that something was said after is
 * whole, though versions up to 2.0 leave its stop reason empty.
 */
function callOf(group: Group, { context }: { context: RecordContext }): RecordReading {
  const { line, best } = group;
  const [id, request, model] = [text(best['id']), text(line['requestId']), text(best['model'])];
  const isPartial = (group.isCopy || !group.isOver) && group.stopReason === undefined && best['stop_reason'] === null;
  const isOwnId = id !== undefined && looksUnique(id);
  const provider = providerOf(id, model);
  const isPlan = provider !== 'aws' && provider !== 'vertex';
  const keys = [
    isOwnId ? `response:${id}` : `${ID}:${group.key === group.where ? context.input.name : ''}${group.key}`,
    request?.startsWith('req_') === true ? `request:${request}` : undefined,
  ];
  const usage = object(best['usage']);
  const reply = group.blocks.length === 0 ? undefined : readReply({ role: 'assistant', content: group.blocks });
  const outcome = callFromLog(
    {
      id: id ?? text(line['uuid']), keys, startedAt: line['timestamp'], provider: context.set['provider'] ?? provider, servedModel: model, api: 'messages', stream: true, statusWord: 'ok', finishReason: group.stopReason,
      billing: agentBilling(context.set, isPlan ? 'subscription' : 'metered'), costUsd: number(line['costUSD']) || undefined, latencyMs: duration(line['durationMs'], 'ms'), session: text(line['sessionId'] ?? line['session_id']), serviceTier: text(usage['speed']) === 'fast' ? 'fast' : undefined,
      tags: present({
        project: projectOf(text(line['cwd'])), branch: text(line['gitBranch']), subagent: flag(line['isSidechain']) === true || text(line['agentId'] ?? line['parent_tool_use_id']) !== undefined ? 'true' : undefined, app: ID,
      }),
      content: group.messages.length === 0 && reply === undefined ? undefined : { messages: group.messages, tools: [], ...(reply !== undefined && { reply }) },
    },
    { reply: { ...best, id: isOwnId ? id : undefined, type: 'message', role: 'assistant', content: group.blocks, stop_reason: group.stopReason ?? null } },
    context,
  );
  return { outcome: outcome.known && isPartial ? known({ ...outcome.value, usageSource: 'estimated' }) : outcome, where: group.where, text: group.key };
}
