// Tracing tools let one call stand in another: a helper that is traced as a model call around the SDK's own call, with the same usage. Only the inner one is a call.
import { type Usage, inputTokensOf } from '../model/usage.js';
import { keepNewest } from './keep-newest.js';
import type { RecordReading } from './records.js';

type CallReading = Extract<RecordReading, { outcome: unknown }>;

interface Held {
  id: string;
  ancestors: readonly string[];
  reading: CallReading;
  inner: Inner[];
  characters: number;
}

/** What is remembered of a call that stands in others. */
export interface Inner {
  id: string;
  input: number | undefined;
  output: number | undefined;
}

/** A call in another file. */
export interface KnownCall extends Inner {
  /** What it stands in, the nearest first. */
  ancestors: readonly string[];
}

export interface NestedCalls {
  /** A call that another file gives out. */
  know(call: KnownCall): void;
  /** A record that is no call: what stands in it stands in what it stands in. */
  link(id: string, parent: string | undefined): void;
  /** A call with the ids of what it stands in, the nearest first (its parent alone will do). Gives what need not be held any longer. */
  add(call: { id: string; ancestors: readonly string[]; reading: CallReading; characters: number }): RecordReading[];
  /** Everything that is still held. */
  end(): RecordReading[];
}

/** Calls that wait for others to stand in them; a wrapper and what it wraps are written close to each other. */
const MAX_HELD = 1000;
const MAX_HELD_CHARACTERS = 16 * 1024 * 1024;
/** Ids that are remembered on either side. */
const MAX_REMEMBERED = 50_000;
const MAX_DEPTH = 32;

/**
 * Tells calls from their wrappers whichever is written first. A call wraps what stands in it when it has no counts of its own, or those of one inner call, or the sum of all; then it is
 * folded. Any other call in a call is a call of its own (a tool that asks another model).
 */
export function createNestedCalls(): NestedCalls {
  const held = new Map<string, Held>();
  let heldCharacters = 0;
  const parents = new Map<string, string>();
  const waiting = new Map<string, Inner[]>();

  /** From the nearest on, through the records that are no calls. */
  const chainOf = (ancestors: readonly string[]): string[] => {
    const chain = [...ancestors];
    for (let last = chain.at(-1); last !== undefined && chain.length < MAX_DEPTH; last = chain.at(-1)) {
      const parent = parents.get(last);
      if (parent === undefined || chain.includes(parent)) break;
      chain.push(parent);
    }
    return chain;
  };
  const wait = (ancestor: string, inner: Inner): void => {
    const list = waiting.get(ancestor);
    if (list === undefined) remember(waiting, ancestor, [inner]);
    else if (list.length < MAX_HELD) putOnce(list, inner);
  };
  const place = (chain: readonly string[], inner: Inner): void => {
    for (const ancestor of chain) {
      const outer = held.get(ancestor);
      if (outer !== undefined) {
        putOnce(outer.inner, inner);
        return;
      }
      wait(ancestor, inner);
    }
  };
  /** What has been counted as standing directly in the ancestors stands in `call` first. */
  const takeOver = (chain: readonly string[], inner: readonly Inner[]): void => {
    if (inner.length === 0) return;
    const isOther = (entry: Inner): boolean => !inner.some(({ id }) => id === entry.id);
    for (const ancestor of chain) {
      const outer = held.get(ancestor);
      if (outer !== undefined) outer.inner = outer.inner.filter(isOther);
      const list = waiting.get(ancestor);
      if (list !== undefined) waiting.set(ancestor, list.filter(isOther));
    }
  };
  const release = (call: Held): RecordReading => {
    held.delete(call.id);
    heldCharacters -= call.characters;
    return wraps(call) ? { folded: 'wrapping-span', where: call.reading.where } : call.reading;
  };
  return {
    know: ({ id, ancestors, input, output }) => place(chainOf(ancestors).filter((ancestor) => ancestor !== id), { id, input, output }),
    link(id, parent) {
      if (parent === undefined || parent === id) return;
      remember(parents, id, parent);
      const list = waiting.get(id);
      if (list === undefined) return;
      waiting.delete(id);
      for (const inner of list) place(chainOf([parent]), inner);
    },
    add({ id, ancestors, reading, characters }) {
      if (held.has(id)) return [{ folded: 'shown-twice' }];
      const chain = chainOf(ancestors).filter((ancestor) => ancestor !== id);
      const inner = waiting.get(id) ?? [];
      waiting.delete(id);
      takeOver(chain, inner);
      place(chain, { id, ...countsOf(reading) });
      if (chain[0] !== undefined) remember(parents, id, chain[0]);
      held.set(id, { id, ancestors, reading, inner, characters });
      heldCharacters += characters;
      if (held.size <= MAX_HELD && heldCharacters <= MAX_HELD_CHARACTERS) return [];
      const released: RecordReading[] = [];
      for (const oldest of held.values()) {
        if (held.size <= MAX_HELD / 2 && heldCharacters <= MAX_HELD_CHARACTERS / 2) break;
        released.push(release(oldest));
      }
      return released;
    },
    end: () => [...held.values()].map(release),
  };
}

/** The same call may stand in two files. */
function putOnce(list: Inner[], inner: Inner): void {
  if (!list.some(({ id }) => id === inner.id)) list.push(inner);
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  keepNewest(map, MAX_REMEMBERED);
}

function countsOf({ outcome }: CallReading): { input: number | undefined; output: number | undefined } {
  if (!outcome.known) return { input: undefined, output: undefined };
  const usage: Usage = outcome.value.usage;
  const input = inputTokensOf(usage);
  return { input: input.known ? input.value : undefined, output: usage.outputTokens };
}

const sum = (counts: readonly (number | undefined)[]): number => counts.reduce<number>((total, count) => total + (count ?? 0), 0);

/** Example: 100 input and 20 output around calls of 60 + 40 input and 15 + 5 output -> true */
function wraps({ reading, inner }: Held): boolean {
  if (inner.length === 0) return false;
  const { input, output } = countsOf(reading);
  if ((input ?? 0) === 0 && (output ?? 0) === 0) return true;
  const isSame = (one: number | undefined, other: number | undefined): boolean => (one ?? 0) === (other ?? 0);
  if (inner.some((entry) => isSame(entry.input, input) && isSame(entry.output, output))) return true;
  return isSame(sum(inner.map((entry) => entry.input)), input) && isSame(sum(inner.map((entry) => entry.output)), output);
}
