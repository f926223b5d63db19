import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { PageAssets } from '../report/format.js';

/** Builds the assets of the report page into `dist/report/page/assets.json`: templates, style and the one bundled script, with their hashes. */

const sources = fileURLToPath(new URL('../../src/report/page/', import.meta.url));
const compiled = fileURLToPath(new URL('../report/page/', import.meta.url));

const hashOf = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64');

async function bundle(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [entry], bundle: true, minify: true, write: false, format: 'iife', platform: 'browser', target: 'es2022', charset: 'utf8', legalComments: 'none', logLevel: 'warning',
  });
  const text = result.outputFiles[0]?.text ?? '';
  if (/<\/script|<!--/i.test(text)) throw new Error('the bundled script would end its own element');
  return text;
}

/** Comments and line breaks that no browser needs. */
async function minifiedStyle(path: string): Promise<string> {
  const result = await build({ entryPoints: [path], bundle: false, minify: true, write: false, target: 'chrome123', logLevel: 'warning' });
  return result.outputFiles[0]?.text ?? '';
}

const partials = Object.fromEntries(
  readdirSync(join(sources, 'sections')).sort().map((name) => [basename(name, '.hbs'), readFileSync(join(sources, 'sections', name), 'utf8').trimEnd()]),
);
const style = await minifiedStyle(join(sources, 'style.css'));
const script = await bundle(join(compiled, 'script.js'));
const assets: PageAssets = { template: readFileSync(join(sources, 'page.hbs'), 'utf8'), partials, style, script, styleHash: hashOf(style), scriptHash: hashOf(script) };
mkdirSync(compiled, { recursive: true });
writeFileSync(join(compiled, 'assets.json'), JSON.stringify(assets));
