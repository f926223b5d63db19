// Installs the locked dependencies when they are missing or older than the lock file, so that every npm script works from a clean clone.
import { execSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

const installed = 'node_modules/.package-lock.json';
const isFresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs;
if (!isFresh) execSync('npm ci', { stdio: 'inherit' });
