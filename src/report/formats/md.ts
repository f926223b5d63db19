// GitHub Flavored Markdown: https://github.github.com/gfm/ (read 2026-11-22)
import { markdownText } from '../escape.js';
import type { ReportFormat } from '../format.js';
import { type View, buildView } from '../view.js';

/** Workloads listed in a summary. */
const WORKLOADS_SHOWN = 8;

const row = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [row(head), `|${head.map((_, index) => (index === 0 ? ' :-- ' : ' --: ')).join('|')}|`, ...rows.map(row)];

/** What the log and the contracts say; nothing where they say nothing. */
function paidLines({ isShown, title, costs, notMetered, commitments }: View['paid']): string[] {
  if (!isShown) return [];
  return [
    `### ${markdownText(title)}`, '', markdownText(costs.note), '',
    ...(costs.rows.length === 0 ? [] : [
      ...table(['Model', 'Calls compared', 'Logged', 'Computed', 'Difference', 'Share'], [
        ...costs.rows.map((one) => [one.model, one.compared, one.logged, one.computed, one.difference, one.share]), ['All models with a price', costs.compared, costs.logged, costs.computed, costs.difference, ''],
      ]), '',
    ]),
    ...(notMetered.length === 0 ? [] : [...table(['Not paid per token', 'Provider', 'Calls', 'At list price'], notMetered.map((one) => [one.how, one.provider, one.calls, one.list])), '']),
    ...(commitments.length === 0 ? [] : [
      ...table(['Commitment', 'Days', 'A month', 'In the window', 'Calls', 'At list price', 'Not used', 'Metered again in the projected month'],
        commitments.map((one) => [one.name, one.span, one.month, one.paid, one.calls, one.list, one.unused, one.after])), '',
    ]),
  ];
}

/** A summary for a pull request or a chat: verdict, three lines, scenarios, largest workloads, flags. */
export const format: ReportFormat = {
  id: 'md',
  title: 'a summary for a pull request or a chat',
  render(analysis) {
    const view = buildView(analysis);
    const lines = [
      ...(view.isSynthetic ? ['> **SYNTHETIC**: these calls were made by a generator. Nothing here was measured in production.', ''] : []),
      `## ${markdownText(view.sentence)}`, '',
      ...(view.advice === '' ? [] : [markdownText(view.advice), '']),
      ...table(['', 'US dollars', 'what that is', 'beside it'], view.lines.map((line) => [line.isProvisional ? `${line.title} (provisional)` : line.title, line.figure, line.basis, line.pairs.map(({ label, value }) => `${label}: ${value}`).join('; ')])),
      '', 'The three lines overlap and are never added up.', '',
      ...view.lines.map((line) => `- **${line.title}**: ${markdownText(line.text)}`), '',
      ...table(['', '', ''], view.facts.map((fact) => [fact.label, fact.value, fact.note])), '',
      `### ${markdownText(view.scenarios.title)}`, '',
      ...table(
        ['Scenario', 'Threshold', 'Saving a month', '80\u00a0% interval', 'Share of metered spend', 'Calls moved', 'Degraded calls a month'],
        view.scenarios.rows.map((scenario) => [scenario.title, scenario.threshold, scenario.month, scenario.interval, scenario.share, `${scenario.moved} (${scenario.movedShare})`, scenario.degraded]),
      ), '',
      `### ${markdownText(view.workloads.title)}`, '',
      ...table(
        ['Workload', 'Cost in the window', 'Moves to', 'Confidence', 'Evidence', 'n', 'Saves at least, a month'],
        view.workloads.rows.slice(0, WORKLOADS_SHOWN).map((work) => [work.label, work.usd, work.target, work.confidence, work.evidence.text, work.items, work.low]),
      ), '',
      ...paidLines(view.paid),
      ...(view.flags.length === 0 ? [] : ['### Flags', '', ...view.flags.map((flag) => `- **${flag.severity}** ${markdownText(flag.text)} ${markdownText(flag.advice)}`), '']),
      `${markdownText(`${view.window.start} to ${view.window.end} (${view.window.timezone}), threshold ${view.threshold}, margin ${view.margin}, analysis ${view.id}, shadowbill ${view.version}`)}.`,
    ];
    return `${lines.join('\n')}\n`;
  },
};
