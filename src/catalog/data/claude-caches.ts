import type { CacheRule } from '../../model/catalog.js';
import type { CacheRuleRow } from '../records.js';

const explicit = (minimumTokens: number): CacheRule => ({ minimumTokens, lifetime: '5m', isAutomatic: false, chargesWrites: true });
const source = 'Anthropic prompt caching, https://platform.claude.com/docs/en/build-with-claude/prompt-caching';

/** Prompt caches of Claude, on every host; first match wins. */
export const claudeCaches: readonly CacheRuleRow[] = [
  { model: /claude-(opus-5|fable-5|mythos-5|haiku-5-5|sonnet-5-5)/, rule: explicit(512), source },
  { model: /claude-(opus-4-5|opus-4-6|haiku-4-5)/, rule: explicit(4096), source },
  { model: /claude-(opus-4-7|3-haiku|3-5-haiku)/, rule: explicit(2048), source },
  { model: /claude-(3|opus-4|sonnet-4|sonnet-5)/, rule: explicit(1024), source },
];
