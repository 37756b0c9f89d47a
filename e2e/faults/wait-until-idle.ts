import { setTimeout as pause } from 'node:timers/promises'
import { moveMisplaced } from './folders.ts'
import type { Stage } from './stage.ts'

const open = `
  select
    (select count(*)::int from inbound_mails where state = 'received') as mails,
    (select count(*)::int from graphile_worker.jobs where attempts < max_attempts) as jobs,
    (select count(*)::int from outbound_mails where next_attempt_at is not null) as outbox,
    (select count(*)::int from outbound_mails where leased_until > now()) as leased`

/** Makes all retries due now instead of waiting for back-offs. */
const makeDueNow = [
  'update mailboxes set send_paused_until = now() where send_paused_until > now()',
  'update outbound_mails set next_attempt_at = now() where next_attempt_at > now() and leased_until is null',
  `select graphile_worker.reschedule_jobs(
    array(select id from graphile_worker.jobs where run_at > now() and attempts > 0 and locked_at is null), now())`,
]

/** Waits until all inbound mail is filed and all outgoing mail is sent. */
export async function waitUntilIdle({ world, customers, report }: Stage, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs
  const began = performance.now()
  await customers.settled(withinMs)
  report.say('All mails are delivered; waiting until the desk is idle …')
  let reportedAt = Date.now()
  for (;;) {
    const [left] = await world.postgres.ask<{ mails: number; jobs: number; outbox: number; leased: number }>(open)
    const toRead = await unread({ world, customers })
    const isIdle = left && toRead === 0 && left.mails + left.jobs + left.outbox === 0
    if (isIdle) break
    if (Date.now() > deadline) {
      report.failure('run', `the desk is not idle after ${withinMs / 1000} s: ${JSON.stringify({ ...left, toRead })}`)
      break
    }
    if (Date.now() - reportedAt > 10_000) {
      report.say(`… left: ${JSON.stringify({ ...left, toRead })}`)
      reportedAt = Date.now()
    }
    if (toRead > 0) {
      for (const box of world.boxes.filter(it => it.folder !== 'INBOX')) await moveMisplaced(world.dovecot, box)
    }
    for (const statement of makeDueNow) await world.postgres.ask(statement)
    await pause(250)
  }
  report.took('idle after', performance.now() - began)
}

/** Letters on the IMAP server that are not in the ledger yet. */
async function unread({ world, customers }: Pick<Stage, 'world' | 'customers'>): Promise<number> {
  const ids = [...new Set(customers.deliveries.filter(it => it.acceptedAt !== null).map(it => it.letter.messageId))]
  const [row] = await world.postgres.ask<{ count: number }>(
    'select count(distinct rfc_message_id)::int as count from inbound_mails where rfc_message_id = any($1)',
    [ids],
  )
  return ids.length - (row?.count ?? 0)
}
