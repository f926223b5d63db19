// Gemini Interactions API, JSON and SSE: https://ai.google.dev/api/interactions-api and https://ai.google.dev/gemini-api/docs/interactions/streaming (read 2026-11-22).
// Answers are `steps` since revision 2026-05-20, `outputs` before.
import type { CallContent, Message } from '../model/call.js';
import { type Outcome, known } from '../model/outcome.js';
import type { Usage } from '../model/usage.js';
import type { Family, WireCall, WireInput, WireReply } from './family.js';
import { searchesOfInteraction } from './gemini-searches.js';
import { type JsonObject, compactJson, isObject, listOf, numberOf, objectOf, readSampling, sumOf, textOf } from './json.js';
import { looseParts, toolCallOf } from './loose-parts.js';
import { mediaFields } from './media-digest.js';
import { readTier, readTool } from './openai-content.js';
import { errorOf } from './openai-error.js';
import { usageOnWire } from './wire-usage.js';

export const family: Family = {
  id: 'gemini-interactions',
  owner: 'google',
  matches: ({ path }) => path.endsWith('/interactions'),
  isPoll: ({ path }) => /\/interactions\/[^/:]+$/.test(path),
  read(input) {
    const whole = wholeInteraction(input.reply);
    const usage = isObject(whole.interaction['usage']) ? readUsage(whole.interaction['usage']) : known({});
    if (!usage.known) return usage;
    const webSearches = searchesOfInteraction({ usage: objectOf(whole.interaction['usage']), steps: whole.steps, model: textOf(whole.interaction['model']) ?? textOf(input.request['model']) });
    return known(readCall(input, whole, webSearches === undefined ? usage.value : { ...usage.value, webSearches }));
  },
};

/**
 * Thoughts stand beside the output, what tools fed in beside the input.
 * Example: { total_input_tokens: 9, total_output_tokens: 13, total_thought_tokens: 189, total_tool_use_tokens: 0 } -> 9 input, 202 output of which 189 reasoning
 */
export function readUsage(raw: JsonObject): Outcome<Usage> {
  const thoughts = numberOf(raw['total_thought_tokens']);
  const input = numberOf(raw['total_input_tokens']);
  const ofKind = (name: string): number | undefined =>
    sumOf(...listOf(raw['input_tokens_by_modality']).map(objectOf).filter((entry) => textOf(entry['modality'])?.toLowerCase() === name).map((entry) => numberOf(entry['tokens'])));
  return usageOnWire({
    inputTokens: input === undefined ? undefined : sumOf(input, numberOf(raw['total_tool_use_tokens'])),
    cachedInputTokens: numberOf(raw['total_cached_tokens']), audioInputTokens: ofKind('audio'), imageTokens: sumOf(ofKind('image'), ofKind('video')),
    outputTokens: sumOf(numberOf(raw['total_output_tokens']), thoughts), reasoningTokens: thoughts,
  });
}

interface WholeInteraction {
  interaction: JsonObject;
  steps: readonly JsonObject[];
  error: ReturnType<typeof errorOf>;
  isStream: boolean;
  isCut: boolean;
}

function wholeInteraction(reply: WireReply): WholeInteraction {
  if (reply.kind === 'stream') return streamedInteraction(reply.events.map(({ json }) => objectOf(json)), reply.isDone);
  const interaction = reply.kind === 'json' ? objectOf(reply.json) : {};
  return { interaction, steps: listOf(interaction['steps'] ?? interaction['outputs']).map(objectOf), error: errorOf(interaction), isStream: false, isCut: false };
}

/** Pieces of a step share its `index`. Older streams say `content.` where newer ones say `step.`. */
function streamedInteraction(events: readonly JsonObject[], isDone: boolean): WholeInteraction {
  let interaction: JsonObject = {};
  let error: WholeInteraction['error'];
  let isEnded = isDone;
  const steps = new Map<number, { step: JsonObject; texts: string[]; calls: string[] }>();
  for (const event of events) {
    if (isObject(event['interaction'])) interaction = { ...interaction, ...event['interaction'] };
    if (/^interaction\.(completed?|failed|cancelled)$/.test(textOf(event['event_type']) ?? '')) isEnded = true;
    error ??= errorOf(event);
    const index = numberOf(event['index']);
    if (index === undefined) continue;
    const step = steps.get(index) ?? { step: {}, texts: [], calls: [] };
    steps.set(index, step);
    const delta = objectOf(event['delta']);
    const started = event['step'] ?? event['content'];
    if (isObject(started)) step.step = { ...step.step, ...started };
    if (delta['type'] === 'function_call' && textOf(delta['name']) !== undefined) step.step = { ...step.step, type: 'function_call', name: delta['name'] };
    if (delta['type'] === 'text') step.texts.push(textOf(delta['text']) ?? '');
    if (delta['type'] === 'google_search_call') {
      step.step = { ...step.step, ...delta };
      continue;
    }
    const pieces = delta['arguments'] ?? delta['partial_arguments'];
    if (pieces !== undefined) step.calls.push(compactJson(pieces));
  }
  const whole = [...steps.values()].map(({ step, texts, calls }) => ({ ...step, ...(texts.length > 0 && { type: 'model_output', content: [{ type: 'text', text: texts.join('') }] }), ...(calls.length > 0 && { arguments: calls.join('') }) }));
  return { interaction, steps: whole.length > 0 ? whole : listOf(interaction['steps'] ?? interaction['outputs']).map(objectOf), error, isStream: true, isCut: !isEnded && error === undefined };
}

/** Ends of an interaction that are no plain success. */
const failedStates: readonly string[] = ['failed', 'cancelled'];

function readCall({ request, reply }: WireInput, { interaction, steps, error, isStream, isCut }: WholeInteraction, usage: Usage): WireCall {
  const generation = objectOf(request['generation_config']);
  const state = textOf(interaction['status']);
  const created = Date.parse(textOf(interaction['created']) ?? '');
  const temperature = numberOf(generation['temperature']);
  const seed = numberOf(generation['seed']);
  const answer = reply.kind === 'none' || steps.length === 0 ? undefined : readAnswer(steps);
  const isFailed = state !== undefined && failedStates.includes(state);
  return {
    api: 'generate_content',
    requestedModel: textOf(request['model']) ?? textOf(request['agent']),
    servedModel: textOf(interaction['model']),
    stream: isStream || request['stream'] === true,
    serviceTier: readTier(interaction['service_tier'], request['service_tier']),
    effort: textOf(generation['thinking_level'])?.toLowerCase(),
    maxOutputTokens: numberOf(generation['max_output_tokens']),
    metadata: {},
    parameters: { ...readSampling(generation), ...(temperature !== undefined && { temperature }), ...(seed !== undefined && { seed }), ...(textOf(request['previous_interaction_id']) !== undefined && { isStateful: true }) },
    content: { ...readContent(request), ...(answer !== undefined && { reply: answer }) },
    responseId: textOf(interaction['id']),
    createdAt: Number.isNaN(created) ? undefined : created,
    error: error ?? (isFailed ? { type: state, words: state === 'failed' ? 'server_error' : '' } : undefined),
    finishReason: state === 'incomplete' ? state : undefined,
    isFiltered: false,
    isCut,
    usage,
    rawUsage: interaction['usage'] ?? undefined,
  };
}

const isCall = (step: JsonObject): boolean => step['type'] === 'function_call';

function readAnswer(steps: readonly JsonObject[]): CallContent['reply'] {
  const said = steps.filter((step) => step['type'] === 'model_output' || step['type'] === 'text').flatMap((step) => looseParts(step['content'] ?? step).texts);
  return { text: said.join('\n'), toolCalls: steps.filter(isCall).map(toolCallOf) };
}

/** `input` is a text, a list of parts, a list of turns, or a list of steps. */
function readContent(request: JsonObject): CallContent {
  const system = looseParts(request['system_instruction']).texts.join('\n');
  const input = request['input'];
  const format = request['response_format'];
  return {
    messages: [...(system === '' ? [] : [{ role: 'system' as const, text: system }]), ...readInput(typeof input === 'string' || isObject(input) ? [input] : listOf(input))],
    tools: listOf(request['tools']).map(readTool),
    ...(isObject(format) ? { responseFormat: { kind: 'json_schema' as const, schemaText: compactJson(format['schema'] ?? format) } } : request['response_mime_type'] === 'application/json' && { responseFormat: { kind: 'json_object' as const } }),
  };
}

function readInput(entries: readonly unknown[]): Message[] {
  const isTurn = (entry: unknown): boolean => isObject(entry) && (entry['role'] !== undefined || /^(user_input|model_output|function_call|function_result|thought)$/.test(textOf(entry['type']) ?? ''));
  if (!entries.some(isTurn)) return entries.length === 0 ? [] : [messageOf('user', entries)];
  return entries.map(objectOf).flatMap((entry): Message[] => {
    if (entry['type'] === 'thought') return [];
    if (isCall(entry)) return [{ role: 'assistant', text: '', toolCalls: [toolCallOf(entry)] }];
    if (entry['type'] === 'function_result') return [{ role: 'tool', text: compactJson(entry['result'] ?? '') }];
    return [messageOf(entry['role'] === 'model' || entry['type'] === 'model_output' ? 'assistant' : 'user', entry['content'])];
  });
}

function messageOf(role: Message['role'], content: unknown): Message {
  const parts = looseParts(content);
  return { role, text: parts.texts.join('\n'), ...(parts.toolCalls.length > 0 && { toolCalls: parts.toolCalls }), ...mediaFields(parts) };
}
