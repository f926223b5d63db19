import type { Citation } from '../../model/catalog.js';
import type { ImageSumName } from '../../model/images.js';

/** Tokens of images = `perImage` x images + `factor` x the sum named. */
export interface ImageRule extends Citation {
  perImage: number;
  sum: ImageSumName;
  factor: number;
  /** Upper bound of one image, tokens; absent where its shape alone sets none. */
  most?: number;
}

/** Tokens beyond the definitions' own text: `fixed` once where a request has tools, `perTool` for each of them. */
export interface ToolRule extends Citation {
  fixed: number;
  perTool: number;
}

const OPENAI_IMAGES = 'https://developers.openai.com/api/docs/guides/images-vision';
const CLAUDE_IMAGES = 'https://platform.claude.com/docs/en/build-with-claude/vision';
const GEMINI_IMAGES = 'https://ai.google.dev/gemini-api/docs/image-understanding';
const GEMINI_RESOLUTION = 'https://ai.google.dev/gemini-api/docs/media-resolution';
const CHECKED = '2026-11-22';
const MOST_TILES = 8;

const tiled = (base: number, tile: number, confidence: Citation['confidence'] = 'high'): ImageRule =>
  ({ perImage: base, sum: 'imageTiles', factor: tile, most: base + MOST_TILES * tile, source: OPENAI_IMAGES, checked: CHECKED, confidence });

const budgets = { imagePatches1536: 1536, imagePatches2500: 2500, imagePatches10000: 10_000, imagePatchesWhole: 30_000 } as const;

const patched = (sum: keyof typeof budgets, factor: number, confidence: Citation['confidence'] = 'high'): ImageRule =>
  ({ perImage: 0, sum, factor, most: budgets[sum] * factor, source: OPENAI_IMAGES, checked: CHECKED, confidence });

/** Base model -> how it counts images; first match wins. None = nobody says, so that image calls are not costed on it. */
export const imageRules: readonly (readonly [RegExp, ImageRule])[] = [
  [/^openai\/gpt-4o-mini/, tiled(2833, 5667)],
  [/^openai\/gpt-4\.1-mini/, patched('imagePatches1536', 1.62)],
  [/^openai\/gpt-4\.1-nano/, patched('imagePatches1536', 2.46)],
  [/^openai\/o4-mini/, patched('imagePatches1536', 1.72)],
  [/^openai\/(gpt-4o|chatgpt-4o|gpt-4\.1|gpt-4\.5)/, tiled(85, 170)],
  [/^openai\/gpt-4-turbo/, tiled(85, 170, 'medium')],
  [/^openai\/(o1|o1-pro|o3)$/, tiled(75, 150)],
  [/^openai\/o3-pro/, tiled(75, 150, 'medium')],
  [/^openai\/gpt-5(\.4)?-mini/, patched('imagePatches1536', 1.62)],
  [/^openai\/gpt-5(\.4)?-nano/, patched('imagePatches1536', 2.46)],
  [/^openai\/(gpt-5|gpt-5-chat)$/, tiled(70, 140)],
  [/^openai\/(gpt-5-codex|gpt-5-pro|gpt-5\.1|gpt-5\.1-chat)$/, tiled(70, 140, 'medium')],
  [/^openai\/gpt-5\.[23](-|$)/, patched('imagePatches1536', 1.2, 'medium')],
  [/^openai\/gpt-5\.4/, patched('imagePatches2500', 1.2)],
  [/^openai\/gpt-5\.5/, patched('imagePatches10000', 1.2)],
  [/^openai\/gpt-(5\.6|6)/, patched('imagePatchesWhole', 1.2)],
  [/^anthropic\/claude-(opus-4-[78]|opus-5|sonnet-5|haiku-5|fable|mythos)/, { perImage: 0, sum: 'imageClaudeHighPatches', factor: 1, most: 4784, source: CLAUDE_IMAGES, checked: CHECKED, confidence: 'high' }],
  [/^anthropic\/claude-(3|opus|sonnet|haiku)/, { perImage: 0, sum: 'imageClaudePatches', factor: 1, most: 1568, source: CLAUDE_IMAGES, checked: CHECKED, confidence: 'high' }],
  [/^google\/gemini-(flash-)?[12]/, { perImage: 0, sum: 'imageGemini2Tokens', factor: 1, most: 128 * 258, source: GEMINI_IMAGES, checked: CHECKED, confidence: 'medium' }],
  [/^google\/gemini-[34]/, { perImage: 0, sum: 'imageGemini3Tokens', factor: 1, most: 2240, source: GEMINI_RESOLUTION, checked: CHECKED, confidence: 'medium' }],
];

const CLAUDE_TOOLS = 'https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview';
const CALIBRATION = 'https://www.npmjs.com/package/ai-tokenizer/v/1.0.6';

/** ai-tokenizer measured 53 tokens a tool and, on eight of nine models, 53 tokens once beside the documented system prompt. */
const CLAUDE_PER_TOOL = 53;

const claude = (systemPrompt: number): ToolRule =>
  ({ fixed: systemPrompt + CLAUDE_PER_TOOL, perTool: CLAUDE_PER_TOOL, source: `${CLAUDE_TOOLS}; ${CALIBRATION}`, checked: CHECKED, confidence: 'medium' });

const calibrated = (fixed: number, perTool: number): ToolRule => ({ fixed, perTool, source: CALIBRATION, checked: CHECKED, confidence: 'medium' });

/** Base model -> what tools add; first match wins. None = not known, and then nothing is added or taken off. Claude with tool choice `auto`. */
export const toolRules: readonly (readonly [RegExp, ToolRule])[] = [
  [/^anthropic\/claude-opus-4-8/, claude(290)],
  [/^anthropic\/claude-opus-4-7/, claude(675)],
  [/^anthropic\/claude-(opus|sonnet)-4-6/, claude(497)],
  [/^anthropic\/claude-(opus|sonnet|haiku)-4-5/, claude(496)],
  [/^anthropic\/claude-(opus-4-1|opus-4|sonnet-4)$/, claude(313)],
  [/^anthropic\/claude-sonnet-5$/, claude(354)],
  [/^anthropic\/claude-3-5-haiku/, claude(264)],
  [/^anthropic\/claude-3-(7-sonnet|5-sonnet-20241022)/, claude(346)],
  [/^anthropic\/claude-3-5-sonnet-20240620/, claude(294)],
  [/^anthropic\/claude-3-opus/, claude(530)],
  [/^anthropic\/claude-3-sonnet/, claude(159)],
  [/^anthropic\/claude-3-haiku/, claude(264)],
  [/^openai\/(gpt-4o|gpt-4\.1|gpt-4-turbo|gpt-5-chat)/, calibrated(16, 6)],
  [/^openai\/gpt-5-(mini|nano)$/, calibrated(21, 6)],
  [/^openai\/gpt-5(-codex|-pro)?$/, calibrated(24, 6)],
  [/^openai\/gpt-5\.1-codex-mini$/, calibrated(21, 6)],
  [/^openai\/gpt-5\.1/, calibrated(103, 6)],
  [/^openai\/(o1|o3|o3-mini|o4-mini)$/, calibrated(19, 6)],
  [/^openai\/gpt-oss-120b/, calibrated(40, 9)],
  [/^openai\/gpt-oss-20b/, calibrated(38, 9)],
  [/^google\/gemini-(2\.0-flash|2\.5-(pro|flash)|3-pro)/, calibrated(0, 0)],
  [/^x-ai\/grok-2/, calibrated(107, 35)],
  [/^x-ai\/grok-3-mini/, calibrated(262, 32)],
  [/^x-ai\/grok-3/, calibrated(240, 32)],
  [/^x-ai\/grok-(4$|4-fast|4\.1-fast)/, calibrated(186, 32)],
  [/^x-ai\/grok-code-fast-1/, calibrated(167, 37)],
  [/^deepseek\/deepseek-v3\.2-exp/, calibrated(142, 42)],
  [/^deepseek\/deepseek-v3\.1-terminus/, calibrated(144, 43)],
  [/^deepseek\/deepseek-v3\.1/, calibrated(143, 71)],
  [/^deepseek\/deepseek-v3(-|$)/, calibrated(149, 71)],
  [/^mistralai\/pixtral-large/, calibrated(63, 60)],
  [/^mistralai\/(codestral|devstral-small|magistral|mistral-(large|medium|small))/, calibrated(60, 57)],
  [/^meta-llama\/llama-3\.1-8b/, calibrated(193, 47)],
  [/^meta-llama\/llama-3\.3-70b/, calibrated(173, 47)],
  [/^meta-llama\/llama-4-scout/, calibrated(532, 40)],
  [/^qwen\/qwen3-(14b|30b-a3b)/, calibrated(138, 56)],
  [/^qwen\/qwen3-32b/, calibrated(137, 55)],
  [/^qwen\/qwen3-235b/, calibrated(142, 60)],
  [/^qwen\/qwen3-max/, calibrated(245, 56)],
  [/^qwen\/qwen3-coder-plus/, calibrated(260, 52)],
  [/^amazon\/nova-(lite|micro|pro)/, calibrated(394, 41)],
  [/^moonshotai\/kimi-k2-thinking/, calibrated(33, 17)],
  [/^moonshotai\/kimi-k2(-0905|-instruct)?$/, calibrated(67, 54)],
  [/^minimax\/minimax-m2$/, calibrated(147, 51)],
];
