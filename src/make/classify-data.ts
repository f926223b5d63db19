import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readClassifyRow } from '../classify/index.js';
import { readStructure, readZone, zoneNames, type ZoneFeatures } from '../classify/features.js';
import { modelTasks } from '../classify/model.js';
import { countQuestion } from '../classify/text-kind.js';
import { cutZones } from '../classify/zones.js';

/** One labelled prompt as numbers. */
export interface TrainingRow {
  id: string;
  source: string;
  /** Rows of one group share text or template: they are never split between training and test. */
  group: string;
  /** Column of the label in `modelTasks`. */
  label: number;
  /** Whether its licence lets weights that ship learn from it. */
  mayShip: boolean;
  /** Written for this project. */
  isOurs: boolean;
  denseRows: readonly number[];
  zones: readonly ZoneFeatures[];
  traits: { hasSystem: boolean; hasTools: boolean; isAscii: boolean };
}

const freeLicence = /\b(?:MIT|Apache-2\.0|BSD|CC0|CC-BY-SA|CC-BY-[34]|CC-BY\b|CDLA|ODC-BY|public domain|ours)/i;
const boundLicence = /NC\b|non-commercial|GPL|Elastic|research|no licen[cs]e|unlicensed|unverified|unknown|per-dataset|terms|see repo|task data|quiz questions|SIGHAN|from memory|Reuters|outputs/i;

/**
 * Whether weights that ship may learn from a row: its licence text names a permissive, attribution or share-alike licence, and nothing else that binds or is unclear.
 * Examples: 'CC-BY-SA-4.0 (per README)' -> true; 'MIT (repo); CoQA terms' -> false; 'Apache-2.0 (templates); per-dataset terms' -> false.
 */
export const mayShip = (licence: string): boolean => freeLicence.test(licence) && !boundLicence.test(licence);

/** Texts of one origin go under one name, templated or not. */
const groupOf = (source: string): string => source.replace(/^templated:/, '').replace(/[:(].*$/, '').replace(/^cassettes$/, source);

export function readTrainingRows(files: readonly string[]): TrainingRow[] {
  const rows: TrainingRow[] = [];
  for (const file of files) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (line.trim() === '') continue;
      const row = readRow(JSON.parse(line) as Record<string, unknown>);
      if (row !== undefined) rows.push(row);
    }
  }
  return rows;
}

function readRow(value: Record<string, unknown>): TrainingRow | undefined {
  const read = readClassifyRow(value);
  const label = modelTasks.findIndex((task) => task === value['label']);
  if (!read.known || label === -1) return undefined;
  const { content } = read.value;
  const cut = cutZones(content);
  const zones = zoneNames.map((zone) => readZone(cut[zone], zone));
  const byName = Object.fromEntries(zoneNames.map((zone, index) => [zone, zones[index]]));
  const source = String(value['source']);
  return {
    id: String(value['id']),
    source,
    group: groupOf(source),
    label,
    mayShip: mayShip(String(value['license'])),
    isOurs: source.startsWith('ours:'),
    denseRows: readStructure(content, cut, { counts: countQuestion(cut), cuesOf: (zone) => byName[zone] }),
    zones,
    traits: { hasSystem: cut.system !== '', hasTools: content.tools.length > 0, isAscii: !/[^\u0000-\u024f\u2010-\u203a]/.test(cut.head) },
  };
}

/** Labelled prompts that we wrote ourselves, and those of the samples folder. */
export function trainingFiles(ownFolder: string, samplesFolder: string): string[] {
  const own = existsSync(ownFolder) ? readdirSync(ownFolder).filter((name) => name.endsWith('.jsonl')).sort().map((name) => join(ownFolder, name)) : [];
  return [...own, join(samplesFolder, 'classify', 'train.jsonl'), join(samplesFolder, 'classify', 'train-more.jsonl')];
}
