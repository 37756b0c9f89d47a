import type { Db } from '@gotrs/db/client'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { eq, sql } from 'drizzle-orm'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { processJob } from './process-job.ts'
import type { TriedMail } from './start-try.ts'

const patienceMs = 1_000

/** What a mail has waited for. It travels with its job; null where it has not waited for that yet. */
export type Waits = {
  /** Until then it waits for DNS. */
  dnsDeadline: Date | null
  /** Since then it waits for the mails that it answers. */
  earlierSince: Date | null
}

export function waitsOf({ dnsDeadline, earlierSince }: Record<string, unknown>): Waits {
  return { dnsDeadline: timeOf(dnsDeadline), earlierSince: timeOf(earlierSince) }
}

function timeOf(value: unknown): Date | null {
  const time = new Date(typeof value === 'string' ? value : Number.NaN)
  return Number.isNaN(time.getTime()) ? null : time
}

/** Others are before it. The job ends rather than waits, so that mails that can be read at once are. */
export async function retryLater(kernel: Kernel, row: TriedMail, waits: Waits): Promise<void> {
  await kernel.run(systemActor('mail'), uow => enqueueAgain(uow, row, patienceMs, waits))
}

const shortestPauseMs = 500
const longestPauseMs = 30_000
const longestWaitMs = 5 * 60_000

export const mayWaitForEarlier = ({ earlierSince }: Waits): boolean =>
  earlierSince === null || Date.now() - earlierSince.getTime() < longestWaitMs

/**
 * A mail that it answers has not been filed yet. It comes again when it has waited twice as long, so that of thousands that
 * wait each is looked at a few times only; and it is filed in any case after some minutes.
 */
export async function waitForEarlier(kernel: Kernel, row: TriedMail, waits: Waits): Promise<void> {
  // The clock of the jobs is that of the machine.
  const earlierSince = waits.earlierSince ?? new Date()
  const waitedMs = Date.now() - earlierSince.getTime()
  const pauseMs = Math.min(Math.max(waitedMs, shortestPauseMs), longestPauseMs)
  await kernel.run(systemActor('mail'), uow => enqueueAgain(uow, row, pauseMs, { ...waits, earlierSince }))
}

const dnsPauseMs = 30_000
const longestDnsMinutes = 5

/** For staff: the verdict on a sender that could not be checked in all the time that its mail waited. */
export const unansweredReason = `The sender could not be checked: the desk waited ${longestDnsMinutes} minutes, and DNS did not answer.`

/**
 * DNS as a whole does not answer: the mail is read again soon, and filed in any case at the end of its deadline. Filed at
 * once, a forged mail would be one that nobody could check.
 */
export async function waitForDns(kernel: Kernel, row: TriedMail, waits: Waits): Promise<void> {
  // The clock of the jobs is that of the machine.
  const deadline = waits.dnsDeadline ?? new Date(Date.now() + longestDnsMinutes * 60_000)
  const at = deadline.toISOString().slice(0, 16).replace('T', ' ')
  const reason = `It waits for DNS, which does not answer, to check its sender: it is filed at ${at} UTC at the latest.`
  await kernel.run(systemActor('mail'), async uow => {
    await uow.db.update(inboundMails).set({ reason }).where(eq(inboundMails.id, row.id))
    const pauseMs = Math.min(dnsPauseMs, Math.max(0, deadline.getTime() - Date.now()))
    await enqueueAgain(uow, row, pauseMs, { ...waits, dnsDeadline: deadline })
  })
}

export const mayStillWait = (dnsDeadline: Date | null): boolean =>
  dnsDeadline !== null && Date.now() < dnsDeadline.getTime()

async function enqueueAgain(uow: UnitOfWork, row: TriedMail, waitMs: number, waits: Waits): Promise<void> {
  await uncountAttempt(uow, row)
  const { payload, ...job } = processJob(row.id)
  const waited = Object.entries(waits).filter(([, time]) => time !== null)
  const runAt = new Date(Date.now() + waitMs)
  uow.enqueue({ ...job, payload: { ...payload, ...Object.fromEntries(waited) }, runAt })
}

/** An attempt that ended for other reasons does not count for the mail. */
export async function uncountAttempt(kernel: { db: Db }, row: TriedMail): Promise<void> {
  if (!row.isCounted) return
  await kernel.db
    .update(inboundMails)
    .set({ attempts: sql`greatest(${inboundMails.attempts} - 1, 0)` })
    .where(eq(inboundMails.id, row.id))
}
