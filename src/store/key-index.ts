import type { Database } from 'better-sqlite3';

const HIGH_BITS = 0x100000;
const LOW_SPAN = 0x100000000;

/**
 * A name (an id or a key of a call) -> whole number, 52 bits: FNV-1a twice, over another start and multiplier. Only a place to look:
 * whoever finds a call there compares the name itself, so a collision costs a step and merges nothing.
 */
export function placeOf(name: string): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let at = 0; at < name.length; at += 1) {
    const unit = name.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995);
    high ^= high >>> 15;
  }
  low ^= low >>> 16;
  return ((high >>> 0) % HIGH_BITS) * LOW_SPAN + (low >>> 0);
}

/** Ids and keys are names of two kinds; the mark keeps the id `a` apart from the key `a`. */
export const idName = (id: string): string => `id\u0000${id}`;

/** Finds calls by name in `call_keys`: a place holds the call's `seq`; a taken place sends a name to the next one, and no place is ever freed. */
export interface KeyIndex {
  /** Gives the free ones of these names to `seq`, whose row is not written yet; `owners` = the calls that have the others. */
  claim: (names: readonly string[], seq: number) => { owners: readonly number[]; places: readonly number[] };
  find: (name: string) => number | undefined;
  pointPlaces: (places: readonly number[], seq: number) => void;
  /** Names that are there now lead to `seq`. */
  pointNames: (names: readonly string[], seq: number) => void;
}

export function createKeyIndex(database: Database): KeyIndex {
  const insert = database.prepare<[number, number]>('INSERT INTO call_keys (hash, seq) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING');
  const ownerAt = database.prepare<[number]>('SELECT k.seq, c.id, c.keys FROM call_keys k LEFT JOIN calls c ON c.seq = k.seq WHERE k.hash = ?').raw();
  const update = database.prepare<[number, number]>('UPDATE call_keys SET seq = ? WHERE hash = ?');

  /** Where a name is, else undefined. The call itself says whether the name is its own. */
  function locate(name: string): { place: number; seq: number } | undefined {
    for (let place = placeOf(name); ; place += 1) {
      const owner = ownerAt.get(place) as [number, string | null, string | null] | undefined;
      if (owner === undefined) return undefined;
      const [seq, id, keys] = owner;
      if (id !== null && keys !== null && (idName(id) === name || (JSON.parse(keys) as string[]).includes(name))) return { place, seq };
    }
  }

  function freePlace(name: string, seq: number): number {
    let place = placeOf(name) + 1;
    while (insert.run(place, seq).changes === 0) place += 1;
    return place;
  }

  return {
    claim: (names, seq) => {
      const owners: number[] = [];
      const places: number[] = [];
      for (const name of names) {
        const place = placeOf(name);
        if (insert.run(place, seq).changes === 1) {
          places.push(place);
          continue;
        }
        const owner = locate(name)?.seq;
        if (owner === undefined) places.push(freePlace(name, seq));
        else if (!owners.includes(owner)) owners.push(owner);
      }
      return { owners, places };
    },
    find: (name) => locate(name)?.seq,
    pointPlaces: (places, seq) => {
      for (const place of places) update.run(seq, place);
    },
    pointNames: (names, seq) => {
      for (const name of names) {
        const there = locate(name);
        if (there !== undefined) update.run(seq, there.place);
      }
    },
  };
}
