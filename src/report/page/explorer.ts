import { type Task, tasks } from '../../model/call.js';
import { bandNames } from '../../model/cell.js';
import { usdFromNano } from '../../model/money.js';
import type { Thresholds } from '../../model/policy.js';
import { evidenceClasses } from '../../model/store.js';
import { type ExploreBase, type Explored, explore } from '../explore.js';
import { type ExploredText, exploredText } from '../explored-text.js';
import { plainText } from '../escape.js';
import { confidenceText, countText, savingText, usdText } from '../figures.js';
import type { PageData } from '../page-data.js';
import { evidenceChip, taskText } from '../view/evidence-chip.js';
import { type CurveChart, type CurvePoint, curveChart } from './charts.js';
import { byId, make, makeChip } from './dom.js';
import { readState, tidy, writeState } from './state.js';

const FIRST_THRESHOLD = 0.5;
const LAST_THRESHOLD = 0.99;
/** Rows of the list of moves; the rest is counted. */
const MOVES_SHOWN = 40;

export interface Explorer {
  recolour(): void;
  /** For tests and for the address bar: what is set, and what it gives. */
  current(): { thresholds: Thresholds; explored: Explored };
}

/** Wires the controls to `explore`, which is the code that the analysis itself runs. */
export function startExplorer(data: PageData, base: ExploreBase): Explorer {
  const start = tidy(data.thresholds);
  let thresholds = readState(location.hash, start);
  let explored = explore(base, thresholds);
  let curveKey = '';
  const chart = curveChart(byId<HTMLCanvasElement>('curve'));
  const controls = buildControls(base);

  /** The curve is fifty settings: it follows when the result is on the screen, once for a run of changes. */
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const later = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      drawCurve(chart, curvePoints(base, thresholds), data.limitUsd);
      chart.mark(thresholds.threshold);
    });
  };
  const show = (): void => {
    explored = explore(base, thresholds);
    controls.set(thresholds);
    drawResult(exploredText(thresholds.threshold, explored), explored);
    drawMoves(explored, base);
    const key = JSON.stringify({ ...thresholds, threshold: 0 });
    if (key !== curveKey) later();
    curveKey = key;
    chart.mark(thresholds.threshold);
  };
  const change = (): void => {
    thresholds = controls.read(start);
    show();
    history.replaceState(null, '', writeState(thresholds));
  };
  byId('explorer-form').addEventListener('input', change);
  byId('explorer-form').addEventListener('submit', (event) => event.preventDefault());
  byId('reset').addEventListener('click', () => {
    thresholds = start;
    show();
    history.replaceState(null, '', writeState(thresholds));
  });
  byId('download').addEventListener('click', () => save('shadowbill-thresholds.json', `${JSON.stringify(tidy(thresholds), null, 2)}\n`));
  addEventListener('hashchange', () => {
    if (!location.hash.includes('=')) return;
    thresholds = readState(location.hash, start);
    show();
  });
  show();
  return { recolour: () => chart.recolour(), current: () => ({ thresholds, explored }) };
}

function buildControls(base: ExploreBase): { read(start: Thresholds): Thresholds; set(thresholds: Thresholds): void } {
  const slider = byId<HTMLInputElement>('threshold');
  const evidence = byId<HTMLSelectElement>('evidence-least');
  for (const name of evidenceClasses) {
    const option = make('option', { text: name === 'none' ? 'any' : evidenceChip(name).text });
    option.value = name;
    evidence.append(option);
  }
  const providers = [...new Set(base.segments.flatMap((segment) => segment.options.map((option) => option.provider)))].sort();
  const boxes = providers.map((provider) => {
    const box = make('input');
    box.type = 'checkbox';
    byId('providers').append(make('label', { className: 'check', children: [box, document.createTextNode(plainText(provider))] }));
    return { provider, box };
  });
  const same = byId<HTMLInputElement>('same-provider');
  const present = tasks.filter((task) => base.segments.some((segment) => segment.task === task));
  const fields = present.map((task) => {
    const field = make('input');
    Object.assign(field, { type: 'number', min: '0.5', max: '1', step: '0.01', placeholder: 'as above' });
    byId('task-thresholds').append(make('label', { className: 'task-threshold', children: [document.createTextNode(taskText(task)), field] }));
    return { task, field };
  });
  return {
    read(start) {
      const ownTasks: Partial<Record<Task, number>> = {};
      for (const { task, field } of fields) if (field.value !== '' && field.checkValidity()) ownTasks[task] = Number(field.value);
      return tidy({
        ...start, threshold: Number(slider.value), minEvidence: evidenceClasses.find((name) => name === evidence.value) ?? 'none', tasks: ownTasks,
        denyProviders: boxes.filter(({ box }) => !box.checked).map(({ provider }) => provider), sameProvider: same.checked,
      });
    },
    set(thresholds) {
      slider.value = String(thresholds.threshold);
      slider.setAttribute('aria-valuetext', confidenceText(thresholds.threshold));
      byId('threshold-value').textContent = confidenceText(thresholds.threshold);
      evidence.value = thresholds.minEvidence;
      for (const { provider, box } of boxes) box.checked = thresholds.denyProviders?.includes(provider) !== true;
      same.checked = thresholds.sameProvider === true;
      for (const { task, field } of fields) if (document.activeElement !== field) field.value = thresholds.tasks?.[task] === undefined ? '' : String(thresholds.tasks[task]);
    },
  };
}

function drawResult(text: ExploredText, explored: Explored): void {
  const isKnown = explored.saving.lowUsd !== null;
  byId('result-low').textContent = isKnown ? text.low : text.windowSaving;
  byId('result-basis').textContent = isKnown ? 'saved a month at least: the low end of the 80\u00a0% interval' : 'saved in the window; too few days for a month';
  const pairs: [string, string][] = [
    ['Expected a month', text.month], ['80\u00a0% interval', text.interval], ['Share of metered spend', text.share], ['Calls moved', `${countText(explored.applied.movedCalls)} (${text.movedShare})`],
    ['Expected degraded calls a month', text.degraded], ['At risk of roll-back, a month', usdText(explored.rollbackUsd, 'up')],
  ];
  byId('result-pairs').replaceChildren(...pairs.map(([name, value]) => make('div', { children: [make('dt', { text: name }), make('dd', { text: value })] })));
}

const sizeText = (band: number | null): string => (band === null ? 'any size' : `${bandNames[band] ?? ''} tokens`);

function drawMoves(explored: Explored, base: ExploreBase): void {
  const perMonth = 30 / Math.max(1, base.daysWithData);
  const isMonth = explored.saving.usd !== null;
  const moves = explored.applied.decisions.flatMap(({ segment, option, savingNano }) => (option === undefined ? [] : [{ segment, option, savingNano }])).sort((a, b) => b.savingNano - a.savingNano);
  const rows = moves.slice(0, MOVES_SHOWN).map(({ segment, option, savingNano }) => {
    const head = make('th', { children: [make('bdi', { text: segment.workloadLabel }), make('span', { className: 'under', text: taskText(segment.task) })] });
    head.scope = 'row';
    const needs = [...segment.needs.map(taskText), sizeText(segment.band)].join(', ');
    return make('tr', {
      children: [
        head, make('td', { text: needs }), make('td', { children: [make('bdi', { text: plainText(segment.incumbent) })] }), make('td', { children: [make('bdi', { text: plainText(option.candidate) })] }),
        make('td', { className: 'n', text: option.isSameModel ? 'same model' : confidenceText(option.confidence) }), make('td', { children: [makeChip(evidenceChip(option.evidence))] }),
        make('td', { className: 'n', text: savingText((savingNano / 1e9) * (isMonth ? perMonth : 1)) }),
      ],
    });
  });
  byId('moves').querySelector('tbody')?.replaceChildren(...rows);
  byId('moves-saving').textContent = isMonth ? 'Saving a month' : 'Saving in the window';
  byId('moves-title').textContent = moves.length === 0 ? 'No move at this setting: everything stays as it is' : `${countText(moves.length)} moves at this setting`;
  const hidden = moves.length - rows.length;
  byId('moves-note').textContent = hidden > 0 ? `${countText(hidden)} smaller moves are not listed.` : '';
}

const curvePoints = (base: ExploreBase, thresholds: Thresholds): CurvePoint[] =>
  Array.from({ length: Math.round((LAST_THRESHOLD - FIRST_THRESHOLD) * 100) + 1 }, (_, index) => {
    const threshold = Math.round((FIRST_THRESHOLD + index / 100) * 100) / 100;
    const { saving, applied } = explore(base, { ...thresholds, threshold });
    if (saving.usd === null) return { threshold, usd: usdFromNano(applied.savingNano), lowUsd: null, highUsd: null };
    return { threshold, usd: saving.usd, lowUsd: saving.lowUsd, highUsd: saving.highUsd };
  });

function drawCurve(chart: CurveChart, points: readonly CurvePoint[], limitUsd: number | null): void {
  const isMonth = points[0]?.lowUsd !== null;
  chart.show(points, { limitUsd, unit: isMonth ? 'US dollars a month' : 'US dollars in the window' });
  const lowAt = (threshold: number): string => savingText(points.find((point) => point.threshold === threshold)?.lowUsd ?? null);
  byId('curve-title').textContent = !isMonth ? 'A month cannot be projected yet: the curve is that of the window' : `At 0.80 at least ${lowAt(0.8)} a month, at 0.95 at least ${lowAt(0.95)}`;
}

function save(name: string, text: string): void {
  const link = make('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
