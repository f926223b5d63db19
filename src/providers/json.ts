/** Lenient reading of JSON that others wrote: what is not of the wanted kind is absent, never an error. */

export type JsonObject = Readonly<Record<string, unknown>>;

const EMPTY: JsonObject = {};

/** Example: objectOf([1]) -> {}; objectOf({ a: 1 }) -> { a: 1 } */
export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : EMPTY);

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A non-empty string; else absent. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** A finite number, also as a plain decimal text (64-bit counts of Google's JSON, log stores); else absent. Example: '12' -> 12; '1e3' and '' -> absent */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'string') return PLAIN_NUMBER.test(value) ? Number(value) : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

const PLAIN_NUMBER = /^-?\d{1,15}(\.\d{1,12})?$/;

/** An entry of a table of ours under a name that others wrote; absent for names of every object ('constructor'). */
export const entryOf = <T>(table: Readonly<Record<string, T>>, name: unknown): T | undefined => (typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined);

/** First argument that is not absent. */
export const firstOf = <T>(...values: readonly (T | undefined)[]): T | undefined => values.find((value) => value !== undefined);

export const compactJson = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** JSON of a text; absent when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** String values of an object, numbers and booleans written out: the shape of tags. Example: { team: 'a', n: 1, x: {} } -> { team: 'a', n: '1' } */
export function flatTexts(value: unknown): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, entry] of Object.entries(objectOf(value))) {
    if (typeof entry === 'string') texts[name] = entry;
    else if (typeof entry === 'number' || typeof entry === 'boolean') texts[name] = String(entry);
  }
  return texts;
}

/** Sum of the counts that are there; absent when none is. Example: sumOf(3, undefined) -> 3 */
export function sumOf(...counts: readonly (number | undefined)[]): number | undefined {
  const present = counts.filter((count) => count !== undefined);
  return present.length === 0 ? undefined : present.reduce((sum, count) => sum + count, 0);
}

/** Fields that shape an answer beside those that are read by name, under one name for all families: one request on two providers is then the same. */
const samplingNames: readonly (readonly [name: string, spellings: readonly string[]])[] = [
  ['top_p', ['top_p', 'topP']], ['top_k', ['top_k', 'topK']], ['min_p', ['min_p']], ['top_a', ['top_a']], ['typical_p', ['typical_p']],
  ['stop', ['stop', 'stop_sequences', 'stopSequences']], ['frequency_penalty', ['frequency_penalty', 'frequencyPenalty']],
  ['presence_penalty', ['presence_penalty', 'presencePenalty']], ['repetition_penalty', ['repetition_penalty']], ['logit_bias', ['logit_bias']],
  ['modalities', ['modalities', 'response_modalities', 'responseModalities']], ['audio', ['audio']], ['verbosity', ['verbosity']], ['best_of', ['best_of']], ['echo', ['echo']],
  ['dimensions', ['dimensions', 'output_dimension']], ['safe_prompt', ['safe_prompt']],
];

const isSet = (value: unknown): boolean => value !== undefined && value !== null && !(typeof value === 'object' && Object.keys(value).length === 0);

/**
 * What else of a request shapes its answer, as compact JSON in a fixed order; absent when nothing is set. A single stop text is a list of one.
 * Example: { topP: 0.5, stop: 'END', model: 'x' } -> { sampling: '{"top_p":0.5,"stop":["END"]}' }
 */
export function readSampling(request: JsonObject): { sampling?: string } {
  const set = samplingNames.flatMap(([name, spellings]) => {
    const value = spellings.map((spelling) => request[spelling]).find(isSet);
    return value === undefined ? [] : [[name, name === 'stop' && typeof value === 'string' ? [value] : value] as const];
  });
  return set.length === 0 ? {} : { sampling: JSON.stringify(Object.fromEntries(set)) };
}
