import { source as anthropicCosts } from './anthropic-costs.js';
import { source as anthropicUsage } from './anthropic-usage.js';
import { source as azureApim } from './azure-apim.js';
import { source as azureDiagnostics } from './azure-diagnostics.js';
import { source as bedrockLog } from './bedrock-log.js';
import { source as bifrost } from './bifrost.js';
import { source as billTable } from './bill-table.js';
import { source as braintrust } from './braintrust.js';
import { source as claudeCode } from './claude-code.js';
import { source as cloudflareAiGateway } from './cloudflare-ai-gateway.js';
import { source as codex } from './codex.js';
import { source as databricks } from './databricks.js';
import { source as geminiCli } from './gemini-cli.js';
import { source as har } from './har.js';
import { source as helicone } from './helicone.js';
import { source as httpExchange } from './http-exchange.js';
import { source as kong } from './kong.js';
import { source as langfuse } from './langfuse.js';
import { source as langsmith } from './langsmith.js';
import { source as litellmDaily } from './litellm-daily.js';
import { source as litellm } from './litellm.js';
import { source as mapped } from './mapped.js';
import { source as normalised } from './normalised.js';
import { source as openaiBatch } from './openai-batch.js';
import { source as openaiCosts } from './openai-costs.js';
import { source as openaiUsage } from './openai-usage.js';
import { source as openrouterActivity } from './openrouter-activity.js';
import { source as openrouterDaily } from './openrouter-daily.js';
import { source as openrouterGeneration } from './openrouter-generation.js';
import { source as otel } from './otel.js';
import { source as portkey } from './portkey.js';
import { source as promptfoo } from './promptfoo.js';
import { source as replies } from './replies.js';
import { source as snowflake } from './snowflake.js';
import { source as sse } from './sse.js';
import { source as tensorzero } from './tensorzero.js';
import { source as vcr } from './vcr.js';
import { source as vercelAiGateway } from './vercel-ai-gateway.js';
import { source as vertexLog } from './vertex-log.js';
import { source as weave } from './weave.js';
import { MAX_COLUMNS, delimiterOf } from './csv.js';
import { type SampleFacts, sampleOf } from './sample.js';
import type { Fit, Sample, Source } from './source.js';

export { constantFault } from './fields.js';
export { MAX_HEAD_BYTES, endOfFirstLine } from './lines.js';
export { sampleParquet } from './tables.js';
export { type Companion, type FoldRule, type RandomAccess, type ReadItem, type Source, type SourceInput, type SourceOptions, foldRules } from './source.js';

/** Every log format that can be read. A new one is a file, a line here and a fixture folder. */
export const sources: readonly Source[] = [
  anthropicCosts, anthropicUsage, azureApim, azureDiagnostics, bedrockLog, bifrost, billTable, braintrust, claudeCode, cloudflareAiGateway, codex,
  databricks, geminiCli, har, helicone, httpExchange, kong, langfuse, langsmith, litellmDaily, litellm, mapped, normalised, openaiBatch, openaiCosts,
  openaiUsage, openrouterActivity, openrouterDaily, openrouterGeneration, otel, portkey, promptfoo, replies, snowflake, sse, tensorzero, vcr, vercelAiGateway,
  vertexLog, weave,
];

export type Detection =
  | { found: true; source: Source; reason: string }
  | { found: false; problem: 'unknown' | 'ambiguous'; saw: string; candidates: readonly Source[] };

/**
 * The format that fits the most records of the head (decompressed; its last line may be cut); guesses by column names stand back behind real fits. Two that fit equally are
 * ambiguous. Of a Parquet file the sample of its rows (`sampleParquet`) must be given.
 */
export function detectSource(head: string | Buffer, facts: SampleFacts = { isWhole: true }): Detection {
  const sample = sampleOf(head, facts);
  const fits = sources.flatMap((source) => {
    const fit = source.detect(sample);
    return fit === undefined ? [] : [{ source, fit }];
  });
  const [best, second] = fits.sort((left, right) => rank(right.fit) - rank(left.fit));
  if (best === undefined) return { found: false, problem: 'unknown', saw: describeHead(sample), candidates: [] };
  if (second !== undefined && rank(second.fit) === rank(best.fit)) return { found: false, problem: 'ambiguous', saw: describeHead(sample), candidates: [best.source, second.source] };
  return { found: true, source: best.source, reason: best.fit.reason };
}

const GUESS_PENALTY = 1000;
const rank = (fit: Fit): number => fit.records - (fit.isGuess ? GUESS_PENALTY : 0);

/** Plain letters of which each is written in two bytes. */
function isUtf16(bytes: Buffer): boolean {
  const start = bytes.subarray(0, UTF16_LOOK_BYTES).toString('latin1');
  return start.length > 2 && (/^(?:[\t\n\r -~]\0)+[\t\n\r -~]?$/.test(start) || /^(?:\0[\t\n\r -~])+\0?$/.test(start));
}

const UTF16_LOOK_BYTES = 64;
const SHOWN_CHARACTERS = 160;
const SHOWN_NAMES = 12;

/** What the file begins with, for a message: names of the first record or the columns, else the first line. What would move a terminal's cursor is shown as a dot. */
const describeHead = (sample: Sample): string => beginningOf(sample).replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '·');

function beginningOf(sample: Sample): string {
  const { head, lines, columns, container } = sample;
  if (columns.length > 1) return `a table with ${columns.slice(0, SHOWN_NAMES).join(', ')}`;
  const [first] = sample.recordsAt('');
  if (first !== undefined) return `JSON with ${Object.keys(first).slice(0, SHOWN_NAMES).join(', ')}`;
  if (container === 'bytes') return isUtf16(sample.bytes) ? 'UTF-16 text without a byte order mark (write it as UTF-8 first: iconv -f UTF-16LE -t UTF-8, or UTF-16BE)' : 'bytes that are no text';
  const cells = container === 'csv' ? (lines[0] ?? '').split(delimiterOf(lines[0] ?? '')).length : 0;
  if (cells > MAX_COLUMNS) return `a table with ${cells.toLocaleString('en-US')} columns, more than any log of calls has`;
  const line = (lines[0] ?? head).slice(0, SHOWN_CHARACTERS);
  return `a text that begins "${line}"`;
}
