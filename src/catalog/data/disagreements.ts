import type { Disagreement } from '../records.js';
import { disagreements as anthropic } from './disagreements/anthropic.js';
import { disagreements as google } from './disagreements/google.js';
import { disagreements as hosts } from './disagreements/hosts.js';
import { disagreements as makers } from './disagreements/makers.js';
import { disagreements as openai } from './disagreements/openai.js';
import { disagreementsFound } from './disagreements-found.js';

/** Sources that say something else than the catalog: what was met while reading, then what a comparison with other data sets finds. */
export const disagreements: readonly Disagreement[] = [...openai, ...anthropic, ...google, ...makers, ...hosts, ...disagreementsFound];
