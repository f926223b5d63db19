import type { CatalogModel, Ratio } from '../model/catalog.js';
import type { Task, TextKind } from '../model/call.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { type TokenizerFamily, relatedFamilies, textsOfKind, tokenizerFamilies } from './data/tokenizer-families.js';
import { measuredLogRatios, measuredTexts } from './data/tokenizers.js';
import { measuredVerbosity } from './data/verbosity.js';

/** Standard normal quantile of 0.9: bands hold 80 %. */
export const Z80 = 1.2816;
/** ln. Texts differ from ours even where the vocabulary was measured: at least ± 1.3 % at 80 %. */
const LEAST_TEXT_SD = 0.01;

const SAME: Ratio = { ratio: 1, low: 1, high: 1, source: 'the same tokenizer' };

const bandOf = (log: number, sd: number, source: string): Ratio => ({ ratio: Math.exp(log), low: Math.exp(log - Z80 * sd), high: Math.exp(log + Z80 * sd), source });

/**
 * Tokens of `to` per token of `from` for the same text of that kind, with an 80 % band: weighted mean of the logarithm over the measured texts of the
 * kind; the band holds their spread and, for vocabularies that are not public, what was assumed. 1 and no band for the same tokenizer.
 *
 * Example: prose from o200k to Claude 3: 1.1 x the Claude 2 vocabulary, about 1.2.
 */
export function tokenRatioOf(from: CatalogModel, to: CatalogModel, textKind: TextKind): Outcome<Ratio> {
  if (from.baseModel === to.baseModel) return known(SAME);
  const unnamed = [from, to].find((model) => tokenizerFamilies[model.tokenizer] === undefined);
  const source = tokenizerFamilies[from.tokenizer];
  const target = tokenizerFamilies[to.tokenizer];
  if (unnamed !== undefined || source === undefined || target === undefined) return unknown(`no tokenizer ratio is known for ${(unnamed ?? to).id}`);
  if (from.tokenizer === to.tokenizer) return known(SAME);
  return known(familyRatio({ name: from.tokenizer, family: source }, { name: to.tokenizer, family: target }, textKind));
}

/** Tokens of the model per token of o200k_base, as published; absent where its vocabulary is not known. */
export function publishedRatio(model: CatalogModel, textKind: TextKind): Ratio | undefined {
  const [o200k, family] = [tokenizerFamilies['o200k'], tokenizerFamilies[model.tokenizer]];
  if (o200k === undefined || family === undefined) return undefined;
  return model.tokenizer === 'o200k' ? SAME : familyRatio({ name: 'o200k', family: o200k }, { name: model.tokenizer, family }, textKind);
}

/** Both stand on one unknown vocabulary, and only the step between them is published. */
export const areRelated = (one: CatalogModel, other: CatalogModel): boolean => relatedRatio(one.tokenizer, other.tokenizer) !== undefined;

interface NamedFamily { name: string; family: TokenizerFamily }

const ratios = new Map<string, Ratio>();

function familyRatio(from: NamedFamily, to: NamedFamily, textKind: TextKind): Ratio {
  const key = `${from.name}|${to.name}|${textKind}`;
  const found = ratios.get(key);
  if (found !== undefined) return found;
  const ratio = relatedRatio(from.name, to.name) ?? measuredRatio(from.family, to.family, textKind);
  ratios.set(key, ratio);
  return ratio;
}

function relatedRatio(from: string, to: string): Ratio | undefined {
  for (const related of relatedFamilies) {
    if (related.from === from && related.to === to) return { ratio: related.ratio, low: related.low, high: related.high, source: related.source };
    if (related.from === to && related.to === from) return { ratio: 1 / related.ratio, low: 1 / related.high, high: 1 / related.low, source: related.source };
  }
  return undefined;
}

function measuredRatio(from: TokenizerFamily, to: TokenizerFamily, textKind: TextKind): Ratio {
  const source = [...new Set([from.source, to.source])].join('; ');
  const sources = measuredLogRatios[from.measured] ?? [];
  const targets = measuredLogRatios[to.measured] ?? [];
  const weights = textsOfKind[textKind];
  let sum = 0;
  let squares = 0;
  let total = 0;
  measuredTexts.forEach((text, index) => {
    const weight = weights[text] ?? 0;
    if (weight === 0) return;
    const log = (targets[index] ?? 0) - (sources[index] ?? 0);
    sum += weight * log;
    squares += weight * log * log;
    total += weight;
  });
  const mean = sum / total;
  const spread = from.measured === to.measured ? 0 : Math.max(LEAST_TEXT_SD, Math.sqrt(Math.max(0, squares / total - mean * mean)));
  return bandOf(mean + Math.log(to.factor / from.factor), Math.hypot(spread, from.assumedSd, to.assumedSd), source);
}

/** Prompts after which a published length counts in full; with fewer it is drawn towards "as long as the incumbent's". */
const FULL_WEIGHT_PROMPTS = 200;
/** ln. A published mean over other people's prompts says this little of the mean over ours. */
const TASK_SD = 0.18;
const OTHER_TASK_SD = 0.28;
const UNPUBLISHED_SD = 0.4;
const VERBOSITY_SOURCE = 'published output lengths against gpt-4o (alpaca_eval, arena-hard, Vectara, ZeroEval), shrunk towards 1';

/**
 * Visible output of `to` over `from` on the same prompts, in tokens of `from`, with an 80 % band. Length on the task itself where it was published, else
 * over all tasks; a model that nothing is published for counts as long as gpt-4o, with a wide band. Reasoning is not part of it. The same weights: 1.
 *
 * Example: two models without figures: ratio 1, band exp(± 1.28 * sqrt(2) * 0.4), that is 0.48 to 2.06.
 */
export function outputRatioOf(from: CatalogModel, to: CatalogModel, task: Task): Ratio {
  if (from.baseModel === to.baseModel) return { ratio: 1, low: 1, high: 1, source: 'the same model' };
  const source = verbosityOf(from.baseModel, task);
  const target = verbosityOf(to.baseModel, task);
  return bandOf(target.log - source.log, Math.hypot(source.sd, target.sd), VERBOSITY_SOURCE);
}

function verbosityOf(baseModel: string, task: Task): { log: number; sd: number } {
  if (/^openai\/gpt-4o(-2024-\d\d-\d\d)?$/.test(baseModel)) return { log: 0, sd: TASK_SD };
  const published = measuredVerbosity[baseModel];
  if (published === undefined) return { log: 0, sd: UNPUBLISHED_SD };
  const own = published[task];
  if (own !== undefined) return { log: own[0] * shrink(own[1]), sd: TASK_SD };
  const all = Object.values(published);
  const prompts = all.reduce((sum, [, count]) => sum + count, 0);
  const mean = all.reduce((sum, [log, count]) => sum + log * count, 0) / prompts;
  return { log: mean * shrink(prompts) * 0.5, sd: OTHER_TASK_SD };
}

const shrink = (prompts: number): number => prompts / (prompts + FULL_WEIGHT_PROMPTS);

const NOTHING: Ratio = { ratio: 0, low: 0, high: 0, source: 'does not reason at this effort' };

/** Reasoning tokens per call. 0 where the model does not reason or is told not to; else unknown: no length per effort is published that would hold for other prompts. */
export function reasoningTokensOf(model: CatalogModel, effort: string): Outcome<Ratio> {
  if (model.efforts.length === 0) return known(NOTHING);
  const asked = effort === '' ? model.defaultEffort : effort === 'budget:0' ? 'none' : effort;
  if (asked === 'none' && model.efforts.includes('none')) return known(NOTHING);
  return unknown(`no published reasoning length for ${model.id} at effort ${asked ?? 'of its own choice'}`);
}
