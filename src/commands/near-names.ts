/** Names shown in a hint. */
const SHOWN = 4;
/** Edits per character of the asked name beyond which a name is not near. */
const FARTHEST = 0.5;

/**
 * Names that were probably meant, nearest first, at most four: by edits (Levenshtein) to the whole name or to what follows its slash.
 *
 * Example: nearNames('gpt-4o-mimi', ['openai/gpt-4o-mini', 'openai/o3']) -> ['openai/gpt-4o-mini']
 */
export function nearNames(asked: string, names: readonly string[]): string[] {
  const wanted = asked.toLowerCase();
  const tail = wanted.slice(wanted.indexOf('/') + 1);
  return names
    .map((name) => ({ name, edits: Math.min(editsBetween(wanted, name), editsBetween(tail, name.slice(name.indexOf('/') + 1))) }))
    .filter(({ edits }) => edits <= FARTHEST * tail.length)
    .sort((a, b) => a.edits - b.edits || (a.name < b.name ? -1 : 1))
    .slice(0, SHOWN)
    .map(({ name }) => name);
}

/** Longest names compared: no id in a catalog is longer, and hostile ones cost nothing. */
const LONGEST = 120;

/** Insertions, deletions and exchanges that turn one text into the other. Example: 'mini' and 'mimi' -> 1 */
function editsBetween(one: string, other: string): number {
  const [from, to] = [one.slice(0, LONGEST), other.slice(0, LONGEST)];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const exchange = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(exchange, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
