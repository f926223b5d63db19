import { CategoryScale, Chart, Filler, LineController, LineElement, LinearScale, type Plugin, PointElement, Tooltip } from 'chart.js';
import { confidenceText, savingText, tickText, usdText } from '../figures.js';
import type { PageData } from '../page-data.js';
import { byId, colourOf } from './dom.js';

Chart.register(LineController, LineElement, PointElement, LinearScale, CategoryScale, Filler, Tooltip);
Chart.defaults.animation = false;
Chart.defaults.font.family = 'system-ui, sans-serif';
Chart.defaults.maintainAspectRatio = false;

export interface CurvePoint {
  threshold: number;
  usd: number | null;
  lowUsd: number | null;
  highUsd: number | null;
}

interface Colours {
  ink: string;
  soft: string;
  rule: string;
  accent: string;
  accentSoft: string;
  limit: string;
}

const coloursNow = (): Colours => ({
  ink: colourOf('--ink'), soft: colourOf('--soft'), rule: colourOf('--rule'), accent: colourOf('--accent'), accentSoft: colourOf('--accent-soft'), limit: colourOf('--limit'),
});

const axis = (colours: Colours, title: string) => ({ title: { display: true, text: title, color: colours.soft }, ticks: { color: colours.soft }, grid: { color: colours.rule }, border: { display: false } });
const dollarAxis = (colours: Colours, title: string) => {
  const common = axis(colours, title);
  return { ...common, ticks: { ...common.ticks, callback: (value: string | number) => tickText(Number(value)) } };
};
const line = (colour: string, more: object = {}) => ({ borderColor: colour, backgroundColor: colour, borderWidth: 2.25, pointRadius: 0, pointHitRadius: 12, ...more });

/** A vertical line with a dot where the slider stands. */
const markerAt = (current: () => number, colours: () => Colours): Plugin<'line'> => ({
  id: 'marker',
  afterDatasetsDraw(chart) {
    const { ctx, chartArea, scales } = chart;
    const x = scales['x']?.getPixelForValue(current()) ?? 0;
    const points = chart.data.datasets[0]?.data as { x: number; y: number | null }[] | undefined;
    const y = points?.find((point) => Math.abs(point.x - current()) < 0.005)?.y;
    ctx.save();
    ctx.strokeStyle = colours().ink;
    ctx.fillStyle = colours().ink;
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.stroke();
    if (typeof y === 'number') {
      ctx.beginPath();
      ctx.arc(x, scales['y']?.getPixelForValue(y) ?? 0, 5, 0, 2 * Math.PI);
      ctx.fill();
    }
    ctx.restore();
  },
});

export interface CurveChart {
  show(points: readonly CurvePoint[], more: { limitUsd: number | null; unit: string }): void;
  mark(threshold: number): void;
  recolour(): void;
}

/** Saving against the threshold, with its interval as a band. */
export function curveChart(canvas: HTMLCanvasElement): CurveChart {
  let current = 0.8;
  let colours = coloursNow();
  const chart = new Chart(canvas, { type: 'line', data: { datasets: [] }, plugins: [markerAt(() => current, () => colours)] });
  let shown: { points: readonly CurvePoint[]; limitUsd: number | null; unit: string } = { points: [], limitUsd: null, unit: '' };
  const draw = (): void => {
    const xy = (pick: (point: CurvePoint) => number | null) => shown.points.map((point) => ({ x: point.threshold, y: pick(point) }));
    chart.data.datasets = [
      { label: 'expected', data: xy((point) => point.usd), ...line(colours.accent) },
      { label: 'limit', data: xy(() => shown.limitUsd), ...line(colours.limit, { borderDash: [6, 5], borderWidth: 1.5 }) },
      { label: '80\u00a0% interval, low', data: xy((point) => point.lowUsd), ...line('transparent') },
      { label: '80\u00a0% interval, high', data: xy((point) => point.highUsd), ...line('transparent'), fill: '-1', backgroundColor: colours.accentSoft },
    ];
    chart.options = {
      scales: { x: { type: 'linear', min: 0.5, max: 0.99, ...axis(colours, 'Confidence threshold') }, y: { beginAtZero: true, ...dollarAxis(colours, shown.unit) } },
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      plugins: {
        tooltip: { callbacks: { title: (items) => `threshold ${confidenceText(items[0]?.parsed.x ?? 0)}`, label: (item) => `${item.dataset.label ?? ''}: ${savingText(item.parsed.y)}` } },
      },
    };
    chart.update('none');
  };
  return {
    show(points, more) {
      shown = { points, ...more };
      draw();
    },
    mark(threshold) {
      current = threshold;
      chart.draw();
    },
    recolour() {
      colours = coloursNow();
      draw();
    },
  };
}

const weekendShade = (weekend: readonly boolean[], colours: () => Colours): Plugin<'line'> => ({
  id: 'weekends',
  beforeDatasetsDraw(chart) {
    const { ctx, chartArea, scales } = chart;
    const step = chartArea.width / Math.max(1, weekend.length);
    ctx.save();
    ctx.fillStyle = colours().rule;
    ctx.globalAlpha = 0.45;
    weekend.forEach((isWeekend, day) => {
      if (isWeekend) ctx.fillRect((scales['x']?.getPixelForValue(day) ?? 0) - step / 2, chartArea.top, step, chartArea.height);
    });
    ctx.restore();
  },
});

/** Dollars a day: spend, at the chosen threshold, limit. Days that nothing covers are gaps. */
export function daysChart(data: PageData): { recolour(): void } {
  let colours = coloursNow();
  const amounts = (pick: (row: PageData['daily'][number]) => number) => data.dates.map((date, day) => {
    const row = data.daily.find((entry) => entry.date === date);
    return row === undefined || data.base.covered[day] === false ? null : pick(row);
  });
  const chart = new Chart(byId<HTMLCanvasElement>('days'), { type: 'line', data: { labels: data.dates.map((date) => date.slice(5)), datasets: [] }, plugins: [weekendShade(data.base.weekend, () => colours)] });
  const draw = (): void => {
    chart.data.datasets = [
      { label: 'spend', data: amounts((row) => row.spendUsd), ...line(colours.ink, { pointRadius: 2 }) },
      { label: 'at the chosen threshold', data: amounts((row) => row.chosenUsd), ...line(colours.accent, { pointRadius: 2 }), fill: '-1', backgroundColor: colours.accentSoft },
      { label: 'limit', data: amounts((row) => row.limitUsd), ...line(colours.limit, { borderDash: [6, 5], borderWidth: 1.5 }) },
    ];
    chart.options = {
      scales: { x: { type: 'category', offset: true, ...axis(colours, 'Day') }, y: { beginAtZero: true, ...dollarAxis(colours, 'US dollars a day') } },
      interaction: { mode: 'index', intersect: false },
      plugins: { tooltip: { callbacks: { label: (item) => `${item.dataset.label ?? ''}: ${usdText(item.parsed.y)}` } } },
    };
    chart.update('none');
  };
  draw();
  return {
    recolour() {
      colours = coloursNow();
      draw();
    },
  };
}
