// Prometheus text format: https://prometheus.io/docs/instrumenting/exposition_formats/ (read 2026-11-22)

export interface Sample {
  labels?: Readonly<Record<string, string>>;
  value: number;
}

export interface Metric {
  name: string;
  help: string;
  type: 'counter' | 'gauge';
  samples: readonly Sample[];
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

/** Example: { name: 'a_total', help: 'A.', type: 'counter', samples: [{ labels: { b: 'c' }, value: 1 }] } -> '# HELP a_total A.\n# TYPE a_total counter\na_total{b="c"} 1\n' */
export function metricsText(metrics: readonly Metric[]): string {
  return metrics.map(({ name, help, type, samples }) => {
    const lines = samples.map(({ labels = {}, value }) => {
      const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
      return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
    });
    return [`# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`, `# TYPE ${name} ${type}`, ...lines].join('\n');
  }).join('\n').concat('\n');
}
