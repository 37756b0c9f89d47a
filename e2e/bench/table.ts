import type { Figure, Row } from './result.ts'

const heads = [
  ...['what', 'CPU-ms', 'web', 'db', 'p50 ms', 'p95 ms', 'statements', 'floor CPU', '× floor', 'r/s (16)', '× small'],
]

/** The rows of one size, one below the other. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ group, name, status, ours, floor, ratio, growth }) => [
    `${group}: ${name}${status < 300 ? '' : ` (status ${status})`}`,
    ...[ours.cpuMs, ours.web, ours.db, ours.p50, ours.p95, ours.statements, floor?.cpuMs, ratio].map(cell),
    rates(ours.rps16, floor?.rps16),
    cell(growth),
  ])
  return aligned([heads, ...lines])
}

export const figuresOf = (figures: readonly Figure[]): string =>
  aligned(figures.map(({ group, name, value, unit }) => [`${group}: ${name}`, cell(value), unit]))

const cell = (value: number | null | undefined): string => (value === null || value === undefined ? '' : String(value))

const rates = (ours: number | null, floor: number | null | undefined): string =>
  ours === null ? '' : floor ? `${ours} of ${floor}` : String(ours)

/** The first column to the left, the others to the right. */
function aligned(lines: readonly string[][]): string {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map(line => (line[at] ?? '').length)))
  const pad = (text: string, at: number) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))
  return lines.map(line => line.map(pad).join('  ').trimEnd()).join('\n')
}
