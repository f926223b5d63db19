import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { type Analysis, analysisSchema } from '../model/analysis.js';
import { UserError } from '../model/errors.js';
import { type ReportFormat, formats } from '../report/index.js';
import { openStore } from '../store/index.js';
import { type CommonOptions, checkTarget, emit, parseJsonFile, storeLocation, withCommonOptions, writeTarget } from './common.js';
import { loadPageAssets } from './page-assets.js';

interface ReportOptions extends CommonOptions {
  analysis?: string;
  format?: string;
}

const DEFAULT_PAGE = 'shadowbill-report.html';

export function addReportCommand(program: Command): void {
  withCommonOptions(program.command('report'))
    .description('draw a stored analysis as a page, JSON, CSV or Markdown')
    .option('--analysis <id>', 'id of a stored analysis, or a JSON file that analyze wrote (default: the newest stored)')
    .option('--format <format>', formats.map(({ id, title }) => `${id}: ${title}`).join('; '), 'html')
    .action(async (options: ReportOptions) => {
      const format = formatOf(options);
      const path = options.out ?? DEFAULT_PAGE;
      if (format.id === 'html') checkTarget(path);
      const analysis = await readAnalysis(options);
      const text = format.render(analysis, loadPageAssets());
      if (format.id !== 'html') return emit(text, options);
      writeTarget(path, text);
      process.stdout.write(`${path}\n`);
    });
}

function formatOf(options: ReportOptions): ReportFormat {
  const id = options.json === true ? 'json' : options.format;
  const format = formats.find((entry) => entry.id === id);
  if (format !== undefined) return format;
  throw new UserError('bad-format', `There is no report format "${String(id)}".`, { hint: `Use one of: ${formats.map((entry) => entry.id).join(', ')}.` });
}

/** A file that exists is read as one; anything else is the id of a stored analysis. */
async function readAnalysis(options: ReportOptions): Promise<Analysis> {
  if (options.analysis !== undefined && existsSync(options.analysis)) return parseJsonFile(options.analysis, analysisSchema);
  const store = await openStore(storeLocation(options), { mode: 'existing' });
  try {
    const id = options.analysis ?? (await store.listAnalyses())[0]?.id;
    if (id === undefined) throw new UserError('no-analysis', `${store.location} holds no analysis.`, { hint: 'Run first: shadowbill analyze' });
    const stored = await store.findAnalysis(id);
    if (stored === undefined) throw new UserError('no-analysis', `${store.location} holds no analysis "${id}", and no file has that name.`, { hint: 'Leave --analysis out to draw the newest.' });
    return analysisOf(stored.json, id);
  } finally {
    await store.close();
  }
}

function analysisOf(json: string, id: string): Analysis {
  const parsed = analysisSchema.safeParse(JSON.parse(json));
  if (parsed.success) return parsed.data;
  const fault = parsed.error.issues[0];
  throw new UserError('bad-analysis', `The stored analysis "${id}" does not fit this version: ${fault?.path.join('.') ?? ''} ${fault?.message ?? ''}`, { hint: 'Run shadowbill analyze again.' });
}
