// Codex sessions, ~/.codex/sessions/**/rollout-*.jsonl: codex-rs/protocol/src/protocol.rs of https://github.com/openai/codex; as ccusage reads them:
// rust/crates/ccusage/src/adapter/codex of https://github.com/ryoppippi/ccusage (read 2026-11-22)
import type { Message } from '../model/call.js';
import { readReply } from '../providers/index.js';
import { type Turn, agentBilling, createTurn, projectOf } from './agent-turn.js';
import { looksUnique } from './ids.js';
import { keepNewest } from './keep-newest.js';
import { callFromLog, logSettable } from './log-call.js';
import { providerId } from './provider-names.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { present } from './tracing.js';
import { count, object, pick, text } from './values.js';

const ID = 'codex';

interface Session {
  id?: string | undefined;
  provider?: string | undefined;
  project?: string | undefined;
  branch?: string | undefined;
  isSubagent: boolean;
  /** It goes on from another session, whose lines it repeats. */
  isForked: boolean;
  /** Of its first line, ms since 1970 UTC; absent as long as only the file's name tells of it. */
  startedAt?: number | undefined;
}

interface State {
  session: Session | undefined;
  /** Sessions that this one repeats, and when they began. */
  former: { id: string; startedAt: number }[];
  /** The last line of those that were written in one go at the beginning; ms. Absent once the session went on by itself. */
  copiedAt: number | undefined;
  model: string | undefined;
  effort: string | undefined;
  tier: string | undefined;
  turnId: string | undefined;
  totals: Counts | undefined;
  last: Counts | undefined;
  system: Message | undefined;
  turn: Turn;
  /** What the model said since the last count, and what stood before it. */
  said: JsonRecord[];
  before: readonly Message[];
  given: Set<string>;
}

export const source = recordSource<State>({
  id: ID,
  title: 'Codex sessions (~/.codex/sessions)',
  settable: [...logSettable, 'billing'],
  marks: 'hold a payload under session_meta, turn_context, response_item or event_msg',
  isOf: (record) => isSessionLine(record) || isExecLine(record),
  open: (input) => ({
    session: sessionOfName(input.name), former: [], copiedAt: undefined, model: undefined, effort: undefined, tier: undefined, turnId: undefined, totals: undefined, last: undefined, system: undefined, turn: createTurn(), said: [], before: [], given: new Set<string>(),
  }),
  read: readLine,
});

const lineTypes: readonly string[] = ['session_meta', 'turn_context', 'response_item', 'event_msg', 'compacted', 'world_state'];
const isSessionLine = (record: JsonRecord): boolean => lineTypes.includes(text(record['type']) ?? '') && isRecord(record['payload']);
/** Events of `codex exec --json`, which sum up the calls of a turn. */
const isExecLine = (record: JsonRecord): boolean => (record['type'] === 'thread.started' && 'thread_id' in record) || (record['type'] === 'turn.completed' && isRecord(record['usage'])) || (/^(item|turn)\.(started|updated|completed|failed)$/.test(text(record['type']) ?? '') && !('payload' in record));

/** A rollout's file is named after its session. */
function sessionOfName(name: string): State['session'] {
  const id = /rollout-.*?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.jsonl/i.exec(name)?.[1];
  return id === undefined ? undefined : { id, isSubagent: false, isForked: false };
}

const stampOf = (value: unknown): number | undefined => {
  const stamp = Date.parse(text(value) ?? '');
  return Number.isNaN(stamp) ? undefined : stamp;
};
/** ms between two lines of a history that is copied into a fork: it is written in one go, and a model takes longer to answer. */
const MAX_COPY_GAP_MS = 1000;

function readLine(line: JsonRecord, context: RecordContext, state: State): RecordReading[] {
  if (isExecLine(line)) return [{ noCall: line['type'] === 'turn.completed' ? 'the sum of a turn: the calls of it are in the session file' : 'an event of codex exec' }];
  if (!isSessionLine(line)) return [notOfFormat('not a line of a Codex session (no type with a payload)')];
  const payload = object(line['payload']);
  const type = text(line['type']) ?? '';
  followCopy(line, state);
  if (type === 'event_msg' && payload['type'] === 'token_count') return [readCount(line, payload, { context, state })];
  if (type === 'session_meta') readSession(line, payload, state);
  else if (type === 'turn_context') readContext(payload, state);
  else if (type === 'response_item') readItem(payload, state);
  else if (type === 'compacted') state.turn.clear();
  return [{ noCall: `a line of type ${type}` }];
}

/** Lines of the beginning follow each other closely, or are older than the session: the first that does not is the session's own. */
function followCopy(line: JsonRecord, state: State): void {
  const stamp = stampOf(line['timestamp']);
  if (state.copiedAt === undefined || stamp === undefined || state.session?.startedAt === undefined || stamp < state.session.startedAt) return;
  state.copiedAt = stamp - state.copiedAt <= MAX_COPY_GAP_MS ? Math.max(stamp, state.copiedAt) : undefined;
}

/**
 * A fork, or a session that was resumed under a new id, begins with its own line and then repeats the session it came from: `forked_from_id` says so, or a second session line with another id.
 * A subagent that begins with nothing but its own line has counts of its own from the start.
 */
function readSession(line: JsonRecord, payload: JsonRecord, state: State): void {
  const id = text(payload['id']);
  const stamp = stampOf(line['timestamp']);
  if (state.session?.startedAt !== undefined) {
    if (id === undefined || id === state.session.id) return;
    state.session.isForked = true;
    state.former.push({ id, startedAt: stampOf(payload['timestamp']) ?? stamp ?? state.session.startedAt });
    return;
  }
  state.session = {
    id: id ?? state.session?.id, provider: text(payload['model_provider']), project: projectOf(text(payload['cwd'])), branch: text(object(payload['git'])['branch']),
    isSubagent: JSON.stringify(payload['source'] ?? '').includes('subagent'), isForked: text(payload['forked_from_id']) !== undefined, startedAt: stamp ?? stampOf(payload['timestamp']) ?? 0,
  };
  state.copiedAt = stamp;
  state.model ??= text(payload['model']);
  const instructions = text(object(payload['base_instructions'])['text']) ?? text(payload['instructions']);
  if (instructions !== undefined) state.system = { role: 'system', text: instructions.slice(0, MAX_INSTRUCTIONS) };
}

/** The session that a line was written in, where the line is older than this one: forks of some versions keep the instants of what they repeat. */
function formerSessionOf(line: JsonRecord, { session, former }: State): string | undefined {
  const stamp = stampOf(line['timestamp']);
  if (stamp === undefined || session?.startedAt === undefined || stamp >= session.startedAt) return undefined;
  return former.filter(({ startedAt }) => startedAt <= stamp).sort((one, other) => other.startedAt - one.startedAt)[0]?.id ?? former[0]?.id;
}

/** Characters of the instructions that every call of a session begins with: enough to tell one program from another. */
const MAX_INSTRUCTIONS = 4000;

function readContext(payload: JsonRecord, state: State): void {
  state.model = text(pick(payload, 'model', 'model_name')) ?? state.model;
  state.effort = text(pick(payload, 'effort', 'reasoning_effort', 'model_reasoning_effort', 'collaboration_mode.settings.reasoning_effort')) ?? state.effort;
  state.tier = text(pick(payload, 'service_tier'));
  state.turnId = text(pick(payload, 'turn_id'));
}

const callTypes: readonly string[] = ['function_call', 'custom_tool_call', 'local_shell_call', 'web_search_call', 'image_generation_call', 'tool_search_call'];

function readItem(item: JsonRecord, state: State): void {
  const type = text(item['type']) ?? '';
  const isSaid = callTypes.includes(type) || (type === 'message' && item['role'] === 'assistant');
  if (isSaid) {
    if (state.said.length === 0) state.before = state.turn.messages();
    state.said.push(item);
    state.turn.say(shownItem(item), { isUser: false });
  } else if (type === 'message' && item['role'] === 'user') state.turn.say(item, { isUser: true });
  else if (/_output$/.test(type)) state.turn.say(item, { isUser: false });
}

/** A command of the older shell tool as the call of a tool that it is. */
const shownItem = (item: JsonRecord): JsonRecord =>
  item['type'] === 'local_shell_call' ? { type: 'function_call', name: 'shell', call_id: item['call_id'], arguments: JSON.stringify(item['action'] ?? {}) } : item;

interface Counts {
  input: number | undefined;
  cached: number | undefined;
  written: number | undefined;
  output: number | undefined;
  reasoning: number | undefined;
}

function countsOf(value: unknown): Counts | undefined {
  if (!isRecord(value)) return undefined;
  const usage = object(value);
  return {
    input: count(pick(usage, 'input_tokens', 'prompt_tokens')), cached: count(pick(usage, 'cached_input_tokens', 'cache_read_input_tokens', 'cached_tokens')), written: count(pick(usage, 'cache_write_input_tokens', 'cache_creation_input_tokens')),
    output: count(pick(usage, 'output_tokens', 'completion_tokens')), reasoning: count(pick(usage, 'reasoning_output_tokens', 'reasoning_tokens')),
  };
}

const isEqual = (one: Counts, other: Counts | undefined): boolean => other !== undefined && (Object.keys(one) as (keyof Counts)[]).every((name) => one[name] === other[name]);
const isZero = ({ input, output }: Counts): boolean => (input ?? 0) === 0 && (output ?? 0) === 0;

/** What came since the former totals. Totals that fell were begun anew: they are the call's own. Example: 36,446 input after 17,203 -> 19,243 */
function since(totals: Counts, former: Counts | undefined): Counts {
  if (former === undefined || (totals.input ?? 0) < (former.input ?? 0) || (totals.output ?? 0) < (former.output ?? 0)) return totals;
  const less = (name: keyof Counts): number | undefined => (totals[name] === undefined ? undefined : Math.max(0, (totals[name] ?? 0) - (former[name] ?? 0)));
  return { input: less('input'), cached: less('cached'), written: less('written'), output: less('output'), reasoning: less('reasoning') };
}

/** Keys that are remembered: calls are repeated close to where they stood, or in other files. */
const MAX_GIVEN = 50_000;

/** Counts come again with every refresh of the rate limits: only changed totals tell of a call. */
function readCount(line: JsonRecord, payload: JsonRecord, { context, state }: { context: RecordContext; state: State }): RecordReading {
  const info = object(payload['info']);
  const [totals, last] = [countsOf(info['total_token_usage']), countsOf(info['last_token_usage'])];
  if (totals === undefined && last === undefined) return { noCall: 'a count that holds no usage yet' };
  const isRepeated = totals !== undefined ? isEqual(totals, state.totals) : last !== undefined && state.said.length === 0 && isEqual(last, state.last);
  if (isRepeated) return { folded: 'repeated-usage' };
  const counts = last !== undefined && !isZero(last) ? last : totals === undefined ? last : since(totals, state.totals);
  state.totals = totals ?? state.totals;
  state.last = last;
  state.model = text(pick(info, 'model', 'model_name', 'metadata.model')) ?? text(payload['model']) ?? state.model;
  const { said, before } = state;
  state.said = [];
  if (counts === undefined || isZero(counts)) return { noCall: 'a count without tokens' };
  const keys = keysOf(line, { said, totals: totals ?? counts, state });
  const isCopy = state.session?.isForked === true && state.copiedAt !== undefined && state.turnId === undefined && keys.length === 1 && formerSessionOf(line, state) === undefined;
  if (isCopy || keys.some((key) => state.given.has(key))) return { folded: 'repeated-usage' };
  for (const key of keys) state.given.add(key);
  keepNewest(state.given, MAX_GIVEN);
  const messages = said.length === 0 ? state.turn.messages() : before;
  return { outcome: callFromLog(...factsOf(line, { counts, said, keys, messages, raw: last === counts ? info['last_token_usage'] : info['total_token_usage'], context, state })) };
}

/** Ids of a call's tools that serve as its keys. */
const MAX_CALL_IDS = 3;

/** A fork repeats turns and tool calls under the ids that they had: those come before the session's own. */
function keysOf(line: JsonRecord, { said, totals, state }: { said: readonly JsonRecord[]; totals: Counts; state: State }): string[] {
  const session = formerSessionOf(line, state) ?? state.session?.id;
  const sums = `${totals.input ?? ''}-${totals.cached ?? ''}-${totals.output ?? ''}`;
  const callIds = said.map((item) => text(item['call_id'])).filter((id): id is string => id !== undefined && looksUnique(id)).slice(0, MAX_CALL_IDS);
  return [
    ...(state.turnId === undefined ? [] : [`${ID}:${state.turnId}/${sums}`]), ...new Set(callIds.map((id) => `${ID}:${id}`)),
    session === undefined ? `${ID}:${text(line['timestamp']) ?? ''}/${sums}` : `${ID}:${session}/${sums}`,
  ];
}

interface CallFacts {
  counts: Counts;
  said: readonly JsonRecord[];
  keys: readonly string[];
  messages: readonly Message[];
  raw: unknown;
  context: RecordContext;
  state: State;
}

const isSearch = (item: JsonRecord): boolean => item['type'] === 'web_search_call' && ['search', undefined].includes(text(object(item['action'])['type']));

function factsOf(line: JsonRecord, { counts, said, keys, messages, raw, context, state }: CallFacts): Parameters<typeof callFromLog> {
  const { session } = state;
  const provider = session?.provider === undefined ? 'openai' : (providerId(session.provider, state.model) ?? 'openai');
  const searches = said.filter(isSearch).length;
  const reply = said.length === 0 ? undefined : readReply(said.filter((item) => !/^(web_search|image_generation|tool_search)_call$/.test(text(item['type']) ?? '')).map(shownItem));
  const whole = state.system === undefined ? messages : [state.system, ...messages];
  return [
    {
      keys, startedAt: line['timestamp'], provider, servedModel: state.model ?? context.set['model'], api: 'responses', stream: true, statusWord: 'ok', effort: state.effort, serviceTier: state.tier, billing: agentBilling(context.set, provider === 'openai' ? 'subscription' : 'unknown'),
      counts: { inputTokens: counts.input, cachedInputTokens: counts.cached, cacheWriteTokens: counts.written, outputTokens: counts.output, reasoningTokens: counts.reasoning, webSearches: searches === 0 ? undefined : searches }, rawUsage: raw,
      session: formerSessionOf(line, state) ?? session?.id, tags: present({ project: session?.project, branch: session?.branch, subagent: session?.isSubagent === true ? 'true' : undefined, app: ID }),
      content: whole.length === 0 && reply === undefined ? undefined : { messages: whole, tools: [], ...(reply !== undefined && { reply }) },
    },
    {},
    context,
  ];
}
