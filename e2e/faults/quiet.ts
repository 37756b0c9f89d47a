import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from './acts.ts'
import { returnStrays } from './folders.ts'

const open = `
  select
    (select count(*)::int from inbound_mails where state = 'received') as mails,
    (select count(*)::int from graphile_worker.jobs where attempts < max_attempts) as jobs,
    (select count(*)::int from outbound_mails where next_attempt_at is not null) as outbox,
    (select count(*)::int from outbound_mails where leased_until > now()) as leased`

/** Nobody waits for a back-off to end: what is tried again later is tried again now. */
const hurry = [
  'update mailboxes set send_paused_until = now() where send_paused_until > now()',
  'update outbound_mails set next_attempt_at = now() where next_attempt_at > now() and leased_until is null',
  `select graphile_worker.reschedule_jobs(
    array(select id from graphile_worker.jobs where run_at > now() and attempts > 0 and locked_at is null), now())`,
]

/** Waits until everything that came in is filed and everything that goes out has left. */
export async function untilQuiet({ world, post, report }: Stage, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs
  const began = performance.now()
  await post.drained(withinMs)
  report.say('Everything was handed in; waiting until the desk is quiet …')
  let told = Date.now()
  for (;;) {
    const [left] = await world.postgres.ask<{ mails: number; jobs: number; outbox: number; leased: number }>(open)
    const toRead = await unread({ world, post })
    const isQuiet = left && toRead === 0 && left.mails + left.jobs + left.outbox === 0
    if (isQuiet) break
    if (Date.now() > deadline) {
      report.fault('run', `it is not quiet after ${withinMs / 1000} s: ${JSON.stringify({ ...left, toRead })}`)
      break
    }
    if (Date.now() - told > 10_000) {
      report.say(`… left: ${JSON.stringify({ ...left, toRead })}`)
      told = Date.now()
    }
    if (toRead > 0) {
      for (const box of world.boxes.filter(it => it.folder !== 'INBOX')) await returnStrays(world.dovecot, box)
    }
    for (const statement of hurry) await world.postgres.ask(statement)
    await pause(250)
  }
  report.took('quiet after', performance.now() - began)
}

/** Letters on the IMAP server that are not in the ledger yet. */
async function unread({ world, post }: Pick<Stage, 'world' | 'post'>): Promise<number> {
  const ids = [...new Set(post.deliveries.filter(it => it.takenAt !== null).map(it => it.letter.messageId))]
  const [row] = await world.postgres.ask<{ count: number }>(
    'select count(distinct rfc_message_id)::int as count from inbound_mails where rfc_message_id = any($1)',
    [ids],
  )
  return ids.length - (row?.count ?? 0)
}
