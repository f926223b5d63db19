import type { CatalogModel } from '../model/catalog.js';
import type { ImageSums } from '../model/images.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { type ImageRule, type ToolRule, imageRules, toolRules } from './data/token-rules.js';

type Weights = Pick<CatalogModel, 'id' | 'baseModel'>;

function firstMatch<T>(rules: readonly (readonly [RegExp, T])[], found: Map<string, T | undefined>, baseModel: string): T | undefined {
  if (!found.has(baseModel)) found.set(baseModel, rules.find(([pattern]) => pattern.test(baseModel))?.[1]);
  return found.get(baseModel);
}

const imageMemory = new Map<string, ImageRule | undefined>();
const toolMemory = new Map<string, ToolRule | undefined>();

/** How the model counts images; absent where nobody says. */
export const imageRuleOf = (model: Weights): ImageRule | undefined => firstMatch(imageRules, imageMemory, model.baseModel);

/** What tools add to a request of the model; absent where it is not known. */
export const toolRuleOf = (model: Weights): ToolRule | undefined => firstMatch(toolRules, toolMemory, model.baseModel);

/**
 * Input tokens that the model makes of images, >= 0; sums over calls give sums of tokens. Unknown when the size of one is unknown or the family has no rule.
 * Rounding up per image, where a family multiplies, is left out: at most one token an image.
 *
 * Example: one image of 1024 x 1024 has 4 tiles: gpt-4o 85 + 4 x 170 = 765, gpt-4o-mini 2833 + 4 x 5667 = 25,501, Claude Opus 4.6 37 x 37 = 1369 tokens.
 */
export function imageTokens(model: Weights, images: ImageSums): Outcome<number> {
  if (images.images === 0) return known(0);
  const rule = imageRuleOf(model);
  if (rule === undefined) return unknown(`how ${model.id} counts images is not known`);
  if (images.unsizedImages > 0) return unknown('the size of images is not known');
  return known(rule.perImage * images.images + rule.factor * images[rule.sum]);
}

/**
 * Tokens that tools add beyond the text of their definitions (a hidden system prompt, a frame around each), >= 0. Unknown where no figure is published or measured.
 *
 * Example: 10 calls with 3 tools each on gpt-4o: 10 x 16 + 30 x 6 = 340 tokens; on Claude Opus 4.7: 10 x (675 + 53) + 30 x 53 = 8,870 tokens.
 */
export function toolTokens(model: Weights, tools: { callsWithTools: number; toolDefinitions: number }): Outcome<number> {
  if (tools.callsWithTools === 0) return known(0);
  const rule = toolRuleOf(model);
  if (rule === undefined) return unknown(`what tools add to a request of ${model.id} is not known`);
  return known(rule.fixed * tools.callsWithTools + rule.perTool * tools.toolDefinitions);
}
