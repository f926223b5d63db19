import { inputShapeOf } from '../tokens.js';
import type { Unit } from '../traffic.js';
import type { Gate, GateInput } from './gate.js';

/** The largest request and reply fit, in the candidate's own tokens at the upper end of the ratio's band, with its own count of images and tools. */
export const gate: Gate = {
  id: 'fits',
  test: (asked) => {
    const { segment: { range }, candidate: { model }, widestTokenRatio, outputRatio } = asked;
    const input = largestInput(asked);
    const output = Math.max(0, range.maxOutput) * Math.max(1, outputRatio.ratio) * widestTokenRatio.high;
    if (model.contextTokens === undefined) return 'its context limit is not known';
    if (input + output > model.contextTokens) return `${Math.ceil(input + output)} tokens exceed its context of ${model.contextTokens}`;
    if (model.maxInputTokens !== undefined && input > model.maxInputTokens) return `${Math.ceil(input)} input tokens exceed its limit of ${model.maxInputTokens}`;
    if (model.maxOutputTokens !== undefined && output > model.maxOutputTokens) return `replies of ${Math.ceil(output)} tokens exceed its limit of ${model.maxOutputTokens}`;
    return undefined;
  },
};

/** Tokens. Images of unknown size count as the incumbent's tokens do; such a segment falls at `costed`. */
function largestInput({ segment, candidate, widestTokenRatio: { high } }: GateInput): number {
  const plain = Math.max(0, segment.range.maxInput) * high;
  if (segment.sums.images === 0 && segment.sums.callsWithTools === 0) return plain;
  const highestOf = (unit: Unit): number => {
    const shape = inputShapeOf(unit, { from: segment.incumbent.model, to: candidate.model, ratio: high, keepsTokens: false });
    if (shape === 'parts') return highestOfAll(unit.parts);
    return shape.known ? shape.value.highest : Math.max(0, unit.range.maxInput) * high;
  };
  const highestOfAll = (units: readonly Unit[]): number => units.reduce((largest, unit) => Math.max(largest, highestOf(unit)), 0);
  return highestOfAll(segment.days.flat());
}
