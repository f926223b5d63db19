import { type ImagePart, type ImageSums, imageSumNames } from '../model/images.js';

/** Model sizing behaviour and cost of images: https://developers.openai.com/api/docs/guides/images-vision (read 2026-11-22). */
const OPENAI_PATCH = 32;
const TILE = 512;
const TILED_LONGEST = 2048;
const TILED_SHORTEST = 768;
const LOW_DETAIL_EDGE = 512;
/** https://platform.claude.com/docs/en/build-with-claude/vision and …/vision-coordinates (read 2026-11-22): 28-pixel patches, two limits by generation. */
const CLAUDE_PATCH = 28;
const CLAUDE_STANDARD = { edge: 1568, patches: 1568 };
const CLAUDE_HIGH = { edge: 2576, patches: 4784 };
/** https://ai.google.dev/gemini-api/docs/image-understanding and …/media-resolution (read 2026-11-22). */
const GEMINI_TILE_TOKENS = 258;
const GEMINI_SMALL_EDGE = 384;
const GEMINI_2_LOW_TOKENS = 64;
/** Tiles. What the longest edge that is taken and small units of 384 / 1.5 pixels give: 64 x 2. Thinner strips, for which nothing is documented, count no more. */
const GEMINI_MOST_TILES = 128;
const GEMINI_3_TOKENS = { low: 280, medium: 560, high: 1120, ultra_high: 2240 } as const;

/**
 * Pixels on a side: the largest WebP (https://www.rfc-editor.org/rfc/rfc9649). Anthropic refuses more than 8000
 * (https://platform.claude.com/docs/en/build-with-claude/vision, read 2026-11-22), OpenAI's guide counts one of 8192. The header of a larger image is taken for a slip
 * or an attack, and its size counts as unknown.
 */
const LARGEST_EDGE = 16_383;

const none = Object.fromEntries(imageSumNames.map((name) => [name, 0])) as ImageSums;

/**
 * Images of one call as whole numbers that add up over calls and from which the catalog's rules make tokens; absent without images. `isReported`: the provider
 * reported image tokens for this call.
 *
 * Example: one PNG of 1024 x 1024 -> images 1, tiles 4 (768 x 768), patches 32 x 32 = 1024, Claude patches 37 x 37 = 1369, Gemini 2 tokens 4 x 258.
 */
export function imageSumsOf(parts: readonly ImagePart[], { isReported }: { isReported: boolean }): ImageSums | undefined {
  if (parts.length === 0) return undefined;
  const sums = { ...none };
  for (const { width, height, detail } of parts) {
    sums.images += 1;
    if (isReported) sums.reportedImages += 1;
    if (width === undefined || height === undefined || !isSane(width) || !isSane(height)) {
      sums.unsizedImages += 1;
      continue;
    }
    const size = { width, height };
    const isLow = detail === 'low';
    sums.imageTiles += isLow ? 0 : tilesOf(size);
    sums.imagePatches1536 += isLow ? lowPatchesOf(size) : patchesWithin(fitEdge(size, TILED_LONGEST), 1536);
    sums.imagePatches2500 += isLow ? lowPatchesOf(size) : patchesWithin(fitEdge(size, TILED_LONGEST), 2500);
    sums.imagePatches10000 += isLow ? lowPatchesOf(size) : detail === 'high' ? patchesWithin(fitEdge(size, TILED_LONGEST), 2500) : patchesWithin(fitEdge(size, 6000), 10_000);
    sums.imagePatchesWhole += isLow ? lowPatchesOf(size) : patchesWithin(size, detail === 'high' ? 2500 : 30_000);
    sums.imageClaudePatches += claudePatchesOf(size, CLAUDE_STANDARD);
    sums.imageClaudeHighPatches += claudePatchesOf(size, CLAUDE_HIGH);
    sums.imageGemini2Tokens += isLow ? GEMINI_2_LOW_TOKENS : detail === 'medium' ? GEMINI_TILE_TOKENS : geminiTilesOf(size) * GEMINI_TILE_TOKENS;
    sums.imageGemini3Tokens += GEMINI_3_TOKENS[detail === undefined || detail === 'original' ? 'high' : detail];
  }
  return sums;
}

const isSane = (pixels: number): boolean => pixels >= 1 && pixels <= LARGEST_EDGE;

export interface Size { width: number; height: number }

const scaled = ({ width, height }: Size, factor: number): Size => ({ width: Math.max(1, Math.floor(width * factor)), height: Math.max(1, Math.floor(height * factor)) });

/** Shrinks so that the longer edge is at most `edge`; never enlarges. Whole numbers are multiplied before they are divided, so that 2244 x 1122 under 2048 is 2048 x 1024. */
function fitEdge(size: Size, edge: number): Size {
  const longest = Math.max(size.width, size.height);
  if (longest <= edge) return size;
  return { width: Math.max(1, Math.floor((size.width * edge) / longest)), height: Math.max(1, Math.floor((size.height * edge) / longest)) };
}

/**
 * 512-pixel squares after fitting into 2048 x 2048 and shrinking the shorter edge to 768. The two steps are one ratio of whole numbers, nothing is rounded
 * between them.
 * Examples: 2048 x 4096 -> 1024 x 2048 -> 768 x 1536 -> 2 x 3 = 6; 2244 x 1122 -> 2048 x 1024 -> 1536 x 768 -> 3 x 2 = 6.
 */
export function tilesOf({ width, height }: Size): number {
  const [longest, shortest] = [Math.max(width, height), Math.min(width, height)];
  const isFitted = longest > TILED_LONGEST;
  const isTooHigh = isFitted ? shortest * TILED_LONGEST > TILED_SHORTEST * longest : shortest > TILED_SHORTEST;
  const [times, per] = isTooHigh ? [TILED_SHORTEST, shortest] : isFitted ? [TILED_LONGEST, longest] : [1, 1];
  const squares = (edge: number): number => Math.max(1, Math.ceil((edge * times) / (per * TILE)));
  return squares(width) * squares(height);
}

const gridOf = ({ width, height }: Size, patch: number): number => Math.ceil(width / patch) * Math.ceil(height / patch);

/**
 * 32-pixel patches; over the budget the image shrinks so that it keeps within it after whole patches.
 * Example: 1800 x 2400 under 1536 -> 1056 x 1408 -> 33 x 44 = 1452.
 */
export function patchesWithin(size: Size, budget: number): number {
  const patches = gridOf(size, OPENAI_PATCH);
  if (patches <= budget) return patches;
  const factor = Math.sqrt((OPENAI_PATCH ** 2 * budget) / (size.width * size.height));
  const [wide, high] = [(size.width * factor) / OPENAI_PATCH, (size.height * factor) / OPENAI_PATCH];
  const adjusted = factor * Math.min(Math.max(1, Math.floor(wide)) / wide, Math.max(1, Math.floor(high)) / high);
  return gridOf(scaled(size, adjusted + Number.EPSILON), OPENAI_PATCH);
}

/** `low` shows the model a version that fits into 512 x 512. Example: 640 x 480 -> 512 x 384 -> 16 x 12 = 192. */
const lowPatchesOf = (size: Size): number => gridOf(fitEdge(size, LOW_DETAIL_EDGE), OPENAI_PATCH);

/**
 * 28-pixel patches of the largest version that keeps the proportions and both limits: edge (after padding to whole patches) and number of patches.
 * Example: 1920 x 1080 under 1568 / 1568 -> 1456 x 819 -> 52 x 30 = 1560.
 */
export function claudePatchesOf(size: Size, limits: { edge: number; patches: number }): number {
  const longest = Math.max(size.width, size.height);
  const shortest = Math.min(size.width, size.height);
  const patchesAt = (edge: number): { across: number; all: number } => {
    const across = Math.ceil(edge / CLAUDE_PATCH);
    return { across, all: across * Math.ceil(Math.max(1, Math.round((edge * shortest) / longest)) / CLAUDE_PATCH) };
  };
  const fits = (edge: number): boolean => patchesAt(edge).across * CLAUDE_PATCH <= limits.edge && patchesAt(edge).all <= limits.patches;
  if (fits(longest)) return patchesAt(longest).all;
  let low = 1;
  let high = longest;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return patchesAt(low).all;
}

/** Small images are one tile; for larger ones the shape decides, up to 128. Example: 960 x 540 -> crop unit 360 -> 3 x 2 = 6. */
export function geminiTilesOf({ width, height }: Size): number {
  if (width <= GEMINI_SMALL_EDGE && height <= GEMINI_SMALL_EDGE) return 1;
  const unit = Math.max(1, Math.floor(Math.min(width, height) / 1.5));
  return Math.min(GEMINI_MOST_TILES, Math.ceil(width / unit) * Math.ceil(height / unit));
}
