import { UserError } from '../model/errors.js';
import type { Store } from '../model/store.js';
import type { OpenMode } from './file.js';

/**
 * Opens the store at `location`, a file. `create` (default) makes it where it is missing; `existing` refuses a missing one; `read` takes no
 * ownership and cannot write, so it works while another process owns the store. SQLite is loaded only here.
 */
export async function openStore(location: string, options: { mode?: OpenMode } = {}): Promise<Store> {
  if (/^[a-z]+:\/\//i.test(location)) {
    throw new UserError('unknown-store', `This version keeps its store in a file; ${location.replace(/:\/\/.*/s, '://…')} is not supported.`, { hint: 'Name a file with --db, for example --db ./shadowbill.db.' });
  }
  const { openSqlite } = await import('./sqlite.js');
  return openSqlite(location, options.mode ?? 'create');
}
