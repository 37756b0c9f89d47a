import { setTimeout as pause } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import type { Desk } from './desk.ts'
import type { Facts } from './facts.ts'
import type { Options } from './options.ts'
import type { Row } from './result.ts'
import { statementsSoFar } from './statements.ts'
import { percentile, rounded } from './statistics.ts'

const giveUpMs = 120_000
const connections = 4

/** Mails of customers by SMTP, until each is in a ticket and its acknowledgement is written. */
export async function measureMail(desk: Desk, facts: Facts, { mails }: Options): Promise<Omit<Row, 'growth'>> {
  const { data } = desk
  const began = new Date()
  const [before, statements] = [desk.spent(), await statementsSoFar(desk)]
  await sendMails(desk, facts, mails)
  const waits = await untilFiled(desk, began, mails)
  const [after, statementsAfter] = [desk.spent(), await statementsSoFar(desk)]
  const each = (value: number) => rounded(value / mails)
  const [db, ofWorker] = [after.db - before.db, after.worker - before.worker]
  const cost = { cpuMs: each(db + ofWorker), web: 0, db: each(db), worker: each(ofWorker) }
  const times = { p50: rounded(percentile(waits, 0.5)), p95: rounded(percentile(waits, 0.95)), rps16: null }
  const ours = { ...cost, ...times, statements: Math.round((statementsAfter - statements) / mails) }
  return {
    group: 'mail',
    name: 'one mail in, from SMTP to its ticket',
    tickets: data.tickets,
    status: 200,
    ours,
    floor: null,
    ratio: null,
  }
}

/** `everyMs`: between one and the next; 0: as fast as the desk takes them. */
export async function sendMails(desk: Desk, { mailboxes }: Facts, count: number, everyMs = 0): Promise<void> {
  const options = { host: '127.0.0.1', port: desk.smtpPort, secure: false, ignoreTLS: true, pool: true }
  const transport = createTransport({ ...options, maxConnections: connections, maxMessages: Number.POSITIVE_INFINITY })
  const one = async (at: number) => {
    await pause(at * everyMs)
    await transport.sendMail({
      from: `Bench ${at} <bench${at}.${Date.now()}@mail.example>`,
      to: mailboxes[at % mailboxes.length],
      subject: `The scanner of line ${at} has stopped`,
      text: `Hello,\n\nthe scanner of line ${at} shows ERR_TIMEOUT since this morning. Could somebody look at it?\n\nThank you`,
    })
  }
  await Promise.all(Array.from({ length: count }, (_, at) => one(at)))
  transport.close()
}

/** How long each waited, in milliseconds from the ledger to its ticket. */
async function untilFiled({ data }: Desk, began: Date, count: number): Promise<number[]> {
  const endsAt = performance.now() + giveUpMs
  while (performance.now() < endsAt) {
    const { rows } = await data.pool.query(
      `select extract(epoch from processed_at - received_at) * 1000 as ms from inbound_mails
       where received_at >= $1 and state = 'done' and from_address like 'bench%'`,
      [began],
    )
    const { rows: left } = await data.pool.query(
      'select count(*)::int as jobs from graphile_worker.jobs where run_at <= now()',
    )
    if (rows.length >= count && left[0].jobs === 0) return rows.map(row => Number(row.ms))
    await pause(100)
  }
  throw new Error(`${count} mails were sent, and not all of them were filed within ${giveUpMs / 1_000} s.`)
}
