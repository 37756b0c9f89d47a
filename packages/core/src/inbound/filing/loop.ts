import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { eq } from 'drizzle-orm'
import { isOwnAddress } from '../../mailboxes/own-addresses.ts'
import type { ArrivalRule, FilingRule } from './filing.ts'
import { ended } from './outcome.ts'

/** A mail that the desk wrote itself, by its sender or by its Message-ID in the outbox: no header is proof. */
export const ownMailRule: ArrivalRule = async (uow, { row, kind }) => {
  const [sent] = await uow.db
    .select({ id: outboundMails.id })
    .from(outboundMails)
    .where(eq(outboundMails.rfcMessageId, row.rfcMessageId))
  if (kind !== 'loop' && !sent) return null
  return ended('loop', 'The desk wrote it itself, and it has come back.', { rule: 'loop' })
}

export const ownAddressRule: FilingRule = async (_uow, { own, sender }) =>
  isOwnAddress(own, sender.address) ? ended('loop', `It says to come from ${sender.address}, which is ours.`) : null
