import type { TextKind } from '../../model/call.js';
import type { measuredTexts } from './tokenizers.js';

/** A vocabulary that was measured, or one that stands in for a vocabulary that is not public. */
export interface TokenizerFamily {
  /** Key of `measuredLogRatios`. */
  measured: string;
  /** Tokens per token of `measured`. */
  factor: number;
  /** One standard deviation of ln(true ratio) that the measurement does not cover; 0 where the vocabulary itself was measured. */
  assumedSd: number;
  source: string;
}

const HALF_BAND = 1.2816;
/** A band of ± 15 % at 80 %: the width that the derivations below deserve. */
const BAND_15 = Math.log(1.15) / HALF_BAND;
const BAND_10 = Math.log(1.1) / HALF_BAND;
const MEASURED = 'tokens counted on 31 public texts';

export const tokenizerFamilies: Readonly<Record<string, TokenizerFamily>> = {
  o200k: { measured: 'o200k', factor: 1, assumedSd: 0, source: MEASURED },
  'openai-6': { measured: 'o200k', factor: 1, assumedSd: BAND_10, source: 'not published; o200k_base assumed' },
  cl100k: { measured: 'cl100k', factor: 1, assumedSd: 0, source: MEASURED },
  'claude-2': { measured: 'claude-2', factor: 1, assumedSd: 0, source: MEASURED },
  'claude-3': { measured: 'claude-2', factor: 1.1, assumedSd: BAND_15, source: 'not public; Claude 2 vocabulary x 1.1 (ai-tokenizer 1.0.6), ± 15 %' },
  'claude-4.7': { measured: 'claude-2', factor: 1.1 * 1.3, assumedSd: BAND_15, source: 'not public; "approximately 30 percent more tokens" than earlier Claude (Anthropic token counting page), ± 15 %' },
  gemini: { measured: 'gemma-3', factor: 1, assumedSd: BAND_10, source: 'not public; Gemma 3 vocabulary stands in' },
  'gemma-3': { measured: 'gemma-3', factor: 1, assumedSd: 0, source: MEASURED },
  'llama-3': { measured: 'llama-3', factor: 1, assumedSd: 0, source: MEASURED },
  'llama-4': { measured: 'llama-3', factor: 1, assumedSd: BAND_15, source: 'not measured; Llama 3 vocabulary stands in' },
  'mistral-1': { measured: 'mistral-1', factor: 1, assumedSd: 0, source: MEASURED },
  'mistral-3': { measured: 'mistral-3', factor: 1, assumedSd: 0, source: MEASURED },
  'mistral-tekken': { measured: 'mistral-tekken', factor: 1, assumedSd: 0, source: MEASURED },
  'mistral-late': { measured: 'mistral-tekken', factor: 1, assumedSd: BAND_10, source: 'not verified for this model; Tekken assumed' },
  'deepseek-3': { measured: 'deepseek-3', factor: 1, assumedSd: 0, source: MEASURED },
  'deepseek-4': { measured: 'deepseek-3', factor: 1, assumedSd: BAND_10, source: 'not verified for V4; the V3 vocabulary assumed' },
  'qwen-3': { measured: 'qwen-3', factor: 1, assumedSd: 0, source: MEASURED },
  'qwen-3.5': { measured: 'qwen-3', factor: 1, assumedSd: BAND_10, source: 'not verified after Qwen 3; its vocabulary assumed' },
  grok: { measured: 'o200k', factor: 1, assumedSd: BAND_15, source: 'calibration of ai-tokenizer 1.0.6' },
  nova: { measured: 'cl100k', factor: 1, assumedSd: BAND_15, source: 'calibration of ai-tokenizer 1.0.6' },
  glm: { measured: 'cl100k', factor: 1, assumedSd: BAND_15, source: 'calibration of ai-tokenizer 1.0.6' },
  kimi: { measured: 'claude-2', factor: 1.1, assumedSd: BAND_15, source: 'calibration of ai-tokenizer 1.0.6' },
  minimax: { measured: 'claude-2', factor: 1.1, assumedSd: BAND_15, source: 'calibration of ai-tokenizer 1.0.6' },
};

/** Both stand on the same unknown vocabulary, so that only the published step between them is uncertain. */
export const relatedFamilies: readonly { from: string; to: string; ratio: number; low: number; high: number; source: string }[] = [
  { from: 'claude-3', to: 'claude-4.7', ratio: 1.3, low: 1.3 * 0.85, high: 1.3 * 1.15, source: 'Anthropic token counting page: approximately 30 percent more tokens; ± 15 %' },
];

/** Base model -> tokenizer; first match wins. None = no ratio is known. */
export const tokenizerRules: readonly (readonly [RegExp, string])[] = [
  [/^openai\/(gpt-4o|gpt-4\.1|gpt-4\.5|gpt-5|o1|o3|o4|chatgpt-4o|codex|gpt-oss)/, 'o200k'],
  [/^openai\/gpt-[67]/, 'openai-6'],
  [/^openai\/(gpt-4|gpt-3\.5|text-embedding)/, 'cl100k'],
  [/^anthropic\/claude-(opus-4-[78]|opus-5|sonnet-5|haiku-5|fable|mythos)/, 'claude-4.7'],
  [/^anthropic\/claude-(3|opus|sonnet|haiku)/, 'claude-3'],
  [/^anthropic\/claude/, 'claude-2'],
  [/^google\/gemini/, 'gemini'],
  [/^google\/gemma-3/, 'gemma-3'],
  [/^google\/gemma/, 'gemini'],
  [/^meta-llama\/llama-3/, 'llama-3'],
  [/^meta-llama\/llama-4/, 'llama-4'],
  [/^mistralai\/(mistral-7b|mixtral|mistral-tiny|mistral-small-2402|mistral-medium$|mistral-medium-2312)/, 'mistral-1'],
  [/^mistralai\/(mistral-large-240[27]|mistral-large-2411|codestral|pixtral-large|mistral-small-2409)/, 'mistral-3'],
  [/^mistralai\/(open-mistral-nemo|ministral|pixtral-12b|mistral-small-250[136]|mistral-small-24b)/, 'mistral-tekken'],
  [/^mistralai\//, 'mistral-late'],
  [/^deepseek\/deepseek-(v3|r1|chat|reasoner|v2\.5)/, 'deepseek-3'],
  [/^deepseek\/deepseek-v4/, 'deepseek-4'],
  [/^qwen\/(qwen2|qwen3(-|$)|qwq|qwen-(max|plus|turbo|flash|vl)|qvq)/, 'qwen-3'],
  [/^qwen\/qwen3\./, 'qwen-3.5'],
  [/^x-ai\//, 'grok'],
  [/^amazon\/nova/, 'nova'],
  [/^z-ai\//, 'glm'],
  [/^moonshotai\//, 'kimi'],
  [/^minimax\//, 'minimax'],
  [/^microsoft\/phi-4/, 'cl100k'],
];

/** Texts that speak for each of our text kinds, with their weights: prompts are mostly English, so the other Latin languages share one English text's weight. */
export const textsOfKind: Readonly<Record<TextKind, Readonly<Partial<Record<(typeof measuredTexts)[number], number>>>>> = {
  prose: {
    english_prose: 1, markdown_docs: 1, udhr_english: 1, udhr_french: 0.125, udhr_german: 0.125, udhr_spanish: 0.125, udhr_italian: 0.125, udhr_portuguese: 0.125,
    udhr_polish: 0.125, udhr_russian: 0.125, udhr_turkish: 0.125,
  },
  code: { code_python: 1, code_typescript: 1, yaml: 0.5 },
  json: { json_api_bodies: 1, json_minified: 1 },
  table: { markdown_table: 1, csv_numbers: 1 },
  cjk: { chinese_prompts_md: 1, udhr_chinese_simplified: 1, udhr_japanese: 1, udhr_korean: 1 },
  other: { udhr_arabic: 1, udhr_hindi: 1, udhr_thai: 1, udhr_greek: 0.5, udhr_ukrainian: 0.5, urls: 1, base64: 0.5, hex_sha256: 0.5 },
};
