import type { Readable } from 'node:stream'
import { DeskError } from '@gotrs/contract/errors'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { asc, eq, or } from 'drizzle-orm'
import type { Kernel } from '../../kernel/kernel.ts'
import { recordInboundMail } from '../ledger/ledger.ts'
import { type MailOutcome, outcomeOf, processInboundMail } from './process.ts'

/** The largest mail the desk takes in: 25 MB of attachments in base64, and a message. */
export const maxMailBytes = 50 * 1024 * 1024

type GivenMail = {
  mailboxName: string
  raw: Readable | Uint8Array
  /** MAIL FROM and RCPT TO, if the mail server passes them on; null: unknown. */
  envelopeFrom?: string | null
  envelopeTo?: string[]
}

/**
 * `gotrs mail deliver`: through the ledger like any other mail, then filed at once. Once it is in the ledger it is safe:
 * where filing fails, `outcome` is null and a job tries again. The mailbox is named by its name or its address.
 * @throws DeskError `not_found`, with the names there are
 */
export async function deliverMail(
  kernel: Kernel,
  { mailboxName, raw, envelopeFrom = null, envelopeTo = [] }: GivenMail,
): Promise<MailOutcome> {
  const [mailbox] = await kernel.db
    .select({ id: mailboxes.id, address: mailboxes.address })
    .from(mailboxes)
    .where(or(eq(mailboxes.name, mailboxName.toLowerCase()), eq(mailboxes.address, mailboxName)))
  if (!mailbox) throw new DeskError('not_found', { mailbox: mailboxName, names: await namesOf(kernel) })
  const { inboundMailId, isDuplicate } = await recordInboundMail(kernel, {
    mailboxId: mailbox.id,
    source: 'pipe',
    envelopeFrom,
    envelopeTo,
    content: raw,
    maxBytes: maxMailBytes,
  })
  await processInboundMail(kernel, inboundMailId).catch(error => {
    kernel.log.warn({ err: error, inboundMailId }, 'a delivered mail will be read later')
  })
  const outcome = await outcomeOf(kernel, inboundMailId)
  return isDuplicate ? { ...outcome, outcome: 'duplicate', reason: 'The desk has this mail already.' } : outcome
}

async function namesOf({ db }: Kernel): Promise<string[]> {
  const rows = await db.select({ name: mailboxes.name }).from(mailboxes).orderBy(asc(mailboxes.name)).limit(20)
  return rows.map(row => row.name)
}
