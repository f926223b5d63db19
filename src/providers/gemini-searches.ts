// Grounding with Google Search: https://ai.google.dev/gemini-api/docs/google-search, quoted by https://discuss.ai.google.dev/t/168136 and https://you.com/resources/gemini-web-search-api (read 2026-11-22). Models from Gemini 3 on are charged for every query they ran, empty and repeated
// ones aside; models before it for a grounded request, however many queries it took.
import { field } from './gemini-content.js';
import { type JsonObject, listOf, numberOf, objectOf, sumOf, textOf } from './json.js';

const FIRST_PER_QUERY = 3;

/** Whether a model is charged by the request: a Gemini of a version before 3, by its own name. Example: 'gemini-2.5-flash' -> true; 'models/gemini-3-pro', 'gemini-flash-latest' -> false */
function isChargedByRequest(model: string | undefined): boolean {
  const version = /gemini-(\d+)/.exec(model ?? '')?.[1];
  return version !== undefined && Number(version) < FIRST_PER_QUERY;
}

/** Searches that are charged of those that were run; absent where none was. */
const charged = (searches: number, model: string | undefined): number | undefined => (searches === 0 ? undefined : isChargedByRequest(model) ? 1 : searches);

/**
 * Paid searches of a reply of generateContent, a count >= 1; absent where it shows none. `candidates`: of all chunks.
 * Example: queries ['a', 'b', ''] -> 2 for gemini-3-pro, 1 for gemini-2.5-pro
 */
export function searchesOf(candidates: readonly JsonObject[], model: string | undefined): number | undefined {
  const queries = candidates.flatMap((candidate) => listOf(field(objectOf(field(candidate, 'groundingMetadata')), 'webSearchQueries'))).map((query) => textOf(query)?.trim());
  return charged(new Set(queries.filter((query) => query !== undefined && query !== '')).size, model);
}

/**
 * The same of an interaction: its usage counts the searches, older revisions show them only as steps.
 * Example: { grounding_tool_count: [{ type: 'google_search', count: 2 }] } -> 2 for gemini-3-pro, 1 for gemini-2.5-flash
 */
export function searchesOfInteraction(facts: { usage: JsonObject; steps: readonly JsonObject[]; model: string | undefined }): number | undefined {
  const counted = sumOf(...listOf(facts.usage['grounding_tool_count']).map(objectOf).filter((tool) => tool['type'] === 'google_search').map((tool) => numberOf(tool['count'])));
  if (counted !== undefined) return charged(counted, facts.model);
  const queries = facts.steps.filter((step) => step['type'] === 'google_search_call').flatMap((step) => listOf(objectOf(step['arguments'])['queries'])).map((query) => textOf(query)?.trim());
  return charged(new Set(queries.filter((query) => query !== undefined && query !== '')).size, facts.model);
}
