import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, inArray } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { delayAfter, giveUpMs } from './back-off.ts'
import type { ClaimedMail } from './claim.ts'
import { type DeliveryReport, type RecipientResult, resultsOf } from './delivery-report.ts'

type Status = ClaimedMail['status']

/** Writes down what came of a try: per recipient, in the server's own words; on the ticket where it is final. */
export async function recordDelivery(desk: Kernel, mail: ClaimedMail, report: DeliveryReport): Promise<void> {
  await desk.run(systemActor('mail'), uow => record(uow, mail, report), { cause: [`outbound:${mail.id}`] })
  // Nothing was sent, so nothing is told in the ticket; but the page that shows "queued" should look again.
  if (report.kind === 'caught') await hint(desk, mail)
}

async function record(uow: UnitOfWork, mail: ClaimedMail, report: DeliveryReport): Promise<void> {
  if (report.kind === 'caught') {
    await setRecipients(uow, mail, mail.waitingFor, { status: 'caught', response: null })
  } else {
    const isLate = uow.now.getTime() - mail.createdAt.getTime() >= giveUpMs
    for (const result of resultsOf(report, mail.waitingFor)) await recordRecipient(uow, mail, giveUp(result, isLate))
  }
  const status = await settleMail(uow, mail)
  if (status === 'sent')
    uow.emit('mail.delivered', { mailId: mail.id, messageId: mail.messageId }, await about(uow, mail))
}

function giveUp(result: RecipientResult, isLate: boolean): RecipientResult {
  if (!isLate || result.status === 'sent' || result.status === 'failed') return result
  return { ...result, status: 'failed', response: `Given up after 48 hours. ${result.response}` }
}

async function recordRecipient(uow: UnitOfWork, mail: ClaimedMail, result: RecipientResult): Promise<void> {
  const { address, status } = result
  const response = result.response.replaceAll('\0', '').slice(0, 1_000)
  await setRecipients(uow, mail, [address], { status, response })
  if (status !== 'failed') return
  const failure = { mailId: mail.id, messageId: mail.messageId, address, response }
  uow.emit('mail.failed', failure, await about(uow, mail))
}

async function setRecipients(
  uow: UnitOfWork,
  mail: ClaimedMail,
  addresses: string[],
  set: { status: Status; response: string | null },
): Promise<void> {
  if (addresses.length === 0) return
  await uow.db
    .update(outboundRecipients)
    .set({ ...set, updatedAt: uow.now })
    .where(and(eq(outboundRecipients.mailId, mail.id), inArray(outboundRecipients.address, addresses)))
}

/** The mail stands as its recipients do: it waits while one of them does, and has failed where one of them has. */
async function settleMail(uow: UnitOfWork, mail: ClaimedMail): Promise<Status> {
  const recipients = await uow.db
    .select({ status: outboundRecipients.status })
    .from(outboundRecipients)
    .where(eq(outboundRecipients.mailId, mail.id))
  const has = (status: Status) => recipients.some(it => it.status === status)
  const order: Status[] = ['unknown', 'queued', 'failed', 'caught', 'sent']
  const status = order.find(has) ?? 'sent'
  const isOpen = status === 'queued' || status === 'unknown'
  const isGone = mail.isSecret && (status === 'sent' || status === 'failed')
  await uow.db
    .update(outboundMails)
    .set({
      status,
      leasedUntil: null,
      nextAttemptAt: isOpen ? new Date(uow.now.getTime() + delayAfter(mail.attempts)) : null,
      ...(has('sent') && !mail.sentAt ? { sentAt: uow.now } : {}),
      ...(isGone ? { text: null, blobKey: null } : {}),
    })
    .where(eq(outboundMails.id, mail.id))
  const { blobKey } = mail
  if (isGone && blobKey) uow.afterCommit(() => uow.blobs.remove(blobKey))
  return status
}

async function about(uow: UnitOfWork, mail: ClaimedMail) {
  if (!mail.ticketId) return undefined
  const [ticket] = await uow.db.select({ version: tickets.version }).from(tickets).where(eq(tickets.id, mail.ticketId))
  return ticket && { ticketId: mail.ticketId, ticketVersion: ticket.version }
}

async function hint(desk: Kernel, mail: ClaimedMail): Promise<void> {
  if (!mail.ticketId) return
  const hints = [{ type: 'mail.delivered' as const, ticketId: mail.ticketId, eventId: mail.id }]
  await desk.bus.publish({ hints }).catch(error => desk.log.warn({ err: error }, 'a live hint was not published'))
}
