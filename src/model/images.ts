/** What a request says of one image. No pixels: the bytes never leave the reader of the wire format. Sizes are pixels; absent = not readable (a link, a file id, an unknown format). */
export interface ImagePart {
  width?: number;
  height?: number;
  /** As the caller asked: `detail` of OpenAI, `media_resolution` of Gemini. Absent = left to the provider. */
  detail?: ImageDetail;
}

export const imageDetails = ['low', 'medium', 'high', 'ultra_high', 'original'] as const;
export type ImageDetail = (typeof imageDetails)[number];

/**
 * Whole numbers >= 0 from which the image tokens of every family are a sum of products, so that calls can be added up.
 * `images` counts all, `unsizedImages` those of unknown size, which are in none of the others; `reportedImages` those of calls whose provider reported image tokens.
 */
export const imageSumNames = [
  'images', 'unsizedImages', 'reportedImages', 'imageTiles', 'imagePatches1536', 'imagePatches2500', 'imagePatches10000', 'imagePatchesWhole',
  'imageClaudePatches', 'imageClaudeHighPatches', 'imageGemini2Tokens', 'imageGemini3Tokens',
] as const;
export type ImageSumName = (typeof imageSumNames)[number];
export type ImageSums = Record<ImageSumName, number>;
