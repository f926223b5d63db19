/** A map that forgets what was not set again for `spanMs`; what is younger is always there. It may remember longer: whoever asks compares times. */
export interface RecentMap<K, V> {
  get: (key: K) => V | undefined;
  /** Like `get`, and as if the value had been set again: for values that are changed in place. */
  renew: (key: K) => V | undefined;
  set: (key: K, value: V) => void;
  /** Tells the time, ms; never goes back. */
  advance: (now: number) => void;
}

/** Two generations: a key lives in the one in which it was last set, and the older one is dropped whole each `spanMs`. */
export function createRecentMap<K, V>(spanMs: number): RecentMap<K, V> {
  let current = new Map<K, V>();
  let former = new Map<K, V>();
  let began: number | undefined;
  return {
    get: (key) => current.get(key) ?? former.get(key),
    renew: (key) => {
      const value = current.get(key);
      if (value !== undefined) return value;
      const older = former.get(key);
      if (older !== undefined) current.set(key, older);
      return older;
    },
    set: (key, value) => {
      current.set(key, value);
    },
    advance: (now) => {
      began ??= now;
      if (now - began <= spanMs) return;
      former = now - began <= 2 * spanMs ? current : new Map<K, V>();
      current = new Map<K, V>();
      began = now;
    },
  };
}
