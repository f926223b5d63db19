export const instantOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);
export const sumOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const addDaily = (a: readonly number[], b: readonly number[]): number[] => a.map((value, day) => value + (b[day] ?? 0));
