export { splitCellKeys } from './breakpoints.js';
export { listCandidates } from './candidates.js';
export { costOnIncumbent } from './cost.js';
export type { Candidate } from './gates/gate.js';
export { isoDay } from './gates/alive.js';
export { type QualityFigures, type ReplayInput, type Verdict, replaySegment } from './options.js';
export { buildSegments } from './segments.js';
export { MILLION, type SegmentTraffic, type ServedBy, type Unit, inputOf, unitOfCell, unitOfUnits } from './traffic.js';
export { waterfallOf } from './waterfall.js';
