import type { CapturedCall } from '../model/call.js';

/** Finish reasons by which providers say that the answer was cut off. Lower case. */
const truncatedReasons = new Set(['length', 'max_tokens', 'max_output_tokens', 'model_length', 'model_context_window_exceeded', 'incomplete']);
const refusedReasons = new Set(['refusal', 'content_filter', 'safety', 'prohibited_content', 'blocklist', 'recitation', 'spii', 'guardrail_intervened']);
const brokenReasons = new Set(['malformed_function_call']);

/** Tokens. Callers who allow no more want the first token or its logprobs: being cut off is what they asked for. */
const SHORT_ON_PURPOSE_TOKENS = 16;

/**
 * Whether the reply itself shows that it is of no use: cut off, refused, empty, not JSON where JSON was asked, tool arguments that are not JSON.
 * Says nothing about a call that failed on the way (its status does), nor where the reply was not logged.
 */
export function hasFailureSignal(call: CapturedCall): boolean {
  const reason = call.finishReason?.toLowerCase();
  const isTruncated = reason !== undefined && truncatedReasons.has(reason);
  if (isTruncated && (call.maxOutputTokens ?? Infinity) > SHORT_ON_PURPOSE_TOKENS) return true;
  if (reason !== undefined && (refusedReasons.has(reason) || brokenReasons.has(reason))) return true;
  const reply = call.content?.reply;
  if (reply === undefined || call.status !== 'ok' || call.api === 'embeddings') return false;
  if (reply.refusal !== undefined && reply.refusal !== '') return true;
  if (reply.toolCalls.some((tool) => tool.argumentsText.trim() !== '' && !isJson(tool.argumentsText))) return true;
  if (reply.toolCalls.length > 0) return false;
  if (reply.text.trim() === '') return !wasAudioAnswer(call);
  return call.content?.responseFormat !== undefined && !isTruncated && !isJson(reply.text);
}

const wasAudioAnswer = (call: CapturedCall): boolean => (call.usage.audioOutputTokens ?? 0) > 0;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
