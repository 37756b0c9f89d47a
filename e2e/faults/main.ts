import type { Stage } from './acts.ts'
import { createAgent } from './agent.ts'
import { checkFiles, checkLetters, checkOrder } from './checks-in.ts'
import { checkOutbox } from './checks-out.ts'
import { checkCounts, checkLocks } from './checks-whole.ts'
import type { Line } from './line.ts'
import { type Options, readOptions } from './options.ts'
import { planActs } from './plan.ts'
import { type Filed, openPost } from './post.ts'
import { untilQuiet } from './quiet.ts'
import { createRandom } from './random.ts'
import { createReport, type Report } from './report.ts'
import { type Manner, manners } from './sink.ts'
import { startWatch } from './watch.ts'
import { startWorld, type World } from './world.ts'

const options = readOptions(process.argv.slice(2))
const report = createReport()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))
process.exitCode = await run().catch(error => {
  console.error(error)
  return 1
})
process.exit()

async function run(): Promise<number> {
  report.say(`Fault run: ${options.mails} letters, seed ${options.seed}${options.isShort ? ', shortened' : ''}.`)
  const random = createRandom(options.seed)
  const hangMs = options.isShort ? 4_000 : 90_000
  const world = await startWorld({ random, sink: { hangMs, mannerOf: mannersBy(options) }, isKept: options.isKept })
  try {
    await play(world, options)
  } catch (error) {
    report.fault('run', error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  if (report.faults.length > 0) showLogs(world)
  await world.remove()
  if (options.isKept) console.log(`Logs and data are in ${world.folder}.`)
  report.print()
  return conclude(report)
}

async function play(world: World, options: Options): Promise<void> {
  const { mails, seed, isShort } = options
  const random = createRandom(seed + 1)
  const filed: Filed = new Map()
  const prefix = `t${seed}`
  const post = openPost({ world, random, prefix, isShort, filed })
  const agent = createAgent({ world, random: createRandom(seed + 2), prefix, filed })
  const watch = startWatch(world, filed)
  const acts = planActs(random, options)
  const stage: Stage = { world, post, agent, watch, random, report, places: new Map(), share: 0, later: [] }
  report.say(`The desk is up at ${world.url}; ${acts.length} faults follow.`)
  post.release(Math.ceil(mails / 10))
  await watch.waitFor(() => filed.size >= 10, 30_000)
  void agent.answer(Math.ceil(mails / 12))
  if (!isShort) for (const line of lines(world)) line.fray(0.08, 60_000)
  for (const [at, act] of acts.entries()) {
    stage.share = Math.max(1, Math.ceil((mails - post.letters.size) / (acts.length - at)))
    report.say(`${at + 1}/${acts.length} ${act.name}`)
    await act.play(stage)
  }
  post.release(Math.max(0, mails - post.letters.size))
  for (const line of lines(world)) line.fray(0, 1)
  await agent.settled()
  world.sink.behave()
  await Promise.all(stage.later)
  await untilQuiet(stage, isShort ? 120_000 : 12 * 60_000)
  await watch.stop()
  report.count(
    'lines cut',
    lines(world).reduce((sum, line) => sum + line.cuts(), 0),
  )
  report.say('Comparing with what was written …')
  await checkOrder(stage)
  await checkLetters(stage)
  await checkFiles(stage)
  await checkOutbox(stage)
  await checkCounts(stage, isShort ? 60 : 300)
  await checkLocks(stage)
  post.stop()
}

function lines({ boxes, doors, outLine }: World): Line[] {
  return [outLine, ...boxes.map(it => it.line), ...doors.map(it => it.line)]
}

/** The first customers have one bad server each, so that every kind is met; later it is a matter of chance. */
function mannersBy({ seed }: Options): (address: string) => Manner {
  const bad = (Object.keys(manners) as Manner[]).filter(it => it !== 'takes')
  return address => {
    const [, kind = 'c', digits = '0'] = /^(c|copy)(\d+)@/.exec(address) ?? []
    const number = Number(digits)
    if (kind === 'c' && number <= bad.length * 2) return bad[number % bad.length] as Manner
    const random = createRandom(seed * 31 + number * 7 + kind.length)
    return random.isTrue(kind === 'copy' ? 0.4 : 0.08) ? random.pick(bad) : 'takes'
  }
}

/** Errors before warnings: while Postgres is away there are hundreds of those. */
function showLogs(world: World): void {
  for (const program of [world.server, ...world.workers]) {
    const lines = program.log().trim().split('\n')
    const errors = lines.filter(it => /"level":[56]0/.test(it))
    console.log(`\nThe last words of ${program.name}:`)
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

function conclude({ faults }: Report): number {
  console.log('')
  if (faults.length === 0) {
    console.log(`Every invariant holds. Seed ${options.seed}.`)
    return 0
  }
  for (const [invariant, list] of Map.groupBy(faults, it => it.invariant)) {
    console.log(`${invariant}: ${list.length} times not so`)
    for (const { what } of list) console.log(`  ${what}`)
  }
  const again = `npm run faults -- --mails ${options.mails} --seed ${options.seed}${options.isShort ? ' --short' : ''}`
  console.log(`\nThe same again: ${again}`)
  return 1
}
