/**
 * A bounded memory of a pure function's answers: the same text is worked on once. When full, the oldest half is forgotten. It changes no answer.
 *
 * Example: const remembered = rememberLast<number>(100); remembered('abc', (text) => text.length) -> 3, worked out at most once.
 */
export function rememberLast<T>(capacity: number): (text: string, work: (text: string) => T) => T {
  let younger = new Map<string, T>();
  let older = new Map<string, T>();
  return (text, work) => {
    let value = younger.get(text);
    if (value !== undefined) return value;
    value = older.get(text) ?? work(text);
    if (younger.size >= capacity / 2) {
      older = younger;
      younger = new Map();
    }
    younger.set(text, value);
    return value;
  };
}
