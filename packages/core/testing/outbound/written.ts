import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { parseMail } from '@gotrs/mail/parse'
import { asc, eq } from 'drizzle-orm'
import type { World } from '../world.ts'

/** The mails in the outbox, oldest first, with their bytes parsed as a recipient parses them. */
export async function writtenMails(world: World, purpose?: (typeof outboundMails.$inferSelect)['purpose']) {
  const rows = await world.db
    .select()
    .from(outboundMails)
    .where(purpose ? eq(outboundMails.purpose, purpose) : undefined)
    .orderBy(asc(outboundMails.createdAt), asc(outboundMails.id))
  return Promise.all(
    rows.map(async row => {
      const raw = row.blobKey ? await world.blobs.read(row.blobKey) : Buffer.alloc(0)
      const recipients = await world.db
        .select()
        .from(outboundRecipients)
        .where(eq(outboundRecipients.mailId, row.id))
        .orderBy(asc(outboundRecipients.kind), asc(outboundRecipients.address))
      const header = raw.toString('latin1').split('\r\n\r\n')[0] ?? ''
      // Each recipient's copy has a reply address of its own; this is the first one's.
      const address = recipients[0]?.replyAddress
      const replyTo = address ? { name: row.replyName, address } : null
      const parsed = { ...(await parseMail(raw)), replyTo }
      return { ...row, raw: raw.toString('latin1'), header, parsed, recipients }
    }),
  )
}
