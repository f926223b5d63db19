import type { Gate } from './gate.js';

/** The largest request and reply fit, in the candidate's own tokens at the upper end of the ratio's band. */
export const gate: Gate = {
  id: 'fits',
  test: ({ segment: { range }, candidate: { model }, widestTokenRatio, outputRatio }) => {
    const input = Math.max(0, range.maxInput) * widestTokenRatio.high;
    const output = Math.max(0, range.maxOutput) * Math.max(1, outputRatio.ratio) * widestTokenRatio.high;
    if (model.contextTokens === undefined) return 'its context limit is not known';
    if (input + output > model.contextTokens) return `${Math.ceil(input + output)} tokens exceed its context of ${model.contextTokens}`;
    if (model.maxInputTokens !== undefined && input > model.maxInputTokens) return `${Math.ceil(input)} input tokens exceed its limit of ${model.maxInputTokens}`;
    if (model.maxOutputTokens !== undefined && output > model.maxOutputTokens) return `replies of ${Math.ceil(output)} tokens exceed its limit of ${model.maxOutputTokens}`;
    return undefined;
  },
};
