import { type Stats, statSync } from 'node:fs';

/** What lies at a path, links followed; or why the disk will not say. */
export type PathState = { found: true; stats: Stats } | { found: false; reason?: string };

const reasons: Readonly<Record<string, string>> = {
  ELOOP: 'a link that leads to itself', EACCES: 'in a folder that may not be entered', EPERM: 'in a folder that may not be entered', ENAMETOOLONG: 'a name that is too long',
};

/** Without `reason` there is nothing at the path. Example: a symbolic link to itself -> { found: false, reason: 'a link that leads to itself' } */
export function pathState(path: string): PathState {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? { found: false } : { found: true, stats };
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    return { found: false, reason: reasons[code] ?? message };
  }
}
