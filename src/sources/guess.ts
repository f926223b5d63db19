import type { CallField } from './fields.js';

/** Column names that can mean only one thing, without case and punctuation, the first is the best. Names without a unit (cost, latency) are not guessed. */
const namesByField: Readonly<Partial<Record<CallField, readonly string[]>>> = {
  startedAt: ['startedat', 'starttime', 'timestamp', 'requestcreatedat', 'requesttime', 'requesttimestamp', 'createdat', 'created', 'datetime', 'time', 'date', 'eventtime', 'loggedat', 'ts'],
  provider: ['provider', 'providername', 'customllmprovider', 'llmprovider', 'vendor'],
  requestedModel: ['requestedmodel', 'requestmodel', 'modelrequested'],
  model: ['model', 'modelname', 'responsemodel', 'servedmodel', 'modelid', 'engine', 'modelpermaslug'],
  inputTokens: ['inputtokens', 'prompttokens', 'contexttokens', 'requesttokens', 'tokensin', 'tokensprompt', 'inputtokencount', 'prompttokencount', 'numprompttokens', 'numinputtokens', 'inputlength'],
  cachedInputTokens: ['cachedinputtokens', 'cachedtokens', 'cachereadinputtokens', 'cachereadtokens', 'promptcachereadtokens', 'inputcachedtokens', 'tokenscached'],
  cacheWriteTokens: ['cachewritetokens', 'cachecreationinputtokens', 'cachecreationtokens', 'promptcachewritetokens', 'inputcachewritetokens'],
  outputTokens: ['outputtokens', 'completiontokens', 'generatedtokens', 'responsetokens', 'tokensout', 'tokenscompletion', 'outputtokencount', 'candidatestokencount', 'numcompletiontokens', 'numoutputtokens', 'outputlength'],
  reasoningTokens: ['reasoningtokens', 'thinkingtokens', 'outputreasoningtokens', 'tokensreasoning'],
  costUsd: ['costusd', 'totalcostusd', 'loggedcostusd'],
  latencyMs: ['latencyms', 'durationms', 'responsetimems', 'elapsedms', 'delayms'],
  ttftMs: ['ttftms', 'timetofirsttokenms'],
  status: ['status', 'statuscode', 'httpstatus', 'responsestatus'],
  finishReason: ['finishreason', 'stopreason'],
  user: ['user', 'userid', 'enduser'],
  session: ['session', 'sessionid', 'conversationid', 'threadid'],
  env: ['env', 'environment'],
  id: ['requestid', 'callid', 'responseid', 'generationid'],
  prompt: ['prompt', 'prompttext'],
  reply: ['reply', 'replytext', 'completion', 'completiontext', 'responsetext'],
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Example: plainLast('usage.prompt_tokens') -> 'prompttokens' */
const plainLast = (name: string): string => plain(name.split('.').at(-1) ?? name);

/**
 * Field -> column, for columns whose names are obvious. A whole name wins over the last part of a path; a column serves one field.
 * Example: ['TIMESTAMP', 'ContextTokens', 'GeneratedTokens'] -> { startedAt: 'TIMESTAMP', inputTokens: 'ContextTokens', outputTokens: 'GeneratedTokens' }
 */
export function guessMap(columns: readonly string[]): Partial<Record<CallField, string>> {
  const guessed: Partial<Record<CallField, string>> = {};
  const taken = new Set<string>();
  for (const [field, names] of Object.entries(namesByField) as [CallField, readonly string[]][]) {
    const column = names.flatMap((name) => [columns.find((entry) => plain(entry) === name), columns.find((entry) => entry.includes('.') && plainLast(entry) === name)]).find((entry) => entry !== undefined && !taken.has(entry));
    if (column === undefined) continue;
    guessed[field] = column;
    taken.add(column);
  }
  return guessed;
}

/** Enough to be a log of calls: tokens both ways, or tokens one way beside a model or a time. */
export function isLogOfCalls(map: Readonly<Partial<Record<CallField, string>>>): boolean {
  const sides = [map.inputTokens, map.outputTokens].filter((column) => column !== undefined).length;
  const company = [map.model ?? map.requestedModel, map.startedAt, map.prompt].filter((column) => column !== undefined).length;
  return sides === 2 || (sides === 1 && company > 0) || (map.prompt !== undefined && map.model !== undefined);
}
