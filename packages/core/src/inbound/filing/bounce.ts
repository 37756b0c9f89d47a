import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import { actionInWords } from '@gotrs/mail/bounce-text'
import type { Bounce } from '@gotrs/mail/parsed-mail'
import { readReplyAddress } from '@gotrs/mail/reply-address'
import { returnPath } from '@gotrs/mail/return-path'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { storable, storableLine } from '../ledger/storable.ts'
import { ended, type Outcome } from './outcome.ts'
import type { Rule } from './rule.ts'

type Mail = {
  bounces: Bounce[]
  /** Where the report came to, the surest first: the envelope, then what its header says. */
  addressedTo: string[][]
  /** What an unreadable report says, where nobody but a mail system can have sent it: its envelope sender is empty. */
  unread?: Unread | null
}
type Unread = { subject: string; text: string; inReplyTo: string | null; references: string[] }
type Sent = typeof outboundMails.$inferSelect

/** A delivery report (RFC 3464). */
export const bounceRule: Rule = async ({ row, read, kind }, { uow }) => {
  if (kind !== 'bounce') return null
  const { mail } = read
  const hasEmptySender = (row.envelopeFrom ?? returnPath(mail)) === ''
  return takeBounce(uow, {
    bounces: mail.bounces,
    addressedTo: [row.envelopeTo, mail.deliveredTo, mail.to.map(it => it.address)],
    unread: hasEmptySender ? mail : null,
  })
}

/** Marks the very mail and recipient that it is about. Delayed is not failed. */
export async function takeBounce(uow: UnitOfWork, { bounces, addressedTo, unread = null }: Mail): Promise<Outcome> {
  const returned = await returnedMail(uow, addressedTo, bounces[0]?.originalMessageId ?? null)
  const told = returned
    ? await markReturned(uow, returned, bounceAbout(returned.recipient, bounces, unread))
    : ((await markNamed(uow, bounces)) ?? (unread && (await markAnswered(uow, unread))))
  if (!told) return ended('bounce', 'A delivery report about a mail that the desk did not send.', { rule: 'none' })
  const { recipient, action, status } = told.bounce
  const reason = storableLine(`${recipient}: ${action}, ${status}.`)
  return ended('bounce', reason, { ticketId: told.mail.ticketId, rule: told.by })
}

type Returned = { mail: Sent; recipient: string }
type Told = { mail: Sent; bounce: Bounce; by: string }

/**
 * Only that copy had this envelope sender (VERP): its recipient can say nothing of the others, nor of another mail,
 * whatever the report names.
 */
async function markReturned(
  uow: UnitOfWork,
  { mail, recipient }: Returned,
  bounce: Bounce | null,
): Promise<Told | null> {
  if (!bounce) return null
  const about = { ...bounce, recipient }
  return (await mark(uow, mail, about)) ? { mail, bounce: about, by: 'reply_address' } : null
}

/** Of a report with several entries the one that names the recipient, else the worst, which is the first. */
function bounceAbout(recipient: string, bounces: Bounce[], unread: Mail['unread']): Bounce | null {
  const named = bounces.find(it => it.recipient.toLowerCase() === recipient.toLowerCase()) ?? bounces[0]
  if (named) return named
  if (!unread) return null
  const text = unread.text.slice(0, 4_000)
  const action = actionInWords(unread.subject, text)
  const diagnostic = text.trim().replaceAll(/\s+/g, ' ').slice(0, 1_000) || null
  return { action, status: action === 'failed' ? '5.0.0' : '4.0.0', recipient, diagnostic, originalMessageId: null }
}

async function markNamed(uow: UnitOfWork, bounces: Bounce[]): Promise<Told | null> {
  let first: Told | null = null
  for (const bounce of bounces) {
    const mail = bounce.originalMessageId ? await byMessageId(uow, bounce.originalMessageId) : null
    if (mail && (await mark(uow, mail, bounce))) first ??= { mail, bounce, by: 'original_message_id' }
  }
  return first
}

/** At most so many of its references are looked up; more would be an attack. */
const maxAnswered = 10

/** A report in prose that answers one of our mails, as Exchange and qmail write them: about whom its words name. */
async function markAnswered(uow: UnitOfWork, unread: Unread): Promise<Told | null> {
  const answered = [unread.inReplyTo, ...unread.references.toReversed()].filter(it => it !== null)
  for (const id of [...new Set(answered)].slice(0, maxAnswered)) {
    const mail = await byMessageId(uow, id)
    if (!mail) continue
    const recipient = await namedIn(uow, mail, unread.text.slice(0, 4_000).toLowerCase())
    const bounce = recipient === null ? null : bounceAbout(recipient, [], unread)
    return bounce && (await mark(uow, mail, bounce)) ? { mail, bounce, by: 'in_reply_to' } : null
  }
  return null
}

/** The only recipient, or the one that the words name; null where nobody knows who is meant. */
async function namedIn(uow: UnitOfWork, { id }: Sent, words: string): Promise<string | null> {
  const rows = await uow.db
    .select({ address: outboundRecipients.address })
    .from(outboundRecipients)
    .where(eq(outboundRecipients.mailId, id))
  const named = rows.length === 1 ? rows : rows.filter(it => words.includes(it.address.toLowerCase()))
  return named.length === 1 ? (named[0]?.address ?? null) : null
}

async function byMessageId(uow: UnitOfWork, rfcMessageId: string): Promise<Sent | null> {
  const [row] = await uow.db
    .select()
    .from(outboundMails)
    .where(eq(outboundMails.rfcMessageId, storableLine(rfcMessageId)))
  return row ?? null
}

/** More signed addresses than these in one report would be an attack. */
const maxTokens = 20

/**
 * The mail whose envelope sender the report was returned to; that sender names one recipient (VERP). All mails of a
 * ticket to one person have the same: among these the one that the report names, else the newest.
 */
async function returnedMail(
  uow: UnitOfWork,
  addressedTo: string[][],
  messageId: string | null,
): Promise<Returned | null> {
  const claimed = addressedTo.map(signedOf).find(it => it.length > 0)
  if (!claimed) return null
  const [row] = await uow.db
    .select({ mail: outboundMails, recipient: outboundRecipients.address })
    .from(outboundRecipients)
    .innerJoin(outboundMails, eq(outboundMails.id, outboundRecipients.mailId))
    .where(inArray(sql`lower(${outboundRecipients.replyAddress})`, claimed.slice(0, maxTokens)))
    .orderBy(
      desc(eq(outboundMails.rfcMessageId, storableLine(messageId ?? ''))),
      desc(outboundMails.createdAt),
      desc(outboundMails.id),
    )
    .limit(1)
  return row ?? null
}

const signedOf = (addresses: string[]) =>
  [...new Set(addresses.map(it => it.toLowerCase()))].filter(it => readReplyAddress(it) !== null)

/** Writes the server's words on the recipient. False where the report names nobody the mail went to. */
async function mark(uow: UnitOfWork, mail: Sent, bounce: Bounce): Promise<boolean> {
  const recipients = await uow.db
    .select()
    .from(outboundRecipients)
    .where(eq(outboundRecipients.mailId, mail.id))
    .for('update')
  const has = (address: string) => recipients.find(it => it.address.toLowerCase() === address.toLowerCase())
  const named = has(bounce.recipient)
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

/**
 * The text of the server without the type of the code before it (RFC 3464, section 2.3.6), which does not help a
 * reader.
 */
const wordsOf = ({ diagnostic, status, action }: Bounce): string =>
  diagnostic?.replace(/^\s{0,9}(?:smtp|lmtp|x-[a-z0-9-]{1,40})\s{0,9};\s{0,9}/i, '') || `${status} ${action}`

/** Recipients who still wait continue to wait. */
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
