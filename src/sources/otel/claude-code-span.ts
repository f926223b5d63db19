// The spans that Claude Code writes of its requests, with bare names of attributes, beside gen_ai.* or without: https://code.claude.com/docs/en/monitoring-usage (traces),
// https://coralogix.com/docs/user-guides/data-layer/default-dataspace/ai-raw-anthropic-claude-code-spans/ (read 2026-11-22)
import { providerNamedBy } from '../tracing.js';
import { count, flag, text } from '../values.js';
import { type Attributes, type Span, first } from './span.js';

const NAME = 'claude_code.llm_request';

export const isAgentRequest = ({ name, attributes }: Pick<Span, 'name' | 'attributes'>): boolean => name === NAME || (text(attributes['span.type']) === 'llm_request' && first(attributes, ['request_id', 'cache_read_tokens', 'input_tokens']) !== undefined);

/**
 * The span under the names of the conventions; any other span as it is. Its three input counts stand beside each other, whatever the gen_ai.* ones beside them mean.
 * Example: { input_tokens: 3, cache_read_tokens: 0, cache_creation_tokens: 39565 } -> 'gen_ai.usage.input_tokens': 39568
 */
export function withPlainNames(span: Span): Span {
  if (!isAgentRequest(span)) return span;
  const { attributes } = span;
  const [input, read, write] = [count(attributes['input_tokens']), count(attributes['cache_read_tokens']), count(attributes['cache_creation_tokens'])];
  const model = text(first(attributes, ['gen_ai.request.model', 'model', 'gen_ai.response.model']));
  const isFailed = flag(attributes['success']) === false;
  const lifted: Attributes = {
    'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': first(attributes, ['gen_ai.provider.name', 'gen_ai.system']) ?? providerNamedBy(model) ?? 'anthropic', 'gen_ai.request.model': model,
    'gen_ai.usage.input_tokens': input === undefined ? undefined : input + (read ?? 0) + (write ?? 0), 'gen_ai.usage.cache_read.input_tokens': read, 'gen_ai.usage.cache_creation.input_tokens': write,
    'gen_ai.usage.output_tokens': count(first(attributes, ['output_tokens', 'gen_ai.usage.output_tokens'])), 'gen_ai.request.id': attributes['request_id'], 'gen_ai.server.time_to_first_token_ms': attributes['ttft_ms'],
    'gen_ai.response.finish_reasons': attributes['stop_reason'], 'http.response.status_code': attributes['status_code'], 'gen_ai.request.is_stream': true,
    'user.id': first(attributes, ['user.email', 'user.account_uuid']), 'metadata.query_source': attributes['query_source'], ...(isFailed && { 'error.message': attributes['error'] }),
  };
  const isCounted = input !== undefined || read !== undefined || write !== undefined;
  const own = Object.entries(attributes).filter(([name]) => !(isCounted && name.startsWith('gen_ai.usage.')));
  return { ...span, isError: span.isError || isFailed, attributes: { ...Object.fromEntries(own), ...Object.fromEntries(Object.entries(lifted).filter(([, value]) => value !== undefined)) } };
}
