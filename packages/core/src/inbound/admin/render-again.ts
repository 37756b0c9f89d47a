import { DeskError } from '@gotrs/contract/errors'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq, inArray } from 'drizzle-orm'
import { conversationColumns } from '../../conversation/columns.ts'
import type { NewAttachment } from '../../conversation/new-message.ts'
import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { requireGrant } from '../../kernel/require-grant.ts'
import type { RunOptions } from '../../kernel/run-unit-of-work.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { changeTicket, emitAbout } from '../../tickets/change.ts'
import {
  type Body,
  bodyColumns,
  forwardedColumns,
  type MailMessage,
  messageOfMail,
  wasForwarded,
} from '../filing/message-of-mail.ts'
import { headerColumns } from '../ledger/header-columns.ts'
import { readMailInThread, UnreadableMailError } from '../reading/parse-thread.ts'
import type { ReadMail } from '../reading/read-mail.ts'
import { filesOf, withFiles } from '../reading/unused-files.ts'
import type { EndedMail } from './ended-mail.ts'

/**
 * Body and files of the message that a mail became, as the present parser reads them. The message stays the one it is,
 * and so does each file whose content is the same.
 */
export async function renderAgain(kernel: Kernel, actor: Actor, row: EndedMail, options: RunOptions): Promise<void> {
  const { size, envelopeTo, blobKey } = row
  const read = await readMailInThread(kernel.blobs.folder, { blobKey, size, envelopeTo, isSuspect: true }).catch(
    toRefusal,
  )
  await withFiles(kernel, row.id, filesOf(read), () => kernel.run(actor, uow => bringUpToDate(uow, row, read), options))
}

function toRefusal(error: unknown): never {
  throw error instanceof UnreadableMailError ? staysAsItIs(`it cannot be read: ${error.message}`) : error
}

const staysAsItIs = (why: string) =>
  new DeskError('invalid_input', { issues: [{ path: 'mailId', message: `the message is unchanged: ${why}` }] })

async function bringUpToDate(uow: UnitOfWork, row: EndedMail, read: ReadMail): Promise<void> {
  requireGrant(uow, 'inbound.manage')
  const message = await lockMessage(uow, row.id)
  const { body, files } = readAsThen(message, read)
  await uow.db.update(messages).set(body).where(eq(messages.id, message.id))
  await replaceFiles(uow, message, files, row.sha256)
  await uow.db
    .update(inboundMails)
    .set({ ...headerColumns(read.mail), parserVersion: read.mail.parserVersion })
    .where(eq(inboundMails.id, row.id))
  await tellTicket(uow, message, row.id)
}

/**
 * Of the mail what the message was made of. A customer must not read what an agent wrote for colleagues above a forwarded
 * mail, nor our own notification that an agent's answer quotes.
 */
function readAsThen(message: MailMessage, read: ReadMail): { body: Body; files: NewAttachment[] } {
  if (message.kind === 'public' && message.isFromStaff) throw staysAsItIs('it is an answer that has been sent.')
  if (!wasForwarded(message)) return { body: bodyColumns(read), files: read.attachments }
  const body = forwardedColumns(read)
  if (!body || !read.forwarded) throw staysAsItIs('what was forwarded cannot be told from the words above it.')
  return { body, files: read.forwarded.attachments }
}

/** Locks the ticket first, like all verbs. The message may have been moved meanwhile. */
async function lockMessage(uow: UnitOfWork, mailId: string): Promise<MailMessage> {
  const seen = await messageOfMail(uow, mailId)
  if (seen) await uow.db.select({ id: tickets.id }).from(tickets).where(eq(tickets.id, seen.ticketId)).for('update')
  const message = await messageOfMail(uow, mailId)
  if (!message || message.ticketId !== seen?.ticketId) throw new DeskError('not_found', { noun: 'message' })
  return message
}

type File = typeof attachments.$inferSelect

async function replaceFiles(uow: UnitOfWork, message: MailMessage, files: NewAttachment[], rawSha256: string) {
  const left = await uow.db.select().from(attachments).where(eq(attachments.messageId, message.id))
  const added: NewAttachment[] = []
  for (const file of files) {
    const same = takeSame(left, file)
    if (same) await describe(uow, same, file)
    else added.push(file)
  }
  if (added.length > 0) {
    const rows = added.map(it => ({ ...it, id: uow.newId(), messageId: message.id, createdAt: message.createdAt }))
    await uow.db.insert(attachments).values(rows)
  }
  // Whole mails were attached by hand. Another row may use the bytes of a removed file: the sweep checks that.
  const gone = left.filter(it => it.sha256 !== rawSha256).map(it => it.id)
  if (gone.length > 0) await uow.db.delete(attachments).where(inArray(attachments.id, gone))
}

/** By content, and by name too where several have the same. */
function takeSame(left: File[], file: NewAttachment): File | undefined {
  const alike = left.filter(it => it.sha256 === file.sha256)
  const same = alike.find(it => it.filename === file.filename) ?? alike[0]
  if (same) left.splice(left.indexOf(same), 1)
  return same
}

async function describe(uow: UnitOfWork, known: File, file: NewAttachment): Promise<void> {
  const { filename, contentType, contentId, isInline } = file
  const columns = { filename, contentType, contentId, isInline }
  if (Object.entries(columns).every(([key, value]) => known[key as keyof File] === value)) return
  await uow.db.update(attachments).set(columns).where(eq(attachments.id, known.id))
}

async function tellTicket(uow: UnitOfWork, { ticketId, kind }: MailMessage, inboundMailId: string): Promise<void> {
  const [ticket] = await uow.db.select().from(tickets).where(eq(tickets.id, ticketId))
  if (!ticket) throw new DeskError('not_found', { noun: 'ticket' })
  const { lastMessagePreview } = await conversationColumns(uow, ticket)
  const changed = changeTicket(uow, ticket, { patch: { lastMessagePreview }, isVisible: kind === 'public' })
  emitAbout(uow, changed, 'mail.replayed', { inboundMailId })
}
