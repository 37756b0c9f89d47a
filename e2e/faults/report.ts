/** The counts, times and failures of the run; it prints them at the end. */
export type Report = {
  say(line: string): void
  /** An invariant that does not hold, and for which token or id. */
  failure(invariant: string, what: string): void
  failures: { invariant: string; what: string }[]
  /** Adds to a counter. */
  count(what: string, by?: number): void
  took(what: string, milliseconds: number): void
  print(): void
}

const shown = 40

export function createReport(): Report {
  const began = performance.now()
  const failures: Report['failures'] = []
  const counts = new Map<string, number>()
  const times = new Map<string, number[]>()
  const say = (line: string) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`)
  return {
    say,
    failures,
    failure(invariant, what) {
      failures.push({ invariant, what })
      if (failures.length <= shown) say(`FAILED  ${invariant}: ${what}`)
    },
    count: (what, by = 1) => counts.set(what, (counts.get(what) ?? 0) + by),
    took: (what, milliseconds) => times.set(what, [...(times.get(what) ?? []), milliseconds]),
    print() {
      console.log('')
      for (const [what, count] of counts) console.log(`  ${what.padEnd(58)}${String(count).padStart(7)}`)
      for (const [what, list] of times) {
        const sorted = [...list].sort((a, b) => a - b)
        const at = (share: number) => ((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) / 1000).toFixed(1)
        console.log(`  ${what.padEnd(58)}${at(0.5).padStart(7)} s, at most ${at(1)} s (${list.length})`)
      }
    },
  }
}
