import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import type { Bounce } from '@gotrs/mail/parsed-mail'
import { readReplyAddress } from '@gotrs/mail/reply-address'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { storable, storableLine } from '../storable.ts'
import type { ArrivalRule } from './filing.ts'
import { ended, type Outcome } from './outcome.ts'

type Mail = { bounces: Bounce[]; addressedTo: string[] }
type Sent = typeof outboundMails.$inferSelect

/** A delivery report (RFC 3464). */
export const bounceRule: ArrivalRule = async (uow, { row, read, kind }) => {
  if (kind !== 'bounce') return null
  const { mail } = read
  const addressedTo = [...row.envelopeTo, ...mail.deliveredTo, ...mail.to.map(it => it.address)]
  return takeBounce(uow, { bounces: mail.bounces, addressedTo })
}

/** Marks the very mail and recipient that it is about. Delayed is not failed. */
export async function takeBounce(uow: UnitOfWork, { bounces, addressedTo }: Mail): Promise<Outcome> {
  const told: { mail: Sent; bounce: Bounce; by: string }[] = []
  const returned = await returnedMail(uow, addressedTo)
  for (const bounce of bounces) {
    const found = await mailOf(uow, bounce, returned)
    if (found && (await mark(uow, found.mail, bounce, returned?.recipient))) told.push({ ...found, bounce })
  }
  const first = told[0]
  if (!first) return ended('bounce', 'A delivery report about a mail that the desk did not send.', { rule: 'none' })
  const { recipient, action, status } = first.bounce
  const reason = storableLine(`${recipient}: ${action}, ${status}.`)
  return ended('bounce', reason, { ticketId: first.mail.ticketId, rule: first.by })
}

type Returned = { mail: Sent; recipient: string }

async function mailOf(uow: UnitOfWork, bounce: Bounce, returned: Returned | null) {
  const named = bounce.originalMessageId ? await byMessageId(uow, bounce.originalMessageId) : null
  if (named) return { mail: named, by: 'original_message_id' }
  return returned && { mail: returned.mail, by: 'reply_address' }
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

/** The newest mail whose envelope sender the report was returned to; that sender names one recipient (VERP). */
async function returnedMail(uow: UnitOfWork, addressedTo: string[]): Promise<Returned | null> {
  const claimed = [...new Set(addressedTo.map(it => it.toLowerCase()))].filter(it => readReplyAddress(it) !== null)
  if (claimed.length === 0) return null
  const [row] = await uow.db
    .select({ mail: outboundMails, recipient: outboundRecipients.address })
    .from(outboundRecipients)
    .innerJoin(outboundMails, eq(outboundMails.id, outboundRecipients.mailId))
    .where(inArray(sql`lower(${outboundRecipients.replyAddress})`, claimed.slice(0, maxTokens)))
    .orderBy(desc(outboundMails.createdAt), desc(outboundMails.id))
    .limit(1)
  return row ?? null
}

/** Writes the server's words on the recipient. False where the report names nobody the mail went to. */
async function mark(uow: UnitOfWork, mail: Sent, bounce: Bounce, returnedBy?: string): Promise<boolean> {
  const recipients = await uow.db
    .select()
    .from(outboundRecipients)
    .where(eq(outboundRecipients.mailId, mail.id))
    .for('update')
  const has = (address: string) => recipients.find(it => it.address.toLowerCase() === address.toLowerCase())
  const named = has(bounce.recipient) ?? has(returnedBy ?? '')
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
