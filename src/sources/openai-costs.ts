// OpenAI's costs API, https://platform.openai.com/docs/api-reference/usage/costs, and the dashboard's CSV of it (columns as of October 2025; read 2026-11-22). Amounts are dollars, as numbers or decimal texts.
import type { Usage } from '../model/usage.js';
import { type Span, amountOf, billOf, resultsOf, spanOf } from './bill-rows.js';
import { type RecordReading, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, object, pick, text } from './values.js';

const SOURCE = 'openai-costs';

const isResult = (record: JsonRecord): boolean => 'amount_value' in record || object(record['amount'])['value'] !== undefined || record['object'] === 'organization.costs.result';

export const source = recordSource<undefined>({
  id: SOURCE,
  title: 'OpenAI cost report (API pages, dashboard CSV)',
  settable: [],
  isBill: true,
  paths: ['data'],
  marks: 'hold an amount of OpenAI\'s cost report and its time',
  isOf: (record) => 'start_time' in record && (isResult(record) || (resultsOf(record)?.some(isResult) ?? false)),
  open: () => undefined,
  read(record, context) {
    const results = resultsOf(record);
    if (results === undefined && !isResult(record)) return [notOfFormat('no bucket of a cost report: it has no amount')];
    const span = spanOf(pick(record, 'start_time', 'start_time_iso'), pick(record, 'end_time', 'end_time_iso'), context.time);
    if (!span.known) return [{ outcome: span }];
    if (results === undefined) return [readResult(record, span.value)];
    return results.length === 0 ? [nothingCharged(span.value)] : results.map((result) => readResult(result, span.value));
  },
});

/** A span that the report covers and in which nothing was charged: a known 0. */
const nothingCharged = (span: Span): RecordReading => billOf({ source: SOURCE, kind: 'cost', provider: 'openai', span, costNanoUsd: 0, apart: 'nothing' });

function readResult(record: JsonRecord, span: Span): RecordReading {
  const amount = object(record['amount']);
  const value = pick(record, 'amount_value') ?? amount['value'];
  if (value === undefined || value === null) return nothingCharged(span);
  const cost = amountOf(value, { usdPerUnit: 1, currency: pick(record, 'amount_currency') ?? amount['currency'] });
  if (!cost.known) return { outcome: cost };
  const lineItem = text(record['line_item']);
  const line = lineItem === undefined ? {} : readLineItem(lineItem);
  const unit = text(record['quantity_unit']);
  const quantity = unit === undefined || /^tokens?$/i.test(unit) ? count(record['quantity']) : undefined;
  return billOf({
    source: SOURCE, kind: 'cost', provider: 'openai', span, costNanoUsd: cost.value, lineItem, apart: lineItem, model: line.model, serviceTier: line.serviceTier,
    usage: quantity === undefined || line.usageOf === undefined ? undefined : line.usageOf(Math.round(quantity)),
    dimensions: { project: text(record['project_id']), user: text(record['user_id']), apiKey: text(record['api_key_id']), organization: text(record['organization_id']) },
  });
}

interface LineItem {
  model?: string;
  serviceTier?: string;
  usageOf?: (tokens: number) => Usage;
}

const tierWords: readonly string[] = ['priority', 'flex', 'batch'];
const DIRECTION = /\b(cached input|cache writes?|input|output)\b/i;
const MODALITY = /\s+(text|audio|image|video)$/i;

/**
 * `[tier | ]model[ modality], direction[, long context]`; a line without a direction names a model if it is one word, else a service such as a web search.
 *
 * Example: 'priority | gpt-4o-2024-08-06, cached input' -> that model, tier priority, cache reads; 'gpt-image-1 image, output' -> gpt-image-1; 'web search tool calls' -> no model.
 */
export function readLineItem(lineItem: string): LineItem {
  const parts = lineItem.split(' | ');
  const tier = parts.slice(0, -1).map((part) => part.trim().toLowerCase()).find((part) => tierWords.includes(part));
  const [head = '', ...rest] = (parts.at(-1) ?? '').split(/,\s*/);
  const words = rest.join(' ');
  const direction = DIRECTION.exec(words)?.[1]?.toLowerCase();
  const isService = parts.length > 1 && tier === undefined;
  if (direction === undefined && (isService || /\s/.test(head.trim()))) return {};
  const modality = MODALITY.exec(head)?.[1]?.toLowerCase();
  const serviceTier = tier ?? tierWords.find((word) => new RegExp(`\\b${word}\\b`, 'i').test(words));
  const model = head.replace(MODALITY, '').trim();
  return { ...(model !== '' && { model }), ...(serviceTier !== undefined && { serviceTier }), ...(direction !== undefined && { usageOf: (tokens) => usageOf(direction, { modality, tokens }) }) };
}

function usageOf(direction: string, { modality, tokens }: { modality: string | undefined; tokens: number }): Usage {
  if (direction === 'output') return { outputTokens: tokens, ...(modality === 'audio' && { audioOutputTokens: tokens }) };
  if (direction === 'cached input') return { cacheReadTokens: tokens };
  if (direction.startsWith('cache write')) return { cacheWriteTokens: tokens };
  return modality === 'audio' ? { audioInputTokens: tokens } : modality === 'image' ? { imageInputTokens: tokens } : { uncachedInputTokens: tokens };
}
