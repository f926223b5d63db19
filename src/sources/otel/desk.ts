// Which spans of a trace are calls. A trace may lie in many lines of a file and its spans come in any order, so spans that may be calls are held until enough of it is seen.
import { callFromLog } from '../log-call.js';
import type { RecordContext } from '../records.js';
import type { ReadItem } from '../source.js';
import { UNNAMED_PROVIDER } from '../unnamed.js';
import { createTimeReader } from '../time.js';
import { withPlainNames } from './claude-code-span.js';
import { contentOf } from './content.js';
import { factsOf } from './facts.js';
import { type SpanKind, kindOf } from './kind.js';
import type { LogEvent, Span, SpanEvent } from './span.js';
import { isEvent, readingOfEvent } from './events.js';
import { type SpanTree, innerOf, markOf, nobody, repeatsOf } from './marks.js';
import { type Others, noOthers } from './others.js';
import type { Placed } from './placed.js';

type Context = Pick<RecordContext, 'set' | 'fileTimeMs'>;

type Held = Placed<Span>;

interface Trace extends SpanTree {
  held: Held[];
  events: Map<string, Placed<LogEvent>[]>;
  size: number;
}

/** Bounds of what is held: characters of spans and events, spans, and ids that are remembered. Beyond them the traces that were touched longest ago are judged on what was seen. */
export interface DeskBounds {
  size: number;
  spans: number;
  ids: number;
}
const usualBounds: DeskBounds = { size: 8 * 1024 * 1024, spans: 4_000, ids: 200_000 };

export interface Desk {
  take(parts: readonly Placed<Span | LogEvent>[]): ReadItem[];
  end(): ReadItem[];
  /** Spans of agents or chains that were given out as calls, as no call within them was seen. */
  wrappingsTold(): number;
}

/**
 * The rule. A span that says it is one model call (`call`), or that carries token counts without saying what it is (`maybe`: agents, chains, unnamed ones), is judged when its trace is:
 * 1. one that has another such span with token counts below it, at any depth, wraps it: folded. Two that both say `call` and name different responses do not wrap each other;
 * 2. else, with counts of its own, it is the call, and those below it without counts tell of the same call: folded, unless they failed (a failed attempt is a call of its own);
 * 3. else, without counts anywhere, the innermost is the call.
 * A trace is judged at the end of the file, or when the bounds are passed. Its ids are remembered: a wrapping that comes later is folded, and a call that comes after its wrapping was told is
 * folded too, so that tokens are counted once either way. `others`: what other files hold of the same traces.
 */
export function createDesk(context: Context, { bounds = usualBounds, others = noOthers }: { bounds?: DeskBounds; others?: Others } = {}): Desk {
  /** Traces with something held, the one touched longest ago first; and those that were judged, of which only ids are left. */
  const open = new Map<string, Trace>();
  const judged = new Map<string, Trace>();
  let [heldSize, heldSpans, ids] = [0, 0, 0];
  let loose = 0;
  let wrappings = 0;

  const traceOf = (id: string): Trace => {
    const key = id === '' ? `loose ${(loose += 1)}` : id;
    const trace = open.get(key) ?? judged.get(key) ?? { parents: new Map(), marks: new Map(), held: [], events: new Map(), size: 0 };
    open.delete(key);
    judged.delete(key);
    open.set(key, trace);
    return trace;
  };
  const hold = (trace: Trace, size: number): void => {
    trace.size += size;
    heldSize += size;
    heldSpans += 1;
  };

  const takeSpan = ({ part, where, size }: Placed<Span>): ReadItem[] => {
    const span = withPlainNames(part);
    const trace = traceOf(span.traceId);
    const kind = kindOf(span);
    const id = span.spanId === '' ? `loose ${(loose += 1)}` : span.spanId;
    if (trace.marks.has(id) && (kind.role === 'call' || kind.role === 'maybe')) return [{ folded: { where, rule: 'shown-twice' } }];
    if (!trace.parents.has(id)) ids += 1;
    trace.parents.set(id, span.parentId);
    const settled = settledKind(kind, where);
    if (settled !== undefined) return [settled];
    const mark = markOf(span, kind);
    if (mark === undefined) return [];
    trace.marks.set(id, mark);
    trace.held.push({ part: span.spanId === id ? span : { ...span, spanId: '' }, where, size });
    if (span.spanId !== id) looseIds.set(trace.held.at(-1) as Held, id);
    hold(trace, size);
    return [];
  };
  const looseIds = new WeakMap<Held, string>();
  const idOf = (held: Held): string => looseIds.get(held) ?? held.part.spanId;

  const takeEvent = (event: Placed<LogEvent>): ReadItem[] => {
    if (!isEvent(event.part)) return [{ skipped: { where: event.where, reason: 'a log record that is no event of a model call', isNoCall: true } }];
    const trace = traceOf(event.part.traceId);
    const list = trace.events.get(event.part.spanId) ?? [];
    list.push(event);
    trace.events.set(event.part.spanId, list);
    hold(trace, event.size);
    return [];
  };

  const judge = (trace: Trace): ReadItem[] => {
    const items: ReadItem[] = [];
    const whole = wholeOf(trace, others);
    const inner = innerOf(whole);
    const repeats = repeatsOf(whole);
    for (const held of trace.held) {
      const id = idOf(held);
      const mark = trace.marks.get(id);
      if (mark === undefined) continue;
      const { hasInner, hasInnerUsage, isInnerOfCounted } = inner.get(id) ?? nobody;
      const isWrapping = hasInnerUsage || (!mark.hasUsage && hasInner);
      const isRetold = !isWrapping && isInnerOfCounted && !(mark.isError && !mark.hasUsage);
      const events = trace.events.get(held.part.spanId) ?? [];
      if (repeats.has(id)) items.push({ folded: { where: held.where, rule: 'repeated-usage' } });
      else if (isWrapping || isRetold) items.push({ folded: { where: held.where, rule: 'wrapping-span' } });
      else {
        mark.isTold = true;
        if (mark.isStep) wrappings += 1;
        items.push(itemOf(held, [...events.map(({ part }) => part), ...others.events(held.part.traceId, held.part.spanId)], context));
      }
      if (held.part.spanId !== '' && events.length > 0) {
        trace.events.delete(held.part.spanId);
        items.push(...events.map(({ where }) => ({ folded: { where, rule: 'part' as const } })));
      }
    }
    for (const events of trace.events.values()) items.push(...readingOfEvent(events, trace.marks, context));
    heldSpans -= trace.held.length + [...trace.events.values()].reduce((sum, events) => sum + events.length, 0);
    heldSize -= trace.size;
    trace.held = [];
    trace.events.clear();
    trace.size = 0;
    return items;
  };

  const makeRoom = (): ReadItem[] => {
    const items: ReadItem[] = [];
    for (const [key, trace] of open) {
      if (heldSize <= bounds.size && heldSpans <= bounds.spans && ids <= bounds.ids) break;
      items.push(...judge(trace));
      open.delete(key);
      if (trace.parents.size > 0) judged.set(key, trace);
      for (const [old, { parents }] of judged) {
        if (ids <= bounds.ids) break;
        ids -= parents.size;
        judged.delete(old);
      }
    }
    return items;
  };

  return {
    take(parts) {
      const items = parts.flatMap((placed) => ('scopeVersion' in placed.part ? takeSpan(placed as Placed<Span>) : takeEvent(placed as Placed<LogEvent>)));
      return [...items, ...makeRoom()];
    },
    end: () => [...open.values()].flatMap(judge),
    wrappingsTold: () => wrappings,
  };
}

/** With the spans of the same trace in other files. */
function wholeOf(trace: Trace, others: Others): SpanTree {
  const traceId = trace.held[0]?.part.traceId ?? '';
  const tree = traceId === '' ? undefined : others.tree(traceId);
  return tree === undefined ? trace : { parents: new Map([...tree.parents, ...trace.parents]), marks: new Map([...tree.marks, ...trace.marks]) };
}

function settledKind(kind: SpanKind, where: string): ReadItem | undefined {
  if (kind.role === 'wrapper') return { folded: { where, rule: 'wrapping-span' } };
  if (kind.role === 'part') return { folded: { where, rule: 'part' } };
  return kind.role === 'other' ? { skipped: { where, reason: kind.reason, isNoCall: true } } : undefined;
}

const millis = createTimeReader('ms');

function itemOf({ part: span, where }: Held, logs: readonly SpanEvent[], context: Context): ReadItem {
  try {
    return callItem(span, { logs, where, context });
  } catch (error) {
    if (error instanceof RangeError) return { skipped: { where, reason: 'the span is nested too deeply' } };
    throw error;
  }
}

function callItem(span: Span, { logs, where, context: { set, fileTimeMs } }: { logs: readonly SpanEvent[]; where: string; context: Context }): ReadItem {
  const content = contentOf(span, logs);
  const facts = factsOf(span, logs);
  const outcome = callFromLog({ ...facts, requestedModel: facts.requestedModel ?? set['model'], ...(content !== undefined && { content }) }, {}, { time: millis, set: { provider: UNNAMED_PROVIDER, ...set }, fileTimeMs });
  return outcome.known ? { call: outcome.value, recordText: textOf(span), where } : { skipped: { where, reason: outcome.reason } };
}

/** What a span without ids is told from others by. */
const textOf = (span: Span): string => (span.traceId !== '' && span.spanId !== '' ? `span:${span.traceId}/${span.spanId}` : JSON.stringify(span, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));

/**
 * The calls of a list of spans and log events that is all there is to see, such as one export request. Pure.
 * Example: an agent's span with 30 input tokens around two chat spans of 10 and 20 -> two calls, one folded
 */
export function callsOfSpans(parts: readonly (Span | LogEvent)[], context: Context): ReadItem[] {
  const desk = createDesk(context);
  const items = desk.take(parts.map((part, index) => ({ part, where: `span ${index + 1}`, size: 0 })));
  return [...items, ...desk.end()];
}
