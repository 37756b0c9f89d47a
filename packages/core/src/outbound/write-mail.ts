import { isMailAddress } from '@gotrs/contract/email-address'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { composeMail, type OutgoingMail } from '@gotrs/mail/compose'
import { loopHeader, signLoopMark } from '@gotrs/mail/loop-mark'
import { normalAddress } from '@gotrs/mail/normal-address'
import type { MailAddress } from '@gotrs/mail/parsed-mail'
import { eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { SendingMailbox } from '../mailboxes/mailbox-of.ts'
import { aboutTicket } from './about-ticket.ts'
import { insertMail } from './insert-mail.ts'

export type MailToWrite = Omit<OutgoingMail, 'bcc' | 'cc' | 'replyTo'> & {
  purpose: (typeof outboundMails.$inferInsert)['purpose']
  /** The key with which a second run of a reaction writes nothing. */
  dedupeKey: string
  mailbox: SendingMailbox
  ticketId: string | null
  messageId: string
  aboutMessageId: string | null
  cc?: MailAddress[]
  bcc?: MailAddress[]
  /** Where each recipient answers to: an address that names the recipient too. Null: to the From address. */
  reply: { name: string; addressFor(recipient: string): string } | null
  /** `''` for `<>`; otherwise the reply address of each recipient takes its place (VERP). */
  envelopeFrom: string
  isSecret?: boolean
}

type Recipients = Pick<MailToWrite, 'to' | 'cc' | 'bcc'> & { reply?: MailToWrite['reply'] }
type Row = Pick<
  MailToWrite,
  | 'purpose'
  | 'dedupeKey'
  | 'mailbox'
  | 'ticketId'
  | 'messageId'
  | 'aboutMessageId'
  | 'subject'
  | 'envelopeFrom'
  | 'isSecret'
> & { from: MailAddress; text: string; reply?: MailToWrite['reply'] }
export type UnsentMail = Row & Recipients & { about: { ticketId: string; ticketVersion: number } | undefined }

/** Has this mail been written before? Checked first, because composing is expensive. */
export async function isWritten(uow: UnitOfWork, dedupeKey: string): Promise<boolean> {
  const [row] = await uow.db
    .select({ id: outboundMails.id })
    .from(outboundMails)
    .where(eq(outboundMails.dedupeKey, dedupeKey))
  return row !== undefined
}

/** Puts a mail into the outbox: its bytes and Message-ID are fixed here, once, before the first try. */
export async function writeMail(uow: UnitOfWork, mail: MailToWrite): Promise<void> {
  if (!hasSendable(mail)) return writeUnsendable(uow, mail)
  const raw = await bytesOf(uow, mail)
  const blob = await uow.blobs.put(raw)
  const id = uow.newId()
  const recipients = recipientsOf(uow, mail, id)
  try {
    const isNew = await insertMail(uow.db, rowOf(uow, mail, id, blob.key), recipients)
    if (isNew) await emitFailed(uow, mail, { id, recipients })
    else await uow.blobs.remove(blob.key)
  } catch (error) {
    await uow.blobs.remove(blob.key)
    throw error
  }
}

type Recipient = ReturnType<typeof recipientsOf>[number]

/** One bad recipient never prevents the mail to the others: it fails, and the agent sees it. */
async function emitFailed(
  uow: UnitOfWork,
  mail: MailToWrite,
  { id, recipients }: { id: string; recipients: Recipient[] },
): Promise<void> {
  if (!recipients.some(it => it.status === 'failed')) return
  uow.emit('mail.failed', { mailId: id, messageId: mail.aboutMessageId }, await aboutTicket(uow, mail.ticketId))
}

async function writeUnsendable(uow: UnitOfWork, mail: MailToWrite): Promise<void> {
  const about = await aboutTicket(uow, mail.ticketId)
  await writeUnsentMail(uow, { ...mail, text: mail.isSecret ? '' : mail.text, about }, unsendable)
}

/** A mail that cannot leave, kept with the reason where its writer looks: no bytes, and no try. */
export async function writeUnsentMail(uow: UnitOfWork, mail: UnsentMail, reason: string): Promise<void> {
  const id = uow.newId()
  const row = { ...rowOf(uow, mail, id, null), status: 'failed' as const, nextAttemptAt: null }
  const failed = { status: 'failed' as const, response: reason }
  const recipients = recipientsOf(uow, mail, id).map(it => ({ ...it, ...failed }))
  if (!(await insertMail(uow.db, row, recipients))) return
  if (recipients.length > 0) uow.emit('mail.failed', { mailId: id, messageId: mail.aboutMessageId }, mail.about)
}

/** A mail that could not leave is written after all: the same row and Message-ID, its bytes for the first time. */
export async function fillMail(uow: UnitOfWork, mailId: string, mail: MailToWrite): Promise<void> {
  const raw = await bytesOf(uow, mail)
  const blob = await uow.blobs.put(raw)
  try {
    const { fromAddress, subject, text, envelopeFrom, replyName, mailboxId } = rowOf(uow, mail, mailId, blob.key)
    await uow.db
      .update(outboundMails)
      .set({ blobKey: blob.key, fromAddress, subject, text, envelopeFrom, replyName, mailboxId })
      .where(eq(outboundMails.id, mailId))
    await uow.db.delete(outboundRecipients).where(eq(outboundRecipients.mailId, mailId))
    const recipients = recipientsOf(uow, mail, mailId)
    await uow.db.insert(outboundRecipients).values(recipients)
    await emitFailed(uow, mail, { id: mailId, recipients })
  } catch (error) {
    await uow.blobs.remove(blob.key)
    throw error
  }
}

/** Its reply address comes with each recipient's copy. By the mark the desk knows it again, if it ever comes back. */
async function bytesOf({ vault }: UnitOfWork, mail: MailToWrite): Promise<Buffer> {
  const { messageId, mailbox } = mail
  const mark = signLoopMark({ messageId, mailboxAddress: mailbox.address, secret: vault.replyKey })
  const extraHeaders = { ...mail.extraHeaders, [loopHeader]: mark }
  const { to, cc, bcc } = sendableOf(mail)
  return (await composeMail({ ...mail, to, cc, bcc, extraHeaders, replyTo: null })).raw
}

const sendableOf = ({ to, cc = [], bcc = [] }: Recipients) => {
  const only = (people: MailAddress[]) => people.filter(it => isMailAddress(it.address))
  return { to: only(to), cc: only(cc), bcc: only(bcc) }
}

const hasSendable = (mail: Recipients): boolean => Object.values(sendableOf(mail)).some(it => it.length > 0)

const unsendable = 'The address is invalid: it must have the form name@domain. Correct it and reply again.'

function rowOf(uow: UnitOfWork, mail: Row, id: string, blobKey: string | null): typeof outboundMails.$inferInsert {
  return {
    id,
    blobKey,
    purpose: mail.purpose,
    ticketId: mail.ticketId,
    messageId: mail.aboutMessageId,
    mailboxId: mail.mailbox.id,
    rfcMessageId: mail.messageId,
    dedupeKey: mail.dedupeKey,
    fromAddress: mail.from.address,
    subject: mail.subject,
    text: mail.text,
    envelopeFrom: mail.envelopeFrom,
    replyName: mail.reply?.name ?? '',
    isSecret: mail.isSecret ?? false,
    nextAttemptAt: uow.now,
    createdAt: uow.now,
  }
}

/** Each address once: who is in To is not in Cc as well. */
function recipientsOf(uow: UnitOfWork, { to, cc = [], bcc = [], reply }: Recipients, mailId: string) {
  const kinds = new Map<string, 'to' | 'cc' | 'bcc'>()
  const add = (people: MailAddress[], kind: 'to' | 'cc' | 'bcc') => {
    for (const { address } of people) {
      const lower = address.toLowerCase()
      if (!kinds.has(lower)) kinds.set(lower, kind)
    }
  }
  add(to, 'to')
  add(cc, 'cc')
  add(bcc, 'bcc')
  return [...kinds].map(([address, kind]) => ({
    mailId,
    address,
    normalAddress: normalAddress(address),
    kind,
    replyAddress: reply?.addressFor(address) ?? null,
    updatedAt: uow.now,
    ...(isMailAddress(address)
      ? { status: 'queued' as const, response: null }
      : { status: 'failed' as const, response: unsendable }),
  }))
}

export const newMessageId = (uow: UnitOfWork, mailbox: SendingMailbox, id = uow.newId()) =>
  `<${id}@${mailbox.address.slice(mailbox.address.lastIndexOf('@') + 1)}>`
