import { UserError } from '../../model/errors.js';
import { type Source, detectSource, sampleParquet } from '../../sources/index.js';
import { type OpenFile, openFile } from './open-file.js';
import { type ImportOptions, assertSettable } from './options.js';

/** A log whose format is settled. */
export interface PreparedFile {
  file: OpenFile;
  source: Source;
  /** Why this format. */
  reason: string;
  foundIn?: string | undefined;
}

/** Of a file that others of its format look into, so much of the beginning is kept; of others nothing: a run may have a hundred thousand. */
const COMPANION_HEAD_BYTES = 64 * 1024;

/** Opens a file and settles its format, without a store. Throws a UserError that names the file. */
export const prepareFile = async (path: string, options: ImportOptions): Promise<PreparedFile> => prepareOpen(await openFile(path), options);

export async function prepareOpen(file: OpenFile, options: ImportOptions): Promise<PreparedFile> {
  const { source, reason } = await chooseSource(file, options);
  assertSettable(source, options.set);
  return { file: { ...file, head: source.joins === true ? Buffer.from(file.head.subarray(0, COMPANION_HEAD_BYTES)) : Buffer.alloc(0) }, source, reason };
}

async function chooseSource(file: OpenFile, options: ImportOptions): Promise<{ source: Source; reason: string }> {
  if (options.from !== undefined) return { source: options.from, reason: askedFor(options.from, file) };
  const detection = detectSource(file.head, { isWhole: file.isWhole, table: await tableOf(file) });
  if (detection.found) return detection;
  const { problem, saw, candidates } = detection;
  const names = candidates.map((source) => source.id);
  if (problem === 'ambiguous') {
    throw new UserError('ambiguous-format', `${file.path} could be ${names.join(' or ')}: it holds ${saw}.`, { hint: `Say which: ${names.map((name) => `--from ${name}`).join(' or ')}.` });
  }
  throw new UserError('unknown-format', `${file.path} is of no format that is known: it holds ${saw}.`, {
    hint: 'Force a format with --from ("shadowbill import --from list" shows them all), or name its columns with --map model=COLUMN,inputTokens=COLUMN,…',
  });
}

/** A format that was asked for is taken, and a file that is clearly of another is said to be: read as the wrong one, it gives no calls or half of them. */
function askedFor(from: Source, { head, isWhole, kind }: OpenFile): string {
  if (kind !== 'log' || from.id === ANY_COLUMNS) return 'asked for';
  const detection = detectSource(head, { isWhole });
  const isOther = detection.found && detection.source !== from && detection.source.id !== ANY_COLUMNS;
  return isOther ? `asked for, though it looks like ${detection.source.id}: ${detection.reason}` : 'asked for';
}

const ANY_COLUMNS = 'mapped';

async function tableOf({ kind, access, path }: OpenFile): Promise<Awaited<ReturnType<typeof sampleParquet>> | undefined> {
  if (kind !== 'parquet' || access === undefined) return undefined;
  try {
    return await sampleParquet(access, path);
  } finally {
    await access.close();
  }
}
