// Generative AI gateway logs of Azure API Management (table ApiManagementGatewayLlmLog, category GatewayLlmLogs), joined with ApiManagementGatewayLogs:
// https://learn.microsoft.com/azure/azure-monitor/reference/tables/apimanagementgatewayllmlog, …/tables/apimanagementgatewaylogs,
// https://learn.microsoft.com/azure/api-management/api-management-howto-llm-logs (read 2026-11-22)
import type { Message } from '../model/call.js';
import { readMessages, readReply } from '../providers/index.js';
import { providerOfRoute, routeOf } from '../providers/hosts.js';
import { type AzureRow, azureRows } from './azure-rows.js';
import { looksUnique } from './ids.js';
import { callFromLog, logSettable } from './log-call.js';
import { type RecordContext, type RecordReading, notOfFormat, readRecords, recordSource } from './records.js';
import type { Companion, SourceInput } from './source.js';
import { count, duration, flag, number, opened, text } from './values.js';

const ID = 'azure-apim';
const PATHS = ['records'] as const;

export const source = recordSource<Joined>({
  id: ID,
  title: 'Azure API Management generative AI gateway logs (with gateway logs)',
  settable: logSettable,
  joins: true,
  paths: PATHS,
  marks: 'hold CorrelationId with PromptTokens, DeploymentName and SequenceNumber, or with the gateway\'s times',
  isOf: (record) => azureRows(record).some((row) => isModelRow(row) || isGatewayRow(row)),
  open: openJoined,
  read: (record, context, joined) => azureRows(record).flatMap((row) => readRow(row, context, joined)),
  close: (context, joined) => emptied(joined, { context, keep: 0 }),
});

const isModelRow = (row: AzureRow): boolean => row.has('CorrelationId') && (/^GatewayLlmLogs?$/i.test(text(row.get('category')) ?? '') || (row.has('SequenceNumber', 'IsStreamCompletion') && row.has('PromptTokens', 'DeploymentName', 'ModelName', 'RequestMessages', 'ResponseMessages')));
const isGatewayRow = (row: AzureRow): boolean => row.has('CorrelationId') && !isModelRow(row) && (/^GatewayLogs$/i.test(text(row.get('category')) ?? '') || row.has('BackendTime', 'BackendResponseCode', 'ApimSubscriptionId', 'BackendUrl', 'TotalTime', 'ApiRevision'));

/** What the gateway knows of a request that the model's rows do not. */
interface Gateway {
  startedAt: unknown;
  httpStatus: number | undefined;
  latencyMs: number | undefined;
  errorType: string | undefined;
  backendUrl: string | undefined;
  user: string | undefined;
  tags: Readonly<Record<string, string>>;
}

interface Piece {
  sequence: number;
  request: unknown;
  reply: unknown;
}

/** The rows of one call so far. */
interface Group {
  id: string;
  /** The row that names the model and holds the counts; else the first. */
  head: AzureRow;
  pieces: Piece[];
  times: unknown[];
  counts: { input: number; output: number } | undefined;
  characters: number;
  text: string;
}

interface Joined {
  groups: Map<string, Group>;
  gateways: Map<string, Gateway>;
  characters: number;
}

/** Rows of the gateway that are remembered at most: without end, they would fill the memory. */
const MAX_GATEWAY_ROWS = 500_000;
/** Characters of rows that wait for the rest of their call. */
const MAX_WAITING_CHARACTERS = 32_000_000;

async function openJoined(input: SourceInput): Promise<Joined> {
  const joined: Joined = { groups: new Map(), gateways: new Map(), characters: 0 };
  for (const companion of input.companions ?? []) if (hasGatewayRows(companion)) await readGateways(companion, joined);
  return joined;
}

const hasGatewayRows = ({ head }: Companion): boolean => /backendTime|backendResponseCode|apimSubscriptionId|GatewayLogs|totalTime/i.test(head);

async function readGateways(companion: Companion, joined: Joined): Promise<void> {
  const input: SourceInput = { name: companion.name, chunks: companion.chunks(), fileTimeMs: 0, options: { map: {}, set: {} }, bytes: companion.bytes, note: () => undefined };
  for await (const batch of readRecords(input, PATHS)) {
    for (const entry of batch) if ('record' in entry) for (const row of azureRows(entry.record)) if (isGatewayRow(row)) remember(row, joined);
  }
}

function remember(row: AzureRow, { gateways }: Joined): void {
  const id = text(row.get('CorrelationId'));
  if (id === undefined || gateways.size >= MAX_GATEWAY_ROWS) return;
  const tags = { api: text(row.get('ApiId')), product: text(row.get('ProductId')), subscription: text(row.get('ApimSubscriptionId')) };
  gateways.set(id, {
    startedAt: row.get('TimeGenerated', 'time'),
    httpStatus: number(row.get('ResponseCode', 'BackendResponseCode')),
    latencyMs: duration(row.get('TotalTime', 'DurationMs', 'BackendTime'), 'ms'),
    errorType: text(row.get('LastErrorReason')),
    backendUrl: text(row.get('BackendUrl')),
    user: text(row.get('UserId')),
    tags: Object.fromEntries(Object.entries(tags).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  });
}

function readRow(row: AzureRow, context: RecordContext, joined: Joined): RecordReading[] {
  if (isGatewayRow(row)) {
    remember(row, joined);
    const call = callOfGateway(row, { context, joined });
    return call !== undefined ? [call] : [{ noCall: 'a row of the gateway, which adds status, times and caller to the call that the rows of the model tell' }];
  }
  const id = text(row.get('CorrelationId'));
  if (!isModelRow(row) || id === undefined) return [notOfFormat('not a row of the generative AI gateway log (no CorrelationId with PromptTokens or SequenceNumber)')];
  const former = joined.groups.get(id);
  const group = former ?? { id, head: row, pieces: [], times: [], counts: undefined, characters: 0, text: context.place.text };
  joined.groups.set(id, group);
  const before = group.characters;
  add(group, row);
  joined.characters += group.characters - before;
  return [...(former === undefined ? [] : [{ folded: 'part' as const }]), ...emptied(joined, { context, keep: MAX_WAITING_CHARACTERS })];
}

/** Paths on which a model answers. */
const MODEL_PATH = /\/(completions|responses|embeddings|messages|converse(-stream)?|invoke(-with-response-stream)?)(\?|$)|:(stream)?generateContent|:(stream)?rawPredict/i;

/** Where the gateway logs bodies, its row tells the call by itself. The rows of the model share its key: together they are one call. */
function callOfGateway(row: AzureRow, { context, joined }: { context: RecordContext; joined: Joined }): RecordReading | undefined {
  const url = text(row.get('BackendUrl')) ?? text(row.get('Url'));
  const reply = row.get('BackendResponseBody', 'ResponseBody');
  const request = row.get('BackendRequestBody', 'RequestBody');
  const id = text(row.get('CorrelationId'));
  const gateway = id === undefined ? undefined : joined.gateways.get(id);
  if (gateway === undefined || url === undefined || !MODEL_PATH.test(url) || (reply === undefined && request === undefined)) return undefined;
  const { startedAt, httpStatus, errorType, latencyMs, user, tags } = gateway;
  const deployment = /\/deployments\/([^/?]+)/.exec(url)?.[1];
  return { outcome: callFromLog({ id, keys: [`${ID}:${String(id)}`], startedAt, httpStatus, errorType, latencyMs, user, tags, provider: providerOf(gateway), requestedModel: deployment, region: text(row.get('Region', 'location')) }, { request, reply, url }, context) };
}

/** Characters of a row without its messages, roughly. */
const ROW_CHARACTERS = 500;

function add(group: Group, row: AzureRow): void {
  const [request, reply] = [row.get('RequestMessages'), row.get('ResponseMessages')];
  const [input, output] = [count(row.get('PromptTokens')), count(row.get('CompletionTokens'))];
  const hasCounts = (input ?? 0) + (output ?? 0) > 0;
  if (hasCounts || (!group.head.has('DeploymentName', 'ModelName') && row.has('DeploymentName', 'ModelName'))) group.head = row;
  if (hasCounts) group.counts = { input: Math.max(input ?? 0, group.counts?.input ?? 0), output: Math.max(output ?? 0, group.counts?.output ?? 0) };
  group.times.push(row.get('TimeGenerated', 'time'));
  if (request !== undefined || reply !== undefined) group.pieces.push({ sequence: number(row.get('SequenceNumber')) ?? 0, request, reply });
  group.characters += ROW_CHARACTERS + lengthOf(request) + lengthOf(reply);
}

const lengthOf = (value: unknown): number => (value === undefined ? 0 : typeof value === 'string' ? value.length : JSON.stringify(value).length);

/** Calls of the groups that have waited longest, until no more than `keep` characters wait. */
function emptied(joined: Joined, { context, keep }: { context: RecordContext; keep: number }): RecordReading[] {
  const readings: RecordReading[] = [];
  for (const [id, group] of joined.groups) {
    if (joined.characters <= keep) break;
    joined.groups.delete(id);
    joined.characters -= group.characters;
    readings.push({ outcome: callOfGroup(group, { context, gateway: joined.gateways.get(id) }), text: group.text });
  }
  return readings;
}

function callOfGroup({ id, head, pieces, times, counts }: Group, { context, gateway }: { context: RecordContext; gateway: Gateway | undefined }): ReturnType<typeof callFromLog> {
  const ordered = [...pieces].sort((left, right) => left.sequence - right.sequence);
  const requestId = text(head.get('RequestId'));
  return callFromLog(
    {
      id,
      keys: [`${ID}:${id}`, requestId !== undefined && requestId !== id && looksUnique(requestId) ? keyOf(requestId) : undefined],
      startedAt: earliest(times, context) ?? gateway?.startedAt,
      provider: providerOf(gateway),
      requestedModel: text(head.get('DeploymentName')),
      servedModel: text(head.get('ModelName')),
      region: text(head.get('Region', 'location')),
      stream: flag(head.get('IsStreamCompletion')),
      httpStatus: gateway?.httpStatus,
      errorType: gateway?.errorType,
      latencyMs: gateway?.latencyMs,
      counts: counts === undefined ? {} : { inputTokens: counts.input, outputTokens: counts.output },
      rawUsage: counts === undefined ? undefined : { PromptTokens: counts.input, CompletionTokens: counts.output },
      user: gateway?.user,
      tags: gateway?.tags ?? {},
      ...contentOf(ordered),
    },
    {},
    context,
  );
}

/** Ids of replies as the model's API makes them are known elsewhere under that name. */
const keyOf = (id: string): string => (/^(chatcmpl-|resp_|msg_|cmpl-)/.test(id) ? `response:${id}` : `request:${id}`);

/** Other makers' models can stand behind the gateway: its backend tells. */
const providerOf = (gateway: Gateway | undefined): string => (gateway?.backendUrl === undefined ? undefined : providerOfRoute(routeOf(gateway.backendUrl), 'azure')) ?? 'azure';

/** Rows are written one after another: the first of them is nearest to the start. */
function earliest(times: readonly unknown[], { time }: RecordContext): unknown {
  const read = times.map((value) => ({ value, at: time.read(value) })).filter(({ at }) => at.known);
  return read.sort((left, right) => (left.at.known && right.at.known ? left.at.value - right.at.value : 0))[0]?.value ?? times.find((value) => value !== undefined);
}

/** Characters. Messages are logged in pieces of up to 32 KB; a shorter one was not cut. */
const CUT_CHARACTERS = 30_000;

function contentOf(pieces: readonly Piece[]): Pick<Parameters<typeof callFromLog>[0], 'content'> {
  const messages = joinedMessages(pieces.map(({ request }) => request));
  const answers = whole(pieces.map(({ reply }) => reply)).map((value) => readReply(value)).filter((reply) => reply !== undefined);
  const reply = answers.length === 0 ? undefined : { text: answers.map((answer) => answer.text).join(''), toolCalls: answers.flatMap((answer) => answer.toolCalls) };
  return messages.length === 0 && reply === undefined ? {} : { content: { messages, tools: [], ...(reply !== undefined && { reply }) } };
}

function joinedMessages(values: readonly unknown[]): Message[] {
  const messages: Message[] = [];
  let lastLength = 0;
  for (const value of whole(values)) {
    for (const [at, message] of readMessages(value).entries()) {
      const former = messages.at(-1);
      if (at === 0 && former !== undefined && former.role === message.role && lastLength >= CUT_CHARACTERS) messages.splice(-1, 1, { ...former, text: former.text + message.text });
      else messages.push(message);
    }
    lastLength = lengthOf(value);
  }
  return messages;
}

/** Values as JSON. Pieces of one JSON text, of which none is JSON by itself, are put together. */
function whole(values: readonly unknown[]): unknown[] {
  const present = values.filter((value) => value !== undefined);
  const isCut = present.length > 1 && typeof present[0] === 'string' && /^\s*[[{]/.test(present[0]) && typeof opened(present[0]) === 'string';
  return isCut ? [opened(present.join(''))] : present.map(opened);
}
