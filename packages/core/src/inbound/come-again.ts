import type { Db } from '@gotrs/db/client'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { eq, sql } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { LedgerRow } from './filing/filing.ts'
import { processJob } from './ledger.ts'

const patienceMs = 1_000

/** Others are before it. The job ends rather than waits, so that mails that can be read at once are. */
export async function comeAgain(desk: Kernel, row: LedgerRow, dnsDeadline: Date | null): Promise<void> {
  await desk.run(systemActor('mail'), uow => enqueueAgain(uow, row, patienceMs, dnsDeadline))
}

const dnsPauseMs = 30_000
const longestDnsMinutes = 5

/** For staff: the verdict on a sender that could not be checked in all the time that its mail waited. */
export const unansweredReason = `The sender could not be checked: the desk waited ${longestDnsMinutes} minutes, and DNS did not answer.`

/**
 * DNS as a whole does not answer: the mail is read again soon, and filed in any case at the end of its deadline. Filed at
 * once, a forged mail would be one that nobody could check.
 */
export async function waitForDns(desk: Kernel, row: LedgerRow, known: Date | null): Promise<void> {
  // The clock of the jobs is that of the machine.
  const deadline = known ?? new Date(Date.now() + longestDnsMinutes * 60_000)
  const at = deadline.toISOString().slice(0, 16).replace('T', ' ')
  const reason = `It waits for DNS, which does not answer, to check its sender: it is filed at ${at} UTC at the latest.`
  await desk.run(systemActor('mail'), async uow => {
    await uow.db.update(inboundMails).set({ reason }).where(eq(inboundMails.id, row.id))
    await enqueueAgain(uow, row, Math.min(dnsPauseMs, Math.max(0, deadline.getTime() - Date.now())), deadline)
  })
}

/** The deadline travels with the job; null where the mail has not waited for DNS yet. */
export function dnsDeadlineOf({ dnsDeadline }: Record<string, unknown>): Date | null {
  const deadline = new Date(typeof dnsDeadline === 'string' ? dnsDeadline : Number.NaN)
  return Number.isNaN(deadline.getTime()) ? null : deadline
}

export const mayStillWait = (dnsDeadline: Date | null): boolean =>
  dnsDeadline !== null && Date.now() < dnsDeadline.getTime()

async function enqueueAgain(uow: UnitOfWork, row: LedgerRow, waitMs: number, dnsDeadline: Date | null): Promise<void> {
  await takeBackTry(uow, row)
  const { payload, ...job } = processJob(row.id)
  const runAt = new Date(Date.now() + waitMs)
  uow.enqueue({
    ...job,
    payload: { ...payload, ...(dnsDeadline && { dnsDeadline: dnsDeadline.toISOString() }) },
    runAt,
  })
}

/** A try that ended for other reasons does not count against the mail. */
export async function takeBackTry(desk: { db: Db }, row: LedgerRow): Promise<void> {
  await desk.db
    .update(inboundMails)
    .set({ attempts: sql`greatest(${inboundMails.attempts} - 1, 0)` })
    .where(eq(inboundMails.id, row.id))
}
