import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultFit, fitWeights } from './classify-fit.js';
import { readTrainingRows, trainingFiles } from './classify-data.js';
import { crossValidate, fitTemperature, summaryOf } from './classify-validate.js';
import { packWeights, weightsModule } from './classify-pack.js';

/**
 * Trains the task classifier: `node dist/make/train-classifier.js [--validate-only]`, with SHADOWBILL_SAMPLES naming the folder of sample data.
 * Writes src/classify/data/weights.ts. The same data give the same bytes.
 */
const FOLDS = 10;

const root = fileURLToPath(new URL('../../', import.meta.url));
const samples = process.env['SHADOWBILL_SAMPLES'];
if (samples === undefined) throw new Error('Set SHADOWBILL_SAMPLES to the folder of sample data.');

const rows = readTrainingRows(trainingFiles(`${root}fixtures/classify/own`, samples));
const judged = crossValidate(rows, { folds: FOLDS, fit: defaultFit, by: 'group' });
const calibration = fitTemperature(judged);
const unseen = summaryOf(judged, calibration);
const random = summaryOf(crossValidate(rows, { folds: 5, fit: defaultFit, by: 'row' }), calibration);
process.stderr.write(`${unseen.text}\nrandom split: accuracy ${random.measures.accuracy.toFixed(3)}, macro-F1 ${random.measures.macroF1.toFixed(3)}\n`);

if (!process.argv.includes('--validate-only')) {
  const shipped = rows.filter((row) => row.mayShip);
  const packed = packWeights(fitWeights(shipped, defaultFit), calibration);
  const path = `${root}src/classify/data/weights.ts`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, weightsModule(packed, { unseen: unseen.measures, random: random.measures, rows: shipped.length, sources: new Set(shipped.map((row) => row.source)).size }));
  process.stderr.write(`wrote ${path}: ${Math.round(packed.rows.length / 1024)} KB, ${shipped.length} rows\n`);
}
