import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { and, eq, inArray } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { aboutTicket } from './about-ticket.ts'
import { delayAfter, giveUpMs } from './back-off.ts'
import { type ClaimedMail, leaseMs } from './claim.ts'
import { type DeliveryReport, type RecipientResult, resultsOf } from './delivery-report.ts'
import { hideServerText } from './hide-server-text.ts'
import { recordServerAvailable, recordServerUnavailable } from './server-unavailable.ts'

type Status = ClaimedMail['status']

/**
 * What happens to the mail after some of its recipients. `ended`: it waits until it is due for the recipients it did not
 * reach. `goesOn`: the same sender continues with the other recipients and keeps the lease. `handedOn`: this sender cannot
 * continue; the mail is due at once for another one.
 */
export type Afterwards = 'ended' | 'goesOn' | 'handedOn'

/**
 * Records the result of an attempt: for each recipient, in the server's words, and as an event on the ticket when it is
 * final. False when another sender holds the mail by now: nothing was written, and this sender must not send any more.
 */
export async function recordDelivery(
  kernel: Kernel,
  mail: ClaimedMail,
  given: DeliveryReport,
  then: Afterwards = 'ended',
): Promise<boolean> {
  const report = mail.isSecret ? hideServerText(given) : given
  return kernel.run(systemActor('mail'), uow => record(uow, mail, report, then), { cause: [`outbound:${mail.id}`] })
}

async function record(uow: UnitOfWork, mail: ClaimedMail, report: DeliveryReport, then: Afterwards): Promise<boolean> {
  if (!(await isStillOurs(uow, mail))) return false
  if (report.kind === 'caught') {
    await setRecipients(uow, mail, mail.waitingFor, { status: 'caught', response: null })
  }
  const results = report.kind === 'caught' ? [] : resultsOf(report, mail.waitingFor)
  const isLate = sinceFirstTry(uow, mail) >= giveUpMs
  const failures: boolean[] = []
  for (const result of results) failures.push(await recordRecipient(uow, mail, giveUp(result, isLate)))
  if (failures.includes(true)) {
    uow.emit('mail.failed', { mailId: mail.id, messageId: mail.messageId }, await aboutTicket(uow, mail.ticketId))
  }
  const isTaken = results.some(it => it.status === 'sent')
  const status = then === 'goesOn' ? await keepLease(uow, mail, isTaken) : await settleMail(uow, mail, isTaken, then)
  if (report.kind === 'refused' && report.isServerAway)
    await recordServerUnavailable(uow, mail.mailboxId, report.response)
  else if (results.length > 0) await recordServerAvailable(uow, mail.mailboxId, isTaken)
  const told = status === 'sent' ? 'mail.delivered' : status === 'caught' ? 'mail.caught' : null
  if (told) uow.emit(told, { mailId: mail.id, messageId: mail.messageId }, await aboutTicket(uow, mail.ticketId))
  return true
}

/**
 * False where the lease ended and somebody else has claimed the mail since: it stays theirs. Locks the mail, after its
 * recipients, as one who takes a bounce does.
 */
async function isStillOurs(uow: UnitOfWork, mail: ClaimedMail): Promise<boolean> {
  await uow.db
    .select({ address: outboundRecipients.address })
    .from(outboundRecipients)
    .where(eq(outboundRecipients.mailId, mail.id))
    .for('update')
  const [row] = await uow.db
    .select({ attempts: outboundMails.attempts })
    .from(outboundMails)
    .where(eq(outboundMails.id, mail.id))
    .for('update')
  return row?.attempts === mail.attempts
}

const sinceFirstTry = (uow: UnitOfWork, mail: ClaimedMail) =>
  uow.now.getTime() - (mail.firstTriedAt ?? mail.createdAt).getTime()

function giveUp(result: RecipientResult, isLate: boolean): RecipientResult {
  if (!isLate || result.status === 'sent' || result.status === 'failed') return result
  return { ...result, status: 'failed', response: `Given up after 48 hours. ${result.response}` }
}

/** True where this is news: it will never be delivered to them. */
async function recordRecipient(uow: UnitOfWork, mail: ClaimedMail, result: RecipientResult): Promise<boolean> {
  const { address, status } = result
  const response = result.response.replaceAll('\0', '').slice(0, 1_000)
  const isWritten = await setRecipients(uow, mail, [address], { status, response })
  return status === 'failed' && isWritten
}

/** A result from a bounce that came meanwhile is kept. True when there was something to write. */
async function setRecipients(
  uow: UnitOfWork,
  mail: ClaimedMail,
  addresses: string[],
  set: { status: Status; response: string | null },
): Promise<boolean> {
  if (addresses.length === 0) return false
  const isThem = and(eq(outboundRecipients.mailId, mail.id), inArray(outboundRecipients.address, addresses))
  const written = await uow.db
    .update(outboundRecipients)
    .set({ ...set, updatedAt: uow.now })
    .where(and(isThem, inArray(outboundRecipients.status, ['queued', 'unknown'])))
    .returning({ address: outboundRecipients.address })
  return written.length > 0
}

/** It is on its way to its other recipients. */
async function keepLease(uow: UnitOfWork, mail: ClaimedMail, isTaken: boolean): Promise<Status> {
  const leasedUntil = new Date(uow.now.getTime() + leaseMs)
  const set = { leasedUntil, ...(isTaken ? { sentAt: uow.now } : {}) }
  await uow.db.update(outboundMails).set(set).where(eq(outboundMails.id, mail.id))
  return 'queued'
}

/** The status of the mail follows its recipients: it waits while one of them waits, and has failed when one has failed. */
async function settleMail(uow: UnitOfWork, mail: ClaimedMail, isTaken: boolean, then: Afterwards): Promise<Status> {
  const recipients = await uow.db
    .select({ status: outboundRecipients.status })
    .from(outboundRecipients)
    .where(eq(outboundRecipients.mailId, mail.id))
  const has = (status: Status) => recipients.some(it => it.status === status)
  const order: Status[] = ['unknown', 'queued', 'failed', 'cancelled', 'caught', 'sent']
  const status = order.find(has) ?? 'sent'
  const isOpen = status === 'queued' || status === 'unknown'
  const delay = then === 'handedOn' ? 0 : delayAfter(sinceFirstTry(uow, mail))
  const isGone = mail.isSecret && (status === 'sent' || status === 'failed')
  await uow.db
    .update(outboundMails)
    .set({
      status,
      leasedUntil: null,
      nextAttemptAt: isOpen ? new Date(uow.now.getTime() + delay) : null,
      ...(isTaken ? { sentAt: uow.now } : {}),
      ...(isGone ? { text: null, blobKey: null } : {}),
    })
    .where(eq(outboundMails.id, mail.id))
  const { blobKey } = mail
  if (isGone && blobKey) uow.afterCommit(() => uow.blobs.remove(blobKey))
  return status
}
