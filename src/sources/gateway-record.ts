// What the exports of gateways share: names in any case, a label for the environment, bodies quoted once too often.
import type { InclusiveUsage } from '../model/usage.js';
import type { JsonRecord } from './source.js';
import { object, opened, text } from './values.js';

const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * A record under names without case and signs, so that `request_created_at`, `requestCreatedAt` and `Request Created At` are one; the fields of the objects named in `inside` stand under
 * both names joined. Example: flatNames({ request: { created_at: 1 } }, ['request']) -> { request: {…}, requestcreatedat: 1 }
 */
export function flatNames(record: JsonRecord, inside: readonly string[] = []): JsonRecord {
  const flat: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(record)) {
    const plain = plainName(name);
    flat[plain] ??= value;
    if (inside.includes(plain)) for (const [inner, entry] of Object.entries(object(value))) flat[plain + plainName(inner)] ??= entry;
  }
  return flat;
}

const labelOf = (tags: Readonly<Record<string, string>>, pattern: RegExp): string | undefined => Object.entries(tags).find(([name]) => pattern.test(name))?.[1];

/** What the caller's own labels say of environment, user and conversation. Example: labelsOf({ Environment: 'prod', _user: 'u1' }) -> { env: 'prod', user: 'u1', session: undefined } */
export const labelsOf = (tags: Readonly<Record<string, string>>): { env: string | undefined; user: string | undefined; session: string | undefined } => ({
  env: labelOf(tags, /^_?(env|environment)$/i),
  user: labelOf(tags, /^_?(user|user_?id|end_?user)$/i),
  session: labelOf(tags, /^_?(session|session_?id|conversation_?id|thread_?id)$/i),
});

/** JSON inside a text, also where its quotes were doubled once more than CSV asks. Example: openedTwice('{""a"":""b""}') -> { a: 'b' } */
export function openedTwice(value: unknown): unknown {
  const inner = opened(value);
  if (typeof inner !== 'string' || !/^\s*[{[]\s*(""|\{\s*"")/.test(inner)) return inner;
  const single = opened(inner.replaceAll('""', '"'));
  return typeof single === 'string' ? inner : single;
}

/** A word for a model that says nothing. */
export const modelName = (value: unknown): string | undefined => {
  const name = text(value);
  return name === undefined || /^(unknown|unsupported|default)$/i.test(name) ? undefined : name;
};

/** Counts that were filled in with 0 where nobody counted: a call that went well read something. Example: realCounts({ inputTokens: 0, outputTokens: 0 }, { isOk: true }) -> {} */
export function realCounts(counts: InclusiveUsage, { isOk }: { isOk: boolean }): InclusiveUsage {
  const isBlank = Object.values(counts).every((tokens) => tokens === undefined || tokens === 0);
  return isOk && isBlank ? {} : counts;
}

/** Gateways write a cost of 0 where they know no price: on a call that went well it says nothing. Example: realCost(0, { isOk: true }) -> undefined; realCost(0, { isOk: false }) -> 0 */
export const realCost = (usd: number | undefined, { isOk }: { isOk: boolean }): number | undefined => (usd === 0 && isOk ? undefined : usd);
