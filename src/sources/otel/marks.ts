// What must be known of the spans of a trace to tell calls from what wraps or repeats them.
import { text } from '../values.js';
import { kindOf, type SpanKind } from './kind.js';
import type { Span } from './span.js';
import { hasUsage, usageOf } from './usage.js';

/** What must be known of a call-like span to judge its neighbours. */
export interface Mark {
  hasUsage: boolean;
  isError: boolean;
  role: 'call' | 'maybe';
  responseId: string | undefined;
  isTold: boolean;
  /** It wraps by its kind: an agent, a chain. */
  isStep: boolean;
  /** A record of usage beside the call (AG2), or a call of that instrumentation: its counts tell whether it repeats one. */
  counts?: { input: number; output: number; isRecord: boolean } | undefined;
}


/** A call-like span's mark; absent for a span of any other kind. */
export function markOf(span: Span, kind: SpanKind = kindOf(span)): Mark | undefined {
  if (kind.role !== 'call' && kind.role !== 'maybe') return undefined;
  return { hasUsage: hasUsage(span), isError: span.isError, role: kind.role, responseId: responseIdOf(span), isTold: false, isStep: kind.role === 'maybe' && kind.isStep === true, counts: countsOf(span) };
}

function countsOf(span: Span): Mark['counts'] {
  const type = text(span.attributes['ag2.span.type']);
  if (type === undefined) return undefined;
  const { inputTokens, outputTokens } = usageOf(span).counts;
  return { input: inputTokens ?? 0, output: outputTokens ?? 0, isRecord: type === 'usage' };
}

const responseIdOf = ({ attributes }: Span): string | undefined => text(attributes['gen_ai.response.id'] ?? attributes['ai.response.id']);

export interface Inner {
  hasInner: boolean;
  hasInnerUsage: boolean;
  /** Some span above it carries counts, is a call of its own or was told before, and holds no other call with counts. */
  isInnerOfCounted: boolean;
}
export const nobody: Inner = { hasInner: false, hasInnerUsage: false, isInnerOfCounted: false };

/** Spans of one trace. */
export interface SpanTree {
  /** Span -> its parent, of every span seen, call or not. */
  parents: Map<string, string>;
  marks: Map<string, Mark>;
}

/** Parents of parents that are followed: no program nests calls deeper, and a ring of parents ends here. */
const MAX_DEPTH = 64;

export function innerOf({ parents, marks }: SpanTree): Map<string, Inner> {
  const found = new Map<string, Inner>();
  const above = new Map<string, string[]>();
  for (const [id, mark] of marks) {
    const list: string[] = [];
    let at = parents.get(id) ?? '';
    for (let depth = 0; at !== '' && at !== id && depth < MAX_DEPTH; depth += 1) {
      const outer = marks.get(at);
      if (outer !== undefined && isAround(outer, mark)) list.push(at);
      at = parents.get(at) ?? '';
    }
    above.set(id, list);
    for (const outer of list) {
      const former = found.get(outer) ?? nobody;
      found.set(outer, { ...former, hasInner: true, hasInnerUsage: former.hasInnerUsage || (mark.hasUsage && !(marks.get(outer)?.isTold ?? false)) });
    }
  }
  for (const [id, list] of above) {
    const isInnerOfCounted = list.some((outer) => marks.get(outer)?.hasUsage === true && found.get(outer)?.hasInnerUsage !== true);
    if (isInnerOfCounted) found.set(id, { ...(found.get(id) ?? nobody), isInnerOfCounted });
  }
  return found;
}

/** Two calls that name different responses are two calls, one of them left open around the other. */
const isAround = (outer: Mark, inner: Mark): boolean => !(outer.role === 'call' && inner.role === 'call' && outer.responseId !== undefined && inner.responseId !== undefined && outer.responseId !== inner.responseId);

const plain = ({ input, output }: { input: number; output: number }): string => `${input}/${output}`;

/**
 * Records of usage (AG2's `record_usage`) that repeat what spans of calls count: one call, or all calls under one agent. Others tell of calls that have no span: compaction, memory, an agent that
 * is not traced. https://github.com/ag2ai/ag2/blob/main/ag2/_telemetry_consts.py (read 2026-11-22)
 * Example: a call of 150 input and 13 output, a record of 150 and 13 -> the record; a record of 40 and 5 -> none
 */
export function repeatsOf({ parents, marks }: SpanTree): ReadonlySet<string> {
  const records = [...marks].filter(([, { counts }]) => counts?.isRecord === true);
  if (records.length === 0) return new Set();
  const told = new Set<string>();
  const sums = new Map<string, { input: number; output: number }>();
  for (const [id, { role, counts }] of marks) {
    if (role !== 'call' || counts === undefined || counts.isRecord) continue;
    told.add(plain(counts));
    const parent = parents.get(id) ?? '';
    const sum = sums.get(parent) ?? { input: 0, output: 0 };
    sums.set(parent, { input: sum.input + counts.input, output: sum.output + counts.output });
  }
  for (const sum of sums.values()) told.add(plain(sum));
  return new Set(records.filter(([, { counts }]) => counts !== undefined && told.has(plain(counts))).map(([id]) => id));
}
