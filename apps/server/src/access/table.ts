type Row = { head: string[]; cells: string[] }

/** Aligned columns, readable for people and in a diff. */
export function table(titles: string[], rows: Row[]): string {
  const lines = [titles, ...rows.map(row => [...row.head, ...row.cells])]
  const widths = titles.map((_title, at) => Math.max(...lines.map(line => line[at]?.length ?? 0)))
  return `${lines
    .map(line =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`
}
