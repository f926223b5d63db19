// What a span is: one model call, something that may be one, a wrapping of one, or something else. Names: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/ ,
// https://arize-ai.github.io/openinference/spec/ , https://ai-sdk.dev/docs/ai-sdk-core/telemetry , https://www.traceloop.com/docs/openllmetry/contributing/semantic-conventions ,
// https://langfuse.com/integrations/native/opentelemetry , https://genkit.dev/docs/observability/getting-started/ , https://docs.langchain.com/langsmith/trace-with-opentelemetry (read 2026-11-22)
import { text } from '../values.js';
import { type Attributes, type Span, first } from './span.js';
import { hasUsage } from './usage.js';

/**
 * `call`: the span says that it is one model call. `maybe`: it carries token counts of one call or of several, and is a call where no call lies within it. `wrapper`: another span of the
 * same instrumentation always holds the call. `other`: no call, with the reason.
 */
export type SpanKind = { role: 'call' } | { role: 'maybe'; isStep?: boolean } | { role: 'wrapper' } | { role: 'part' } | { role: 'other'; reason: string };

const callWords = new Set(['chat', 'text_completion', 'generate_content', 'embeddings', 'embedding', 'embed', 'completion', 'completions', 'chat.completions', 'text.completions', 'chat_completion', 'chat_completions',
  'streaming_chat', 'streaming_chat_completion', 'text_generation', 'inference', 'generation', 'llm', 'chat_model', 'response', 'responses', 'messages', 'model', 'embedder', 'model_generation', 'image_generation', 'generate',
  'message', 'stream', 'streaming', 'multimodal', 'generate_embeddings']);
const reasonByWord: Readonly<Record<string, string>> = {
  tool: 'a tool span', execute_tool: 'a tool span', tool_call: 'a tool span', function: 'a tool span', mcp: 'a tool span', mcp_tool_call: 'a tool span', retriever: 'a retriever span', retrieval: 'a retriever span',
  reranker: 'a reranker span', rerank: 'a reranker span', vector_store: 'a retriever span', guardrail: 'a guardrail span', evaluator: 'an evaluation span', evaluation: 'an evaluation span', event: 'an event', create_agent: 'an agent span', prompt: 'a prompt span', parser: 'a parser span',
};
const agentWords = new Set(['invoke_agent', 'agent', 'chain', 'workflow', 'task', 'invoke_workflow', 'flow', 'framework', 'conversation', 'util', 'action', 'agent_run', 'workflow_run', 'crew', 'runnable', 'unknown', 'span', 'event_loop', 'execute_event_loop_cycle', 'plan', 'speech', 'transcription', 'custom']);

/** Attributes that name the kind, the surest first; of each the last word counts. */
const kindNames = ['gen_ai.operation.name', 'openinference.span.kind', 'langsmith.span.kind', 'langfuse.observation.type', 'llm.request.type', 'genkit:metadata:subtype', 'genkit:subtype', 'mlflow.spanType', 'ag2.span.type', 'mastra.span.type',
  'traceloop.span.kind', 'spring.ai.kind', 'genkit:type', 'traceroot.span.type', 'braintrust.span_attributes.type', 'lmnr.span.type'] as const;

const vercelInner = /^ai\.\w+\.do(Generate|Stream|Embed)/;
const vercelOuter = /^ai\.(generate|stream)(Text|Object)$|^ai\.embed(Many)?$|^ai\.rerank$/;

export function kindOf(span: Span): SpanKind {
  const { attributes } = span;
  const type = text(attributes['logfire.span_type']);
  if (type === 'pending_span') return { role: 'other', reason: 'a span that was not finished when it was written' };
  if (type === 'log') return isGenAi(span) && attributes['response_data'] !== undefined ? { role: 'part' } : { role: 'other', reason: 'a log line' };
  const vercel = text(attributes['ai.operationId']) ?? (/^ai\.[a-z]/i.test(span.name) ? span.name.split(' ')[0] : undefined) ?? '';
  if (vercelInner.test(vercel)) return { role: 'call' };
  if (vercelOuter.test(vercel)) return { role: 'wrapper' };
  if (vercel === 'ai.toolCall') return { role: 'other', reason: 'a tool span' };
  if (attributes['genkit:type'] !== undefined && text(attributes['genkit:metadata:subtype']) === undefined && text(attributes['genkit:output']) === undefined && !hasUsage(span)) return { role: 'other', reason: 'an agent or workflow span' };
  for (const name of kindNames) {
    const word = text(attributes[name])?.toLowerCase();
    if (word === undefined) continue;
    if (callWords.has(word)) return { role: 'call' };
    const reason = Object.hasOwn(reasonByWord, word) ? reasonByWord[word] : undefined;
    if (reason !== undefined) return { role: 'other', reason };
    if (agentWords.has(word) && name !== 'langfuse.observation.type' && name !== 'genkit:type') return hasUsage(span) ? { role: 'maybe', isStep: true } : { role: 'other', reason: 'an agent or workflow span' };
  }
  if (hasUsage(span)) return { role: 'maybe' };
  if (NO_CALL.test(text(attributes['gen_ai.operation.name']) ?? '')) return { role: 'other', reason: 'a span of an agent service that tells of no reply' };
  if (hasModel(attributes) && isGenAi(span)) return { role: 'call' };
  return { role: 'other', reason: isGenAi(span) ? 'a span that wraps calls or tools' : 'a span that is no model call' };
}

/** Steps of a thread in agent services: https://learn.microsoft.com/azure/ai-foundry/how-to/develop/trace-agents-sdk (read 2026-11-22) */
const NO_CALL = /^(create|update|delete|start|submit|list|get|process|handle)_(agent|thread|thread_run|message|messages|tool_outputs|run_steps?)$/;

const modelNames = ['gen_ai.request.model', 'gen_ai.response.model', 'llm.model_name', 'llm.request.model', 'ai.model.id', 'langfuse.observation.model.name', 'embedding.model_name'] as const;
const hasModel = (attributes: Attributes): boolean => first(attributes, modelNames) !== undefined;

const GEN_AI_NAME = /^(gen_ai\.|llm\.|ai\.(operationId|model|usage|response|prompt)|openinference\.|langfuse\.|langsmith\.|genkit:|traceloop\.|mlflow\.|lmnr\.|braintrust\.|embedding\.|logfire\.|mastra\.|ag2\.)/;
const NOT_GEN_AI = /^gen_ai\.(agent|tool)\./;

/** Whether a span tells anything of models at all. */
export function isGenAi(span: Pick<Span, 'attributes' | 'events'>): boolean {
  for (const name in span.attributes) if (GEN_AI_NAME.test(name) && !NOT_GEN_AI.test(name)) return true;
  return span.events.some(({ name }) => name.startsWith('gen_ai.'));
}
