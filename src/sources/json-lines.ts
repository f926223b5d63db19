import { type Outcome, unknown } from '../model/outcome.js';
import type { CapturedCall } from '../model/call.js';
import { TOO_LONG, linesOf } from './lines.js';
import type { ReadItem, SourceInput } from './source.js';

type JsonRecord = Readonly<Record<string, unknown>>;

/** What one record gave: a call, or why not; weight and store id where the record states them, and whether its id is none. */
export type RecordReading = { outcome: Outcome<CapturedCall>; weightMillionths?: number | undefined; storeId?: string | undefined; isIdShownOnly?: boolean };

export const isRecord = (value: unknown): value is JsonRecord => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads one JSON object a line. Blank lines are no records. */
export async function* readJsonLines(input: SourceInput, read: (record: JsonRecord) => RecordReading): AsyncGenerator<readonly ReadItem[]> {
  for await (const { firstLine, texts } of linesOf(input.chunks)) {
    const items: ReadItem[] = [];
    for (const [index, text] of texts.entries()) {
      const where = `line ${firstLine + index}`;
      if (text === undefined) items.push({ skipped: { where, reason: TOO_LONG } });
      else if (text.trim() !== '') items.push(readLine(text, { where, read }));
    }
    if (items.length > 0) yield items;
  }
}

function readLine(text: string, { where, read }: { where: string; read: (record: JsonRecord) => RecordReading }): ReadItem {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { skipped: { where, reason: 'not JSON (a broken or cut line)' } };
  }
  if (!isRecord(json)) return { skipped: { where, reason: 'not a JSON object' } };
  const { outcome, weightMillionths, storeId, isIdShownOnly } = readShallow(json, read);
  if (!outcome.known) return { skipped: { where, reason: outcome.reason } };
  return { call: outcome.value, recordText: text, where, weightMillionths, storeId, ...(isIdShownOnly === true && { isIdShownOnly }) };
}

/** A record nested deeper than the stack is that record's fault. */
function readShallow(json: JsonRecord, read: (record: JsonRecord) => RecordReading): RecordReading {
  try {
    return read(json);
  } catch (error) {
    if (error instanceof RangeError) return notOfFormat('the JSON is nested too deeply');
    throw error;
  }
}

/** For sources whose fields a record lacks. */
export const notOfFormat = (what: string): RecordReading => ({ outcome: unknown(what) });
