import { execFileSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { openData } from './data.ts'
import { type Desk, startDesk } from './desk.ts'
import { gatherFacts } from './facts.ts'
import { measureLive } from './live.ts'
import { measureMail } from './mail.ts'
import { measure, type Plan } from './measure.ts'
import { measureMixed } from './mixed.ts'
import type { Group, Options } from './options.ts'
import { openSessions } from './people.ts'
import type { Figure, Result, Row } from './result.ts'
import { readPlans } from './rows/reads.ts'
import { searchPlans } from './rows/searches.ts'
import { ticketPlans } from './rows/tickets.ts'
import { measureFirstLoad, measureMemory } from './sizes.ts'
import { countStatements } from './statements.ts'
import { ratioOf } from './statistics.ts'

type Say = (line: string) => void
type Measured = Pick<Result, 'rows' | 'figures' | 'faults'>

/** The whole benchmark: every size, one after the other, each on a desk of its own. */
export async function runBench(options: Options, say: Say): Promise<Result> {
  const [before, at] = [loadavg()[0] ?? 0, { commit: commit(), at: new Date().toISOString() }]
  const all: Measured = { rows: [], figures: options.only.includes('load') ? measureFirstLoad() : [], faults: [] }
  for (const tickets of options.sizes) {
    await attempt(all, `${tickets} tickets`, () => measureSize(tickets, options, all, say))
  }
  const load: Result['load'] = [before, loadavg()[0] ?? 0]
  return { ...at, cpus: cpus().length, load, ...all }
}

/** What goes wrong in one part is no reason to lose the figures of the others. */
const attempt = (all: Measured, name: string, part: () => Promise<void>): Promise<void> =>
  part().catch(error => void all.faults.push(`${name}: ${error instanceof Error ? error.message : error}`))

async function measureSize(tickets: number, options: Options, all: Measured, say: Say): Promise<void> {
  const data = await openData(options.data, tickets, say)
  try {
    const desk = await startDesk(data)
    try {
      say(`Measuring at ${tickets.toLocaleString('en')} tickets`)
      await measureDesk(desk, options, all, say)
    } finally {
      await desk.stop()
    }
  } finally {
    await data.close()
  }
}

async function measureDesk(desk: Desk, options: Options, all: Measured, say: Say): Promise<void> {
  const has = (group: Group) => options.only.includes(group)
  const people = await openSessions(desk.data)
  const facts = await gatherFacts(desk.data, people)
  if (has('memory')) all.figures.push(...measureMemory(desk, 'after the start'))
  const plans: Plan[] = [...readPlans(people, facts), ...ticketPlans(people, facts), ...searchPlans(people, facts)]
  const wanted = plans.filter(it => has(it.group as Group))
  const statements = await countStatements(desk, wanted)
  const part = (name: string, work: () => Promise<void>) => {
    say(name)
    return attempt(all, name, work)
  }
  for (const plan of wanted) {
    const row = async () => addRow(all, await measure(desk, plan, options, statements.get(plan) ?? null))
    await part(`${plan.group}: ${plan.name}`, row)
  }
  if (has('mail')) await part('mail', async () => addRow(all, await measureMail(desk, facts, options)))
  const add = (figures: Figure[]) => void all.figures.push(...figures)
  if (has('live')) await part('live', async () => add(await measureLive(desk, people, facts, options)))
  if (has('mixed')) await part('mixed', async () => add(await measureMixed(desk, people, facts, options)))
  if (has('memory')) all.figures.push(...measureMemory(desk, 'after all of it'))
}

/** The smallest size is measured first, and is what the others are compared with. */
function addRow({ rows }: Measured, row: Omit<Row, 'growth'>): void {
  const small = rows.find(it => it.group === row.group && it.name === row.name)
  rows.push({ ...row, growth: small ? ratioOf(row.ours.p50, small.ours.p50) : null })
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return 'unknown'
  }
}
