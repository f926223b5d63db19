// W&B Weave calls: JSON lines, JSON and CSV of the UI and the API. https://docs.wandb.ai/weave/guides/tracking/call-schema-reference,
// https://docs.wandb.ai/weave/guides/tracking/querying-calls (read 2026-11-22)
import { inclusiveUsage } from '../model/usage.js';
import { readMessages, readReply, readToolDefinitions } from '../providers/index.js';
import { usageOfRaw } from '../providers/raw-usage.js';
import { failureOf } from './failure.js';
import { callFromLog, logSettable } from './log-call.js';
import { type NestedCalls, createNestedCalls } from './nested-calls.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { between, effortOf, isWireReply, isWireRequest, labelsOf, maxTokensOf, parametersOf, present, providerNamedBy } from './tracing.js';
import { count, flag, isAbsent, isNoContent, object, opened, pick, text } from './values.js';

const ID = 'weave';

export const source = recordSource<NestedCalls>({
  id: ID,
  title: 'W&B Weave calls (JSON lines, JSON or CSV)',
  settable: logSettable,
  paths: ['calls'],
  marks: 'hold op_name, trace_id and started_at',
  isOf: (record) => isTraced(record),
  open: () => createNestedCalls(),
  read: readTraced,
  close: (_context, nested) => nested.end(),
});

const isTraced = (record: JsonRecord): boolean => 'op_name' in record && 'trace_id' in record && 'started_at' in record;

/** Functions of SDKs that ask a model, by the end of the op's name: `weave:///team/project/op/openai.chat.completions.create:v1`. */
const MODEL_OP = /(^|\/)(openai|anthropic|litellm|mistralai|groq|cohere|google|vertexai|bedrock|together|cerebras|huggingface|nvidia|azure|chat|messages|completions?|embeddings?|responses)[\w.]*\.(\w*create|parse|stream|converse\w*|invoke_?model\w*|complete|chat|embed\w*|generate_?content\w*|completion|acompletion|send_message\w*)(:|$)/i;

/** Usage by model, as providers name it. In a CSV each figure may stand in a column of its own (`summary.usage.gpt-4o.prompt_tokens`). */
function usageOf(record: JsonRecord): { model: string; usage: JsonRecord }[] {
  const whole = object(object(record['summary'])['usage']);
  const rows = new Map<string, Record<string, unknown>>(Object.entries(whole).filter((entry): entry is [string, JsonRecord] => isRecord(entry[1])).map(([model, usage]) => [model, { ...usage }]));
  for (const [name, value] of Object.entries(record)) {
    const match = /^summary\.usage\.(.+?)\.((?:\w+_)?(?:tokens|requests)(?:_details\.\w+)?|requests|total_cost)$/.exec(name);
    if (match?.[1] === undefined || match[2] === undefined || isAbsent(value)) continue;
    const usage = rows.get(match[1]) ?? {};
    const [field = '', part] = match[2].split('.');
    if (part === undefined) usage[field] = count(value);
    else usage[field] = { ...object(usage[field]), [part]: count(value) };
    rows.set(match[1], usage);
  }
  return [...rows].map(([model, usage]) => ({ model, usage }));
}

function readTraced(record: JsonRecord, context: RecordContext, nested: NestedCalls): readonly RecordReading[] {
  if (!isTraced(record)) return [notOfFormat('not a call of Weave (no op_name)')];
  const [id, parent] = [text(record['id']), text(record['parent_id'])];
  const usages = usageOf(record);
  const requests = usages.reduce((sum, { usage }) => sum + (count(usage['requests']) ?? 1), 0);
  const op = text(record['op_name']) ?? '';
  const isModelOp = MODEL_OP.test(op);
  if (requests > 1 || (usages.length === 0 && !isModelOp)) {
    if (id !== undefined) nested.link(id, parent);
    return [{ noCall: requests > 1 ? 'the sum of the calls in it' : 'an op that asks no model' }];
  }
  const reading = { outcome: callFromLog(...factsOf(record, { context, used: usages[0], op })), where: context.place.where, text: id ?? context.place.text };
  return id === undefined ? [reading] : nested.add({ id, ancestors: parent === undefined ? [] : [parent], reading, characters: context.place.text.length });
}

function factsOf(record: JsonRecord, { context, used, op }: { context: RecordContext; used: { model: string; usage: JsonRecord } | undefined; op: string }): Parameters<typeof callFromLog> {
  const { time } = context;
  const [inputs, output, attributes] = [object(record['inputs']), opened(record['output']), object(record['attributes'])];
  const error = text(record['exception']);
  const failure = error === undefined ? undefined : failureOf(error);
  const isEmbedding = /embed/i.test(op);
  const { requests: _requests, ...raw } = used?.usage ?? {};
  const counted = used === undefined ? undefined : usageOfRaw(raw, { generatesNothing: isEmbedding });
  const requested = text(pick(inputs, 'model', 'model_id', 'modelId'));
  const served = text(object(output)['model']) ?? used?.model;
  const name = /([^/]+?)(:[^:/]*)?$/.exec(op)?.[1];
  const messages = isNoContent(inputs) ? [] : readMessages(inputs);
  const reply = failure !== undefined || isNoContent(output) ? undefined : readReply(output);
  const id = text(record['id']);
  return [
    {
      id, keys: id === undefined ? [] : [`${ID}:${id}`], startedAt: record['started_at'], endedAt: record['ended_at'], provider: providerNamedBy(served ?? requested) ?? (name?.includes('.') === true ? name.split('.')[0] : undefined),
      requestedModel: requested, servedModel: served, counts: counted?.known === true ? inclusiveUsage(counted.value.usage) : {}, rawUsage: used === undefined ? undefined : raw, api: isEmbedding ? 'embeddings' : undefined,
      ...failure, ...(failure === undefined && { statusWord: 'ok' }), latencyMs: between(record['started_at'], record['ended_at'], time), stream: flag(inputs['stream']), user: text(pick(attributes, 'user_id', 'user')) ?? text(record['wb_user_id']),
      session: text(pick(record, 'thread_id')) ?? text(pick(attributes, 'session_id', 'thread_id', 'conversation_id')), env: text(pick(attributes, 'env', 'environment')), maxOutputTokens: maxTokensOf(inputs), effort: effortOf(inputs), parameters: parametersOf(inputs),
      tags: { ...present({ name: text(record['display_name']) ?? name }), ...labelsOf(Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== 'weave'))) },
      content: messages.length === 0 && reply === undefined ? undefined : { messages, tools: readToolDefinitions(inputs['tools'] ?? []), ...(reply !== undefined && { reply }) },
    },
    { ...(isWireRequest(inputs) && { request: inputs }), ...(isWireReply(output) && { reply: output }) },
    context,
  ];
}
