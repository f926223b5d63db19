import type { CapturedCall } from '../model/call.js';

const RESPONSE = 'response:';

/**
 * A call, and beside it one for every answer that an advisor of another model gave inside it: those are billed at the advisor's prices and are in none of the call's own counts. They share who, when and
 * where; what was said to the advisor is the provider's own. Their ids are the call's with a number behind.
 *
 * Example: { keys: ['response:msg_1'], servedModel: 'claude-sonnet-5', advice: [{ model: 'claude-opus-4-8', usage: { outputTokens: 22 } }] }
 * -> the call, and { keys: ['response:msg_1/advisor-1'], servedModel: 'claude-opus-4-8', usage: { outputTokens: 22 }, … }
 */
export function withAdvice({ advice = [], ...call }: CapturedCall): CapturedCall[] {
  const responseKey = call.keys.find((key) => key.startsWith(RESPONSE));
  const own = advice.map(({ model, usage }, at): CapturedCall => {
    const suffix = `/advisor-${at + 1}`;
    return {
      keys: responseKey === undefined ? [] : [`${responseKey}${suffix}`],
      recordId: call.recordId === undefined ? undefined : `${call.recordId}${suffix}`,
      startedAt: call.startedAt, timeSource: call.timeSource, env: call.env, provider: call.provider, requestedModel: model, servedModel: model, api: call.api, region: call.region, serviceTier: call.serviceTier,
      billing: call.billing, stream: false, status: 'ok', httpStatus: call.httpStatus, usage, usageSource: 'reported', user: call.user, tags: call.tags, sessionId: call.sessionId, parameters: {},
    };
  });
  return [call, ...own];
}
