import { setTimeout as pause } from 'node:timers/promises'
import type { Desk } from './desk.ts'
import { send } from './http.ts'
import type { Plan } from './measure.ts'

/** What the server calls itself in the database. */
const server = 'gotrs server'
/** Postgres writes its log a moment after it has answered: it is complete when nothing has come for so long. */
const quietMs = 30

/**
 * How many statements the server sends for one request, BEGIN, SET and COMMIT included: the lines of Postgres's log,
 * which names the program. The mail-worker works at the same time, so that no sum over the whole database would tell.
 */
export async function countStatements(desk: Desk, plans: readonly Plan[]): Promise<Map<Plan, number>> {
  const { pool, log } = desk.data
  const counts = new Map<Plan, number>()
  const setLog = async (how: 'all' | 'none') => {
    await pool.query(`alter system set log_statement = '${how}'`)
    await pool.query('select pg_reload_conf()')
    await pause(300)
  }
  await setLog('all')
  try {
    for (const plan of plans) {
      // The first call of a session looks it up once more, for the rate limit.
      await send(desk.url, plan.call(0))
      await untilQuiet(log)
      log.length = 0
      await send(desk.url, plan.call(1))
      await untilQuiet(log)
      counts.set(plan, log.filter(isStatement).length)
    }
  } finally {
    await setLog('none')
  }
  return counts
}

async function untilQuiet(log: string[]): Promise<void> {
  for (let before = -1; before < log.length; ) {
    before = log.length
    await pause(quietMs)
  }
}

const isStatement = (line: string): boolean =>
  line.startsWith(`${server} LOG:`) && /(?:statement|execute [^:]*): /.test(line)

/** Everything that the programs of the desk have sent so far; not what this run asks itself. */
export async function statementsSoFar({ data }: Desk): Promise<number> {
  const { rows } = await data.pool.query(
    `select coalesce(sum(calls), 0)::int as calls from pg_stat_statements(false) where userid <> current_user::regrole::oid`,
  )
  return rows[0].calls
}
