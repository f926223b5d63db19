// Model invocation logs of Amazon Bedrock, from S3 (JSON lines) and CloudWatch (events, subscriptions, Insights as JSON or CSV):
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html (read 2026-11-22)
import type { CapturedCall } from '../model/call.js';
import { known } from '../model/outcome.js';
import type { InclusiveUsage } from '../model/usage.js';
import { httpStatusOfBedrockError } from '../providers/bedrock-error.js';
import { linesOf } from './lines.js';
import { besideCache, callFromLog, logSettable } from './log-call.js';
import { peek } from './peek.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { Fit, JsonRecord, Sample, Source } from './source.js';
import { count, duration, isNoContent, opened, pick, tagsOf, text } from './values.js';

const ID = 'bedrock-log';

const records = recordSource({
  id: ID,
  title: 'Amazon Bedrock model invocation logs (S3, CloudWatch, Insights)',
  settable: logSettable,
  paths: ['events', 'logEvents', 'results'],
  marks: 'are, or hold as message, invocations with modelId, operation and requestId',
  isOf: (record) => isInvocation(unwrapped(record)),
  open: () => undefined,
  read: (record, context) => [readRecord(record, context)],
});

/** Lines of an export task or of `aws logs tail`: an instant, perhaps the name of the stream, then the invocation. */
const PREFIXED = /^\d{4}-\d{2}-\d{2}T[\d:.]+\S*\s+(?:\S+\s+)?(?=\{.*"modelId")/;

export const source: Source = {
  ...records,
  detect(sample) {
    const prefixed = sample.lines.filter((line) => PREFIXED.test(line)).length;
    return prefixed > 0 && sample.container === 'csv' ? { records: prefixed, reason: `${prefixed} of the first ${sample.lines.length} lines are an instant with an invocation behind it`, isGuess: false } : (records.detect(sample) ?? fitOfCut(sample));
  },
  async *read(input) {
    const [head, chunks] = await peek(input.chunks);
    yield* records.read({ ...input, chunks: /^\d{4}-\d{2}-\d{2}T/.test(head.trimStart()) ? withoutPrefix(chunks) : chunks });
  },
};

/** A sample may end inside its first event: then the quoted names in its message tell. */
function fitOfCut({ head }: Sample): Fit | undefined {
  const has = (name: string): boolean => head.includes(`\\"${name}\\"`) || head.includes(`""${name}""`);
  return /@?message\b/i.test(head) && has('modelId') && has('operation') && has('requestId') ? { records: 1, reason: 'its first event holds an invocation as message (modelId, operation, requestId)', isGuess: false } : undefined;
}

async function* withoutPrefix(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const { texts } of linesOf(chunks)) yield Buffer.from(texts.map((line) => `${(line ?? '').replace(/^\d{4}-\d{2}-\d{2}T[^{]*/, '')}\n`).join(''));
}

/** The invocation inside an event of CloudWatch; where a query names fields of its own, the row itself. */
function unwrapped(record: JsonRecord): JsonRecord {
  const message = opened(pick(record, 'message', '@message', 'Message', '@Message'));
  if (!isRecord(message)) return record;
  return { ...message, timestamp: message['timestamp'] ?? record['@timestamp'] ?? record['timestamp'] };
}

const isInvocation = (record: JsonRecord): boolean =>
  text(record['schemaType']) === 'ModelInvocationLog' ||
  (text(record['modelId']) !== undefined && (isRecord(opened(record['input'])) || isRecord(opened(record['output'])) || text(record['operation']) !== undefined || pick(record, 'input.inputTokenCount', 'output.outputTokenCount') !== undefined));

/** Operation -> last part of its path. */
const pathByOperation: Readonly<Record<string, string>> = { Converse: 'converse', ConverseStream: 'converse-stream', InvokeModel: 'invoke', InvokeModelWithResponseStream: 'invoke-with-response-stream' };

function readRecord(record: JsonRecord, context: RecordContext): RecordReading {
  const log = unwrapped(record);
  if (!isInvocation(log)) return pick(record, 'message', '@message') === undefined ? notOfFormat('not a model invocation (no modelId with an operation)') : { noCall: 'a message of the log group that is no invocation' };
  const operation = text(log['operation']);
  if (operation === 'CountTokens') return { noCall: 'a count of tokens, which no model answers' };
  const counts = besideCache({
    inputTokens: count(pick(log, 'input.inputTokenCount', 'inputTokenCount')),
    cachedInputTokens: count(pick(log, 'input.cacheReadInputTokenCount', 'cacheReadInputTokenCount')),
    cacheWriteTokens: count(pick(log, 'input.cacheWriteInputTokenCount', 'cacheWriteInputTokenCount')),
    outputTokens: count(pick(log, 'output.outputTokenCount', 'outputTokenCount')),
  });
  const model = text(log['modelId']);
  const region = text(log['region']) ?? text(log['inferenceRegion']);
  const errorType = text(log['errorCode']);
  const requestId = text(log['requestId']);
  const outcome = callFromLog(
    {
      id: requestId,
      keys: requestId === undefined ? [] : [`request:${requestId}`],
      startedAt: pick(log, 'timestamp', '@timestamp'),
      provider: 'aws',
      requestedModel: model,
      region,
      stream: operation?.includes('Stream'),
      ...(errorType !== undefined && { errorType, ...statusOfError(errorType) }),
      counts,
      rawUsage: counts,
      latencyMs: duration(pick(log, 'output.outputBodyJson.metrics.latencyMs', 'latencyMs'), 'ms'),
      user: text(pick(log, 'identity.arn', 'identity.Arn')),
      tags: tagsOf(log['requestMetadata']),
    },
    { request: bodyOf(pick(log, 'input.inputBodyJson')), reply: bodyOf(pick(log, 'output.outputBodyJson')), url: urlOf({ model, operation, region }) },
    context,
  );
  return { outcome: outcome.known ? known(withoutSilentCache(outcome.value, counts)) : outcome };
}

/** Whether a cache took part is the log's to say: zeros of a body beside a log that is silent are left out. */
function withoutSilentCache(call: CapturedCall, counts: InclusiveUsage): CapturedCall {
  if (counts.inputTokens === undefined) return call;
  const { cacheReadTokens, cacheWriteTokens, cacheWrite1hTokens, ...rest } = call.usage;
  const isRead = cacheReadTokens !== undefined && (cacheReadTokens > 0 || counts.cachedInputTokens !== undefined);
  const isWritten = cacheWriteTokens !== undefined && (cacheWriteTokens > 0 || counts.cacheWriteTokens !== undefined);
  return { ...call, usage: { ...rest, ...(isRead && { cacheReadTokens }), ...(isWritten && { cacheWriteTokens }), ...((cacheWrite1hTokens ?? 0) > 0 && { cacheWrite1hTokens }) } };
}

const bodyOf = (value: unknown): unknown => (isNoContent(value) ? undefined : opened(value));

/** An error that is named and nothing more ended the call on the server's side, unless its name says otherwise. */
function statusOfError(errorType: string): { httpStatus: number } | { status: 'server_error' } {
  const httpStatus = httpStatusOfBedrockError(errorType);
  return httpStatus === undefined ? { status: 'server_error' } : { httpStatus };
}

function urlOf({ model, operation, region }: { model: string | undefined; operation: string | undefined; region: string | undefined }): string | undefined {
  const path = Object.hasOwn(pathByOperation, operation ?? '') ? pathByOperation[operation ?? ''] : undefined;
  return model === undefined || path === undefined ? undefined : `https://bedrock-runtime.${region ?? 'unknown'}.amazonaws.com/model/${encodeURIComponent(model.replace(/\p{Surrogate}/gu, '\uFFFD'))}/${path}`;
}
