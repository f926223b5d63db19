// Resource logs of Azure OpenAI and AI Foundry accounts (categories RequestResponse, AzureOpenAIRequestUsage, Audit, Trace), from storage, Event Hubs or the table AzureDiagnostics:
// https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-cognitiveservices-accounts-logs,
// https://learn.microsoft.com/azure/ai-services/diagnostic-logging (read 2026-11-22). They hold no text, and in most accounts no token counts.
import type { Api } from '../model/call.js';
import { type AzureRow, azureRows } from './azure-rows.js';
import { callFromLog, logSettable } from './log-call.js';
import { type RecordContext, type RecordReading, notOfFormat, recordSource } from './records.js';
import { count, duration, number, text } from './values.js';

const ID = 'azure-diagnostics';

export const source = recordSource({
  id: ID,
  title: 'Azure OpenAI resource logs (diagnostic settings: RequestResponse, Audit)',
  settable: logSettable,
  paths: ['records'],
  marks: 'are resource logs of a cognitive services account (category, operationName, modelDeploymentName)',
  isOf: (record) => azureRows(record).some(isOurs),
  open: () => undefined,
  read: (record, context) => azureRows(record).map((row) => readRow(row, context)),
});

const categoryOf = (row: AzureRow): string => text(row.get('category')) ?? '';
const isOfAccount = (row: AzureRow): boolean => /cognitiveservices/i.test(`${text(row.get('resourceId', '_ResourceId', 'ResourceProvider')) ?? ''}`);
const isOurs = (row: AzureRow): boolean =>
  (/^(RequestResponse|Audit|Trace|AzureOpenAIRequestUsage)$/i.test(categoryOf(row)) && (isOfAccount(row) || row.has('modelDeploymentName', 'modelName', 'apiName', 'streamType', 'event'))) ||
  (row.has('modelDeploymentName') && row.has('streamType', 'requestLength', 'apiName', 'OperationName'));

/** Names of operations differ by API version; those that a model answers hold one of these. */
const apiByOperation: readonly (readonly [pattern: RegExp, api: Api])[] = [
  [/embed/i, 'embeddings'], [/chat/i, 'chat'], [/respons/i, 'responses'], [/complet/i, 'completions'], [/messages/i, 'messages'], [/image|audio|transcri|translat|speech|video|realtime/i, 'other'],
];
/** Operations on things, not on a model. */
const MANAGING = /list|delete|(^|[_.])get|upload|cancel|deployments?_(create|update)|files?[_.]|fine.?tun/i;

function readRow(row: AzureRow, context: RecordContext): RecordReading {
  if (!isOurs(row)) return notOfFormat('not a resource log of an Azure OpenAI account (no category RequestResponse, no modelDeploymentName)');
  const operation = text(row.get('operationName')) ?? '';
  const api = apiByOperation.find(([pattern]) => pattern.test(operation))?.[1];
  const hasModel = row.has('modelDeploymentName', 'modelName');
  if (/^(Audit|Trace)$/i.test(categoryOf(row))) return { noCall: 'a row of the audit or trace log, which is no request to a model' };
  if ((!hasModel && api === undefined) || (!hasModel && MANAGING.test(operation))) return { noCall: 'a request that is no model call' };
  const id = text(row.get('correlationId'));
  const counts = {
    inputTokens: count(row.get('promptTokens', 'inputTokens', 'processedPromptTokens')),
    outputTokens: count(row.get('completionTokens', 'outputTokens', 'generatedTokens', 'generatedCompletionTokens')),
    cachedInputTokens: count(row.get('cachedTokens', 'cachedPromptTokens')),
  };
  return {
    outcome: callFromLog(
      {
        id,
        keys: id === undefined ? [] : [`${ID}:${id}`],
        startedAt: startOf(row, context) ?? row.get('time', 'TimeGenerated'),
        provider: 'azure',
        requestedModel: text(row.get('modelDeploymentName')),
        servedModel: text(row.get('modelName')),
        api,
        region: text(row.get('location')),
        stream: /^stream/i.test(text(row.get('streamType')) ?? ''),
        httpStatus: httpStatusOf(row),
        counts,
        rawUsage: Object.values(counts).some((value) => value !== undefined) ? counts : undefined,
        latencyMs: duration(row.get('durationMs'), 'ms'),
        user: text(row.get('objectId', 'callerObjectId')),
      },
      {},
      context,
    ),
  };
}

/** Between the year 1 and 1970, in ticks of 100 ns: https://learn.microsoft.com/dotnet/api/system.datetime.ticks (read 2026-11-22) */
const EPOCH_TICKS = 621_355_968_000_000_000n;
const TICKS_PER_MS = 10_000n;

/** A row is logged within seconds of its call: a request time this far from it is none. */
const MAX_APART_MS = 86_400_000;

/**
 * When the request came, as an instant in text: `time` is when the row was logged, after the end. Absent where nothing, or another day, is stated. The digits are more than a number holds
 * exactly: one read as a number is true to 0.1 ms.
 * Example: requestTime 638515262815394150, time 2024-05-17T07:04:44Z -> '2024-05-17T07:04:41.539Z'
 */
function startOf(row: AzureRow, { time }: RecordContext): string | undefined {
  const value = row.get('requestTime');
  const digits = typeof value === 'number' ? (Number.isInteger(value) ? BigInt(value).toString() : '') : (text(value) ?? '');
  if (!/^6\d{17}$/.test(digits)) return undefined;
  const ms = Number((BigInt(digits) - EPOCH_TICKS) / TICKS_PER_MS);
  const logged = time.read(row.get('time', 'TimeGenerated'));
  return logged.known && Math.abs(logged.value - ms) > MAX_APART_MS ? undefined : new Date(ms).toISOString();
}

/** `resultSignature` is the HTTP status; it may be written with a word behind. */
function httpStatusOf(row: AzureRow): number | undefined {
  const stated = text(row.get('resultSignature', 'httpStatusCode', 'statusCode')) ?? text(row.get('resultType'));
  return number(/^\d{3}\b/.exec(stated ?? '')?.[0]);
}
