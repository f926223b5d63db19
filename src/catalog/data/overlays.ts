import type { ProviderOverlay } from '../records.js';
import { alibaba } from './overlays/alibaba.js';
import { anthropic } from './overlays/anthropic.js';
import { azure } from './overlays/azure.js';
import { bedrock } from './overlays/bedrock.js';
import { cerebras } from './overlays/cerebras.js';
import { cohere } from './overlays/cohere.js';
import { deepinfra } from './overlays/deepinfra.js';
import { deepseek } from './overlays/deepseek.js';
import { fireworks } from './overlays/fireworks.js';
import { google } from './overlays/google.js';
import { groq } from './overlays/groq.js';
import { minimax } from './overlays/minimax.js';
import { mistral } from './overlays/mistral.js';
import { moonshotai } from './overlays/moonshotai.js';
import { nebius } from './overlays/nebius.js';
import { openai } from './overlays/openai.js';
import { perplexity } from './overlays/perplexity.js';
import { sambanova } from './overlays/sambanova.js';
import { together } from './overlays/together.js';
import { voyageai } from './overlays/voyageai.js';
import { xai } from './overlays/x-ai.js';
import { zai } from './overlays/zai.js';

/** One file per provider: what we know better than the seed. */
export const overlays: readonly ProviderOverlay[] = [
  alibaba, anthropic, azure, bedrock, cerebras, cohere, deepinfra, deepseek, fireworks, google, groq, minimax, mistral, moonshotai, nebius, openai, perplexity, sambanova, together, voyageai, xai, zai,
];
