// What the other files of a run hold of the same traces: spans, which tell calls from wrappings, and events, which hold the text of calls.
import { createRunIndex } from '../companions.js';
import type { Companion, SourceInput } from '../source.js';
import { withPlainNames } from './claude-code-span.js';
import { entriesOf } from './entries.js';
import { isEvent } from './events.js';
import { type SpanTree, markOf } from './marks.js';
import type { LogEvent, Span } from './span.js';

export interface Others {
  /** Spans of that trace in any file of the run. */
  tree(traceId: string): SpanTree | undefined;
  /** Events of that span in files other than this one. */
  events(traceId: string, spanId: string): readonly LogEvent[];
}
export const noOthers: Others = { tree: () => undefined, events: () => [] };

/** Characters of events, and spans, that are remembered of one run; guards for memory. */
const MAX_EVENT_SIZE = 64 * 1024 * 1024;
const MAX_SPANS = 300_000;

interface Index {
  trees: Map<string, SpanTree>;
  spans: number;
  events: Map<string, { file: string; event: LogEvent }[]>;
  eventSize: number;
}

const indexOf = createRunIndex<Index>(() => ({ trees: new Map(), spans: 0, events: new Map(), eventSize: 0 }), addFile);

export async function othersOf(input: SourceInput): Promise<Others> {
  if ((input.companions ?? []).length === 0) return noOthers;
  const { trees, spans, events, eventSize } = await indexOf(input);
  if (eventSize >= MAX_EVENT_SIZE) input.note('the log files beside it hold more text than can be joined at once; the rest of their messages was left out');
  if (spans >= MAX_SPANS) input.note(`the files beside it hold more than ${MAX_SPANS} spans: of a trace that lies in several of them a wrapping may count beside its calls; import fewer hours at a time`);
  return {
    tree: (traceId) => trees.get(traceId),
    events: (traceId, spanId) => (events.get(`${traceId}/${spanId}`) ?? []).filter(({ file }) => file !== input.name).map(({ event }) => event),
  };
}

async function addFile(index: Index, companion: Companion): Promise<void> {
  for await (const batch of entriesOf({ name: companion.name, chunks: companion.chunks(), bytes: companion.bytes })) {
    if (index.spans >= MAX_SPANS && index.eventSize >= MAX_EVENT_SIZE) return;
    for (const entry of batch) {
      if (!('parts' in entry)) continue;
      for (const { part, size } of entry.parts) {
        if ('scopeVersion' in part) addSpan(index, withPlainNames(part));
        else if (part.spanId !== '' && index.eventSize < MAX_EVENT_SIZE && isEvent(part)) {
          const key = `${part.traceId}/${part.spanId}`;
          index.events.set(key, [...(index.events.get(key) ?? []), { file: companion.name, event: part }]);
          index.eventSize += size;
        }
      }
    }
  }
}

function addSpan(index: Index, span: Span): void {
  if (span.traceId === '' || span.spanId === '' || index.spans >= MAX_SPANS) return;
  const tree = index.trees.get(span.traceId) ?? { parents: new Map(), marks: new Map() };
  index.trees.set(span.traceId, tree);
  if (tree.parents.has(span.spanId)) return;
  index.spans += 1;
  tree.parents.set(span.spanId, span.parentId);
  const mark = markOf(span);
  if (mark !== undefined) tree.marks.set(span.spanId, mark);
}
