// What the recording thread takes from the readers of logs: result files of batch jobs, and OpenTelemetry exports.
import type { CapturedCall } from '../../model/call.js';
import { decodeBody, joined } from '../../recorder/record-decode.js';
import type { PackedExport } from '../../recorder/record-pack.js';
import { decodeExport, partsOf } from '../../sources/otel.js';
import { type Desk, createDesk } from '../../sources/otel/desk.js';
import { source as batchResults } from '../../sources/openai-batch.js';
import type { ReadItem } from '../../sources/source.js';

export interface NamedCall {
  call: CapturedCall;
  fallbackKey: string;
}

/** The calls of a file of batch results. `place` tells equal lines of two files apart where a line has no id. */
export async function callsOfResults(bytes: Uint8Array, { provider, seenAt, place }: { provider: string | undefined; seenAt: number; place: string }): Promise<{ calls: NamedCall[]; skipped: string[] }> {
  const calls: NamedCall[] = [];
  const skipped: string[] = [];
  const chunks = (async function* () {
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  })();
  const set: Record<string, string> = provider === undefined ? {} : { provider };
  for await (const items of batchResults.read({ name: 'batch results', chunks, fileTimeMs: seenAt, options: { map: {}, set }, note: () => undefined })) {
    for (const item of items) {
      if ('call' in item) calls.push({ call: { ...item.call, timeSource: 'record' }, fallbackKey: `recorder:${place}/${calls.length}` });
      else if ('skipped' in item && item.skipped.isNoCall !== true) skipped.push(item.skipped.reason);
    }
  }
  return { calls, skipped };
}

/** ms after which what is held of a trace is judged: its spans are exported within seconds of each other. */
const QUIET_MS = 10_000;

export interface SpanReader {
  take(each: PackedExport): { calls: NamedCall[]; skipped: string[]; spans: number };
  /** Calls of what has been held long enough. */
  quiet(): { calls: NamedCall[] };
  end(): { calls: NamedCall[] };
}

/** One desk over all exports: the spans of a trace come in several of them, and what was told once is not told again. */
export function createSpanReader({ now }: { now(): number }): SpanReader {
  let desk: Desk | undefined;
  let heldSince: number | undefined;
  const namedOf = (items: readonly ReadItem[]): { calls: NamedCall[]; skipped: string[] } => ({
    calls: items.flatMap((item) => ('call' in item ? [{ call: item.call, fallbackKey: item.recordText.startsWith('span:') ? item.recordText : `otel:${item.recordText}` }] : [])),
    skipped: items.flatMap((item) => ('skipped' in item && item.skipped.isNoCall !== true ? [item.skipped.reason] : [])),
  });
  const flush = (): { calls: NamedCall[] } => {
    heldSince = undefined;
    return namedOf(desk?.end() ?? []);
  };
  return {
    take(each) {
      const { body, contentEncoding, contentType, receivedAt } = each;
      const plain = decodeBody(joined(body.pieces), contentEncoding);
      if (!plain.known) return { calls: [], skipped: [plain.reason], spans: 0 };
      const { parts, broken } = partsOfExport(plain.value, contentType);
      desk ??= createDesk({ set: {}, fileTimeMs: receivedAt });
      if (parts.length > 0) heldSince ??= now();
      const items = desk.take(parts.map((part, index) => ({ part, where: `span ${index + 1}`, size: Math.ceil(plain.value.length / parts.length) })));
      const named = namedOf(items);
      return { calls: named.calls, skipped: [...named.skipped, ...Array.from({ length: broken }, () => 'a span that cannot be read')], spans: parts.length };
    },
    quiet: () => (heldSince === undefined || now() - heldSince < QUIET_MS ? { calls: [] } : flush()),
    end: flush,
  };
}

function partsOfExport(bytes: Uint8Array, contentType: string): ReturnType<typeof decodeExport> {
  if (!/json/i.test(contentType)) return decodeExport(bytes);
  try {
    return { parts: [...(partsOf(JSON.parse(Buffer.from(bytes).toString('utf8'))) ?? [])], broken: 0 };
  } catch {
    return { parts: [], broken: 1 };
  }
}
