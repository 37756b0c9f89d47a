import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { v7 } from 'uuid'
import type { World } from '../world.ts'

export type DueMail = { mailboxId?: string; purpose?: 'reply' | 'acknowledgement'; ticketId?: string }

/** Mails that are due, as the reactions write them; one after the other. */
export async function queueMails(
  world: World,
  count: number,
  { mailboxId = world.mailboxId, purpose = 'reply', ticketId }: DueMail = {},
): Promise<string[]> {
  const now = world.now()
  const ids = Array.from({ length: count }, (_, index) => v7({ msecs: now.getTime(), seq: index }))
  const blob = await world.blobs.put(Buffer.from('Subject: x\r\n\r\nx'))
  await world.db.insert(outboundMails).values(
    ids.map(id => ({
      id,
      purpose,
      mailboxId,
      ticketId: ticketId ?? null,
      rfcMessageId: `<${id}@gotrs.example>`,
      dedupeKey: id,
      fromAddress: 'support@gotrs.example',
      subject: 'x',
      envelopeFrom: 'support@gotrs.example',
      blobKey: blob.key,
      nextAttemptAt: now,
      createdAt: now,
    })),
  )
  const to = { address: 'omar@acme.example', kind: 'to' as const, updatedAt: now }
  await world.db.insert(outboundRecipients).values(ids.map(mailId => ({ mailId, ...to })))
  return ids
}
