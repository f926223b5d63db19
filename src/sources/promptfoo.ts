// promptfoo results (JSON of versions 1 to 4, JSON lines, the table alone): https://www.promptfoo.dev/docs/configuration/outputs, src/types/index.ts and src/types/shared.ts of
// https://github.com/promptfoo/promptfoo (read 2026-11-22)
import { readMessages, readReply, readToolDefinitions } from '../providers/index.js';
import { failureOf } from './failure.js';
import { callFromLog, logSettable } from './log-call.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { effortOf, isWireReply, labelsOf, maxTokensOf, parametersOf, present, providerNamedBy } from './tracing.js';
import { count, duration, flag, isNoContent, list, number, object, pick, text } from './values.js';

const ID = 'promptfoo';

interface State {
  /** Rows of the table show the results again; they are the calls only where the file has nothing else. */
  rows: RecordReading[];
  isRowsFull: boolean;
  hasResults: boolean;
  graderRequests: number;
  graderTokens: number;
}

export const source = recordSource<State>({
  id: ID,
  title: 'promptfoo results (JSON or JSON lines)',
  settable: logSettable,
  paths: ['results.results', 'results', 'results.table.body', 'table.body', 'results.outputs'],
  marks: 'hold provider, prompt and what was graded',
  isOf: (record) => isResult(record) || isTableRow(record),
  open: () => ({ rows: [], isRowsFull: false, hasResults: false, graderRequests: 0, graderTokens: 0 }),
  read(record, context, state) {
    if (isTableRow(record)) return readTableRow(record, { context, state });
    if (!isResult(record)) return [context.place.path === '' && 'evalId' in record ? { noCall: 'the evaluation without its results' } : notOfFormat('not a result of promptfoo (no provider, no prompt)')];
    state.hasResults = true;
    return [readResult(record, { context, state, text: undefined })];
  },
  close(context, state) {
    if (state.graderRequests > 0 || state.graderTokens > 0) {
      context.input.note(`${state.graderRequests} requests of graders with ${state.graderTokens} tokens are in no call: promptfoo writes their sum, not their models`);
    }
    return state.hasResults ? state.rows.map(asShownTwice) : state.rows;
  },
});

const has = (record: JsonRecord, ...names: readonly string[]): boolean => names.some((name) => name in record);
const isResult = (record: JsonRecord): boolean => has(record, 'provider') && has(record, 'prompt') && has(record, 'testCase', 'test_case', 'gradingResult', 'grading_result', 'failureReason', 'failure_reason', 'namedScores', 'vars') && has(record, 'response', 'latencyMs', 'latency_ms', 'error');
const isTableRow = (record: JsonRecord): boolean => has(record, 'vars', 'test') && list(record['outputs']).some((output) => isRecord(output) && has(output, 'text', 'pass') && has(output, 'prompt', 'provider'));

/** Rows that wait for a result to be seen. */
const MAX_ROWS = 5000;

const asShownTwice = (reading: RecordReading): RecordReading => ('outcome' in reading ? { folded: 'shown-twice', where: reading.where } : reading);

function readTableRow(row: JsonRecord, { context, state }: { context: RecordContext; state: State }): RecordReading[] {
  const outputs = list(row['outputs']).filter(isRecord);
  const readings = outputs.map((output, at) => {
    const prompt = isRecord(output['prompt']) ? output['prompt'] : { raw: output['prompt'] };
    const response = { output: output['text'], tokenUsage: output['tokenUsage'], ...object(output['response']) };
    const isFailed = number(output['failureReason']) === 2 || (output['error'] !== undefined && isNoContent(output['text']));
    return { ...readResult({ ...output, prompt, response, testCase: row['test'], error: isFailed ? output['error'] : undefined }, { context, state, text: `${context.place.text}#${at}` }), where: context.place.where };
  });
  if (state.hasResults) return readings.map(asShownTwice);
  if (state.isRowsFull) return readings;
  state.rows.push(...readings);
  state.isRowsFull = state.rows.length > MAX_ROWS;
  return state.isRowsFull ? state.rows.splice(0) : [];
}

/** Programs of the user's own; which model they ask, if any, is theirs to know. */
const OWN_PROGRAM = /^(python|exec|file|https?|webhook|websocket|wss?|golang|ruby|package|browser|javascript|manual-input|promptfoo|mcp|sequence|simulated-user)(:|$)/i;
const KIND = /^(chat|completions?|messages|responses|embeddings?|moderation|image|realtime|converse|text-generation|text-classification|feature-extraction|text|assistant|vision|transcription|agents?|codex-sdk|claude-agent-sdk)$/i;

/** Example: 'openai:chat:gpt-5' -> { provider: 'openai', model: 'gpt-5' }; 'bedrock:us.amazon.nova-lite-v1:0' -> { provider: 'bedrock', model: 'us.amazon.nova-lite-v1:0' } */
function partsOf(name: string | undefined): { provider?: string; model?: string; isEmbedding: boolean } {
  if (name === undefined || OWN_PROGRAM.test(name)) return { isEmbedding: false };
  const [provider = '', ...rest] = name.split(':');
  const kind = rest.length > 1 && KIND.test(rest[0] ?? '') ? rest.shift() : undefined;
  const model = rest.join(':');
  if (model === '') return { isEmbedding: false };
  return { ...(provider === 'litellm' ? {} : { provider }), model, isEmbedding: /^embedding/i.test(kind ?? '') };
}

function readResult(result: JsonRecord, { context, state, text: own }: { context: RecordContext; state: State; text: string | undefined }): RecordReading {
  const response = object(result['response']);
  const tokens = object(pick(response, 'tokenUsage', 'token_usage') ?? pick(result, 'tokenUsage', 'token_usage'));
  const grader = object(object(pick(result, 'gradingResult', 'grading_result'))['tokensUsed']);
  state.graderRequests += own === undefined ? (count(grader['numRequests']) ?? 0) : 0;
  state.graderTokens += own === undefined ? (count(grader['total']) ?? 0) : 0;
  const name = nameOf(result);
  if (name === 'echo') return { noCall: 'the echo provider asks no model' };
  const isFromCache = flag(response['cached']) === true || ((count(tokens['cached']) ?? 0) > 0 && (count(tokens['prompt']) ?? 0) === 0 && (count(tokens['completion']) ?? 0) === 0);
  if (isFromCache) return { noCall: 'answered from the cache of promptfoo' };
  return { outcome: callFromLog(...factsOf(result, { context, response, tokens, name })), text: own };
}

const nameOf = (result: JsonRecord): string | undefined => (isRecord(result['provider']) ? text(result['provider']['id']) : text(object(result['provider'])['id']) ?? text(result['provider']));

/** Times stand on the whole evaluation alone, or only in its name. */
function startOf(result: JsonRecord, { outer }: RecordContext['place']): unknown {
  const created = pick(result, 'createdAt', 'created_at', 'timestamp') ?? [outer['results.timestamp'], outer['timestamp'], outer['results.createdAt'], outer['createdAt'], outer['metadata.evaluationCreatedAt']].find((value) => text(value) !== undefined);
  if (typeof created === 'number') return new Date(created).toISOString();
  return created ?? /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.exec(evalOf(result, outer) ?? '')?.[0];
}

const evalOf = (result: JsonRecord, outer: JsonRecord): string | undefined => text(pick(result, 'evalId', 'eval_id')) ?? text(outer['evalId']) ?? text(outer['id']);

function factsOf(result: JsonRecord, { context, response, tokens, name }: { context: RecordContext; response: JsonRecord; tokens: JsonRecord; name: string | undefined }): Parameters<typeof callFromLog> {
  const { provider, model, isEmbedding } = partsOf(name);
  const details = object(tokens['completionDetails']);
  const reads = count(pick(details, 'cacheReadInputTokens', 'cacheRead', 'cachedInputTokens'));
  const prompt = isRecord(result['prompt']) ? result['prompt'] : { raw: result['prompt'] };
  const config = { ...object(object(result['provider'])['config']), ...object(prompt['config']) };
  const testCase = object(pick(result, 'testCase', 'test_case'));
  const metadata = { ...object(response['metadata']), ...object(result['metadata']) };
  const reason = number(pick(result, 'failureReason', 'failure_reason'));
  const error = text(response['error']) ?? (reason === 2 || (reason === undefined && isNoContent(response['output'])) ? text(result['error']) : undefined);
  const failure = error !== undefined || reason === 2 ? failureOf(error) : undefined;
  const id = text(result['id']);
  const raw = object(response['raw']);
  const messages = isNoContent(prompt['raw']) ? [] : readMessages(prompt['raw']);
  const reply = failure === undefined && !isNoContent(response['output']) ? readReply(response['output']) : undefined;
  const isCounted = [tokens['prompt'], tokens['completion']].some((value) => (count(value) ?? 0) > 0);
  return [
    {
      id, keys: id === undefined ? [] : [`${ID}:${id}`], startedAt: startOf(result, context.place), provider: provider ?? providerNamedBy(model), requestedModel: model ?? text(metadata['model']), api: isEmbedding ? 'embeddings' : undefined,
      counts: isCounted
        ? {
            inputTokens: count(tokens['prompt']), outputTokens: count(tokens['completion']), cachedInputTokens: reads, cacheWriteTokens: count(pick(details, 'cacheCreationInputTokens', 'cacheWrite')), reasoningTokens: count(details['reasoning']),
            webSearches: count(tokens['webSearchRequests']),
          }
        : {},
      rawUsage: isCounted ? tokens : undefined, ...failure, ...(failure === undefined && { statusWord: 'ok' }), finishReason: text(pick(response, 'finishReason', 'finish_reason')),
      costUsd: number(pick(response, 'cost')) ?? number(result['cost']), latencyMs: duration(pick(response, 'latencyMs') ?? pick(result, 'latencyMs', 'latency_ms'), 'ms'),
      session: text(pick(response, 'sessionId')) ?? text(pick(metadata, 'sessionId')), maxOutputTokens: maxTokensOf(config), effort: effortOf(config), serviceTier: text(pick(config, 'service_tier')), parameters: parametersOf(config),
      tags: { ...present({ eval: evalOf(result, context.place.outer), test: text(testCase['description']), label: text(object(result['provider'])['label']) }), ...labelsOf(testCase['metadata']) },
      content: messages.length === 0 && reply === undefined ? undefined : { messages, tools: readToolDefinitions(config['tools'] ?? []), ...(reply !== undefined && { reply }) },
    },
    { ...(isWireReply(raw) && { reply: raw }) },
    context,
  ];
}
