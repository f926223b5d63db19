import { gate as alive } from './alive.js';
import { gate as allowed } from './allowed.js';
import { gate as capable } from './capable.js';
import { gate as fits } from './fits.js';
import type { Gate } from './gate.js';
import { gate as routable } from './routable.js';

/** In order; the first that fails names the reason. Cost and thresholds come after them. */
export const gates: readonly Gate[] = [routable, allowed, alive, capable, fits];
