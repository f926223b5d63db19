// What a guardrail did: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailTraceAssessment.html; in bodies of Invoke
// `amazon-bedrock-guardrailAction` and `amazon-bedrock-trace`: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-invoke-api.html (read 2026-11-22)
import { type JsonObject, isObject, objectOf } from './json.js';

/** A guardrail or the model's maker stopped the answer: `stopReason` of Converse, `completionReason` of Titan, `finish_reason` of Cohere. */
const FILTERED = /^(?:guardrail_intervened|content_filter(?:ed)?|refusal|ERROR_TOXIC)$/i;

/** The reason names a filter, and no trace says that it only masked. Example: 'guardrail_intervened' with a trace whose only action is ANONYMIZED -> false */
export const isFilterReason = (reason: string | undefined, trace?: unknown): boolean =>
  reason !== undefined && FILTERED.test(reason) && !(reason === 'guardrail_intervened' && isMaskedOnly(objectOf(trace)['guardrail']));

/** A body, a chunk or a header says that a guardrail intervened, and no trace says that it only masked. The model's own reason for its end does not change then. */
export function isBlocked(objects: readonly JsonObject[], headers: Readonly<Record<string, string>>): boolean {
  const actions = [headers['x-amzn-bedrock-guardrailaction'], ...objects.flatMap((object) => [object['amazon-bedrock-guardrailAction'], objectOf(object['message'])['amazon-bedrock-guardrailAction']])];
  return actions.includes('INTERVENED') && !objects.some((object) => isMaskedOnly(objectOf(object['amazon-bedrock-trace'])['guardrail']));
}

/** Every policy of a trace states its `action`: names and numbers were replaced, nothing was held back, and the caller has the answer. */
function isMaskedOnly(guardrail: unknown): boolean {
  if (!isObject(guardrail)) return false;
  const text = JSON.stringify(guardrail);
  return !text.includes('"action":"BLOCKED"') && (text.includes('"action":"ANONYMIZED"') || /"actionReason":"[^"]*masked/i.test(text));
}
