import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

/** A thread entry as the sources stand, in one file beside the packages that it loads. */
export const bundledEntry = (name: string): Promise<URL> => bundled(join('src', 'commands', 'workers', `${name}.ts`));

/** Any module of this repository in one file, to be run by Node alone. */
export async function bundled(path: string): Promise<URL> {
  const folder = join(root, 'node_modules', '.cache', 'shadowbill-test', String(process.pid));
  mkdirSync(folder, { recursive: true });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, `${basename(path, '.ts')}-${Math.round(performance.now() * 1000)}.mjs`);
  await build({ entryPoints: [join(root, path)], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', logLevel: 'error' });
  return pathToFileURL(outfile);
}
