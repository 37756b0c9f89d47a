import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import type { Bounce } from '@gotrs/mail/parsed-mail'
import { readReplyAddress, verifyReplyToken } from '@gotrs/mail/reply-address'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { ended, type Outcome } from './outcome.ts'
import { storable, storableLine } from './storable.ts'

type Mail = { bounces: Bounce[]; addressedTo: string[] }
type Sent = typeof outboundMails.$inferSelect

/** A delivery report (RFC 3464): marks the very mail and recipient that it is about. Delayed is not failed. */
export async function takeBounce(uow: UnitOfWork, mail: Mail): Promise<Outcome> {
  const told: { mail: Sent; bounce: Bounce; by: string }[] = []
  const ticketIds = await ticketsOf(uow, mail.addressedTo)
  for (const bounce of mail.bounces) {
    const found = await mailOf(uow, bounce, ticketIds)
    if (found && (await mark(uow, found.mail, bounce))) told.push({ ...found, bounce })
  }
  const first = told[0]
  if (!first) return ended('bounce', 'A delivery report about a mail that the desk did not send.', { rule: 'none' })
  const { recipient, action, status } = first.bounce
  const reason = storableLine(`${recipient}: ${action}, ${status}.`)
  return ended('bounce', reason, { ticketId: first.mail.ticketId, rule: first.by })
}

async function mailOf(uow: UnitOfWork, bounce: Bounce, ticketIds: string[]) {
  const named = bounce.originalMessageId ? await byMessageId(uow, bounce.originalMessageId) : null
  if (named) return { mail: named, by: 'original_message_id' }
  const returned = await lastMailTo(uow, bounce, ticketIds)
  return returned ? { mail: returned, by: 'reply_address' } : null
}

async function byMessageId(uow: UnitOfWork, rfcMessageId: string): Promise<Sent | null> {
  const [row] = await uow.db
    .select()
    .from(outboundMails)
    .where(eq(outboundMails.rfcMessageId, storableLine(rfcMessageId)))
  return row ?? null
}

/** More signed addresses than these in one report are somebody's game. */
const maxTokens = 20

/** The tickets that signed envelope senders name. Looked up once, however many recipients a report is about. */
async function ticketsOf(uow: UnitOfWork, addressedTo: string[]): Promise<string[]> {
  const claimed = [...new Set(addressedTo.map(it => it.toLowerCase()))].flatMap(it => readReplyAddress(it) ?? [])
  const tokens = claimed.filter(it => it.ticketNumber <= 2_147_483_647).slice(0, maxTokens)
  if (tokens.length === 0) return []
  const numbers = tokens.map(it => it.ticketNumber)
  const { id, number } = tickets
  const found = await uow.db.select({ id, number }).from(tickets).where(inArray(number, numbers))
  const isSigned = (ticket: { id: string; number: number }) =>
    tokens
      .filter(it => it.ticketNumber === ticket.number)
      .some(it => verifyReplyToken({ ...it, ticketId: ticket.id, secret: uow.vault.replyKey }))
  return found.filter(isSigned).map(it => it.id)
}

/** The newest mail of those tickets to this recipient is meant. */
async function lastMailTo(uow: UnitOfWork, { recipient }: Bounce, ticketIds: string[]): Promise<Sent | null> {
  if (ticketIds.length === 0) return null
  const [row] = await uow.db
    .select({ mail: outboundMails })
    .from(outboundMails)
    .innerJoin(outboundRecipients, eq(outboundRecipients.mailId, outboundMails.id))
    .where(and(inArray(outboundMails.ticketId, ticketIds), eq(outboundRecipients.address, storableLine(recipient))))
    .orderBy(desc(outboundMails.createdAt), desc(outboundMails.id))
    .limit(1)
  return row?.mail ?? null
}

/** Writes the server's words on the recipient. False where the report names nobody the mail went to. */
async function mark(uow: UnitOfWork, mail: Sent, bounce: Bounce): Promise<boolean> {
  const recipients = await uow.db
    .select()
    .from(outboundRecipients)
    .where(eq(outboundRecipients.mailId, mail.id))
    .for('update')
  const named = recipients.find(it => it.address.toLowerCase() === bounce.recipient.toLowerCase())
  // A forwarded or rewritten address is not ours; with one recipient there is no doubt who is meant.
  const recipient = named ?? (recipients.length === 1 ? recipients[0] : undefined)
  if (!recipient) return false
  const isFailure = bounce.action === 'failed' && recipient.status !== 'failed'
  const response = storable(wordsOf(bounce)).slice(0, 1_000)
  if (bounce.action !== 'failed' && bounce.action !== 'delayed') return true
  await uow.db
    .update(outboundRecipients)
    .set({ response, updatedAt: uow.now, ...(isFailure ? { status: 'failed' as const } : {}) })
    .where(and(eq(outboundRecipients.mailId, mail.id), eq(outboundRecipients.address, recipient.address)))
  if (isFailure) await fail(uow, mail)
  return true
}

/** The server's words without the type of the code before them (RFC 3464, section 2.3.6), which says nothing to a reader. */
const wordsOf = ({ diagnostic, status, action }: Bounce): string =>
  diagnostic?.replace(/^\s{0,9}(?:smtp|lmtp|x-[a-z0-9-]{1,40})\s{0,9};\s{0,9}/i, '') || `${status} ${action}`

/** What still waits for other recipients goes on waiting. */
async function fail(uow: UnitOfWork, mail: Sent): Promise<void> {
  await uow.db
    .update(outboundMails)
    .set({ status: 'failed' })
    .where(and(eq(outboundMails.id, mail.id), inArray(outboundMails.status, ['sent', 'caught', 'failed'])))
  const about = mail.ticketId
    ? { ticketId: mail.ticketId, ticketVersion: await versionOf(uow, mail.ticketId) }
    : undefined
  uow.emit('mail.failed', { mailId: mail.id, messageId: mail.messageId }, about)
}

async function versionOf(uow: UnitOfWork, ticketId: string): Promise<number> {
  const [row] = await uow.db
    .select({ version: sql<number>`${tickets.version}` })
    .from(tickets)
    .where(eq(tickets.id, ticketId))
  return row?.version ?? 0
}
