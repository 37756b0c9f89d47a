import { writeFileSync } from 'node:fs'
import { type Options, readOptions } from './options.ts'
import type { Result } from './result.ts'
import { runBench } from './run.ts'
import { figuresOf, tableOf } from './table.ts'

const say = (line: string) => console.error(line)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

try {
  const options = readOptions(process.argv.slice(2))
  const result = await runBench(options, say)
  show(result, options)
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

function show(result: Result, { sizes, json }: Options): void {
  for (const tickets of sizes) {
    const rows = result.rows.filter(it => it.tickets === tickets)
    const figures = result.figures.filter(it => it.tickets === tickets)
    console.log(`\n${tickets.toLocaleString('en')} tickets\n\n${tableOf(rows)}\n\n${figuresOf(figures)}`)
  }
  console.log(`\n${figuresOf(result.figures.filter(it => it.tickets === 0))}`)
  const [before, after] = result.load.map(it => it.toFixed(1))
  console.log(`\nCommit ${result.commit}, ${result.cpus} CPUs, load average ${before} before and ${after} after.`)
  for (const fault of result.faults) console.log(`Not measured: ${fault}`)
  if (result.faults.length > 0) process.exitCode = 1
  if (json) writeFileSync(json, `${JSON.stringify(result, null, 1)}\n`)
}
