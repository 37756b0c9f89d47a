import type { FaultyProxy } from '@gotrs/mail-worker/testing/faulty-proxy'
import { createAgent } from './agent.ts'
import { checkCounts, checkLocks } from './checks-at-rest.ts'
import { checkFiles, checkLetters, checkOrder } from './checks-in.ts'
import { checkOutbox } from './checks-out.ts'
import { createCustomers, type Filed } from './customers.ts'
import { startMonitor } from './monitor.ts'
import { type Options, readOptions } from './options.ts'
import { planFaults } from './plan.ts'
import { createRandom, type Random } from './random.ts'
import { createReport, type Report } from './report.ts'
import { type Behaviour, behaviours } from './sink.ts'
import type { Stage } from './stage.ts'
import { waitUntilIdle } from './wait-until-idle.ts'
import { within } from './within.ts'
import { startWorld, type World } from './world.ts'

/** A fault and its recovery wait several minutes at most, each wait a minute. */
const faultMs = 10 * 60_000
const options = readOptions(process.argv.slice(2))
const report = createReport()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))
process.exitCode = await run().catch(error => {
  console.error(error)
  return 1
})
process.exit()

async function run(): Promise<number> {
  report.say(`Fault run: ${options.mails} mails, seed ${options.seed}${options.isShort ? ', shortened' : ''}.`)
  const hangMs = options.isShort ? 4_000 : 90_000
  const world = await startWorld({
    sink: { hangMs, behaviourOf: behavioursBy(options) },
    isKept: options.isKept,
  })
  try {
    await runFaults(world, options)
  } catch (error) {
    report.failure('run', error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  if (report.failures.length > 0) showLogs(world)
  await world.remove()
  if (options.isKept) console.log(`Logs and data are in ${world.folder}.`)
  report.print()
  return conclude(report)
}

async function runFaults(world: World, options: Options): Promise<void> {
  const { mails, seed, isShort } = options
  const random = createRandom(seed + 1)
  const filed: Filed = new Map()
  const prefix = `t${seed}`
  const customers = createCustomers({ world, random, prefix, isShort, filed })
  const agent = createAgent({ world, random: createRandom(seed + 2), prefix, filed })
  const monitor = startMonitor(world, filed)
  const faults = planFaults(random, options)
  const stage: Stage = {
    world,
    customers,
    agent,
    monitor,
    random,
    report,
    uidMap: new Map(),
    mailCount: 0,
    pending: [],
  }
  report.say(`The desk is up at ${world.url}; ${faults.length} faults follow.`)
  customers.send(Math.ceil(mails / 10))
  await monitor.waitFor(() => filed.size >= 10, 30_000)
  void agent.answer(Math.ceil(mails / 12))
  // Connections come at any time, so they must not take numbers of the plan.
  const randomDrops = createRandom(seed)
  if (!isShort) for (const proxy of proxiesOf(world)) proxy.dropEachAfter(() => someBytes(randomDrops))
  for (const [at, fault] of faults.entries()) {
    stage.mailCount = Math.max(1, Math.ceil((mails - customers.letters.size) / (faults.length - at)))
    report.say(`${at + 1}/${faults.length} ${fault.name}`)
    await within(faultMs, `the fault "${fault.name}"`, fault.run(stage))
  }
  customers.send(Math.max(0, mails - customers.letters.size))
  for (const proxy of proxiesOf(world)) proxy.dropEachAfter(() => Number.POSITIVE_INFINITY)
  await within(faultMs, 'the answers of the agent', agent.settled())
  world.sink.acceptAll()
  await within(faultMs, 'the recoveries from earlier faults', Promise.all(stage.pending))
  await waitUntilIdle(stage, isShort ? 120_000 : 12 * 60_000)
  await within(faultMs, 'the end of the monitor', monitor.stop())
  report.count(
    'connections dropped',
    proxiesOf(world).reduce((sum, proxy) => sum + proxy.drops(), 0),
  )
  report.say('Comparing the desk with the mails that were sent …')
  await checkOrder(stage)
  await checkLetters(stage)
  await checkFiles(stage)
  await checkOutbox(stage)
  await checkCounts(stage, isShort ? 60 : 300)
  await checkLocks(stage)
  customers.stop()
}

/** Drops one of twelve connections somewhere. */
function someBytes(random: Random): number {
  return random.isTrue(0.08) ? random.between(1, 60_000) : Number.POSITIVE_INFINITY
}

function proxiesOf({ boxes, listeners, outProxy }: World): FaultyProxy[] {
  return [outProxy, ...boxes.map(it => it.proxy), ...listeners.map(it => it.proxy)]
}

/** The servers of the first customers cover every fault; those of later customers are random. */
function behavioursBy({ seed }: Options): (address: string) => Behaviour {
  const faulty = (Object.keys(behaviours) as Behaviour[]).filter(it => it !== 'accepts')
  return address => {
    const [, kind = 'c', digits = '0'] = /^(c|copy)(\d+)@/.exec(address) ?? []
    const number = Number(digits)
    if (kind === 'c' && number <= faulty.length * 2) return faulty[number % faulty.length] as Behaviour
    const random = createRandom(seed * 31 + number * 7 + kind.length)
    return random.isTrue(kind === 'copy' ? 0.4 : 0.08) ? random.pick(faulty) : 'accepts'
  }
}

/** Errors before warnings: while Postgres is unavailable there are hundreds of warnings. */
function showLogs(world: World): void {
  for (const program of [world.server, ...world.workers]) {
    const lines = program.log().trim().split('\n')
    const errors = lines.filter(it => /"level":[56]0/.test(it))
    console.log(`\nThe last log lines of ${program.name}:`)
    for (const line of [...errors.slice(-15), ...lines.slice(-6)]) console.log(`  ${wordsOf(line).slice(0, 250)}`)
  }
}

function wordsOf(line: string): string {
  try {
    const { time, msg, err } = JSON.parse(line) as { time: number; msg?: string; err?: { message?: string } }
    return `${new Date(time).toISOString().slice(11, 23)} ${msg}: ${(err?.message ?? '').replaceAll('\n', ' ').slice(-150)}`
  } catch {
    return line
  }
}

function conclude({ failures }: Report): number {
  console.log('')
  if (failures.length === 0) {
    console.log(`Every invariant holds. Seed ${options.seed}.`)
    return 0
  }
  for (const [invariant, list] of Map.groupBy(failures, it => it.invariant)) {
    console.log(`${invariant}: ${list.length} failures`)
    for (const { what } of list) console.log(`  ${what}`)
  }
  const again = `npm run faults -- --mails ${options.mails} --seed ${options.seed}${options.isShort ? ' --short' : ''}`
  console.log(`\nTo repeat this run: ${again}`)
  return 1
}
