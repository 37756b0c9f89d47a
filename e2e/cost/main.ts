import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import type { AttackOptions } from './attackers.ts'
import { attacks } from './attacks.ts'
import { callAsNormalUsers, type Served } from './normal-users.ts'
import { startWorld, type World } from './world.ts'

const { values } = parseArgs({
  options: { short: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
})
const run = values.short ? { tickets: 7_000, milliseconds: 1_000 } : { tickets: 20_000, milliseconds: 8_000 }
const callers = 12

/** Generous, because a shared machine is noisy: a blocked event loop takes many times as long. */
const allowed = { lagMs: 1_500, timesOwnLag: 20, memoryMb: 1_200 }

type Row = { name: string; lagMs: number; lag99Ms: number; memoryMb: number; served: Served; statuses: string }

process.on('SIGINT', () => process.exit(130)).on('SIGTERM', () => process.exit(130))
process.exitCode = await main().catch(error => {
  console.error(error)
  return 1
})
process.exit()

async function main(): Promise<number> {
  console.log(`Cost run: ${callers} callers of each kind against ${run.tickets * 3} messages, ${loadText()}.`)
  const world = await startWorld({ tickets: run.tickets, callers })
  try {
    const chosen = attacks.filter(({ name }) => name.includes(values.only))
    // The first calls are slow.
    await stage(world, 'warming up', [])
    const rows = [await stage(world, 'nobody else', [])]
    for (const { name } of chosen) rows.push(await stage(world, name, [name]))
    rows.push(
      await stage(
        world,
        'all of them at once',
        chosen.map(it => it.name),
      ),
    )
    rows.push(await stage(world, 'nobody else, after it', []))
    print(rows)
    return conclude(rows)
  } finally {
    await world.remove()
  }
}

async function stage(world: World, name: string, names: string[]): Promise<Row> {
  await world.measure()
  let hasEnded = false
  const served = callAsNormalUsers(world, () => hasEnded)
  const answers = await attack(world, names)
  hasEnded = true
  const measured = await world.measure()
  const statuses = Object.entries(answers)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ')
  return { name, ...measured, served: await served, statuses }
}

async function attack({ url, anonymous, customers, agents }: World, names: string[]): Promise<Record<string, number>> {
  const crowd = { anonymous, customers, agents }
  const workerData: AttackOptions = { url, names, crowd, milliseconds: run.milliseconds }
  if (names.length === 0) {
    await new Promise(resolve => setTimeout(resolve, run.milliseconds))
    return {}
  }
  const worker = new Worker(new URL('./attackers.ts', import.meta.url), { workerData })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

function print(rows: Row[]): void {
  console.log('\n| who does what | lag max | lag p99 | memory | others p50 | p95 | failed | answers to the attack |')
  console.log('|---|---|---|---|---|---|---|---|')
  for (const { name, lagMs, lag99Ms, memoryMb, served, statuses } of rows) {
    const figures = [lagMs, lag99Ms].map(it => `${it.toFixed(0)} ms`)
    const times = [served.p50Ms, served.p95Ms].map(it => `${it.toFixed(0)} ms`)
    const cells = [
      name,
      ...figures,
      `${memoryMb.toFixed(0)} MB`,
      ...times,
      `${served.failures.length} of ${served.calls}`,
      statuses,
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
  console.log(`\nAt the end: ${loadText()}.`)
}

function conclude(rows: Row[]): number {
  const own = rows[0]?.lagMs ?? 0
  const faults = rows.flatMap(({ name, lagMs, memoryMb, served, statuses }) => [
    ...served.failures.slice(0, 5).map(it => `${name}: others were not served: ${it}`),
    ...(served.calls === 0 ? [`${name}: others got no response`] : []),
    ...(lagMs > Math.max(allowed.lagMs, own * allowed.timesOwnLag)
      ? [`${name}: the event loop was blocked for ${lagMs} ms`]
      : []),
    ...(memoryMb > allowed.memoryMb ? [`${name}: the server uses ${memoryMb} MB`] : []),
    ...(/× 500/.test(statuses) ? [`${name}: answered 500:  ${statuses}`] : []),
  ])
  for (const fault of faults) console.log(`FAILED  ${fault}`)
  if (faults.length === 0) console.log('Others were served in every row.')
  return faults.length === 0 ? 0 : 1
}

function loadText(): string {
  return `load average ${loadavg()[0]?.toFixed(1)}`
}
