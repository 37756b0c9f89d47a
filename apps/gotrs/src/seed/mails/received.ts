import { parseMail } from '@gotrs/mail/parse'
import type { ParsedMail } from '@gotrs/mail/parsed-mail'
import type { Stage } from '../stage.ts'

export type ReceivedMail = ParsedMail & { envelopeFrom: string }

/** The last mail of a ticket that somebody received, parsed as by their mail program; null without one. */
export async function lastMailTo(
  { desk }: Pick<Stage, 'desk'>,
  ticketNumber: number,
  address: string,
): Promise<ReceivedMail | null> {
  const { rows } = await desk.pool.query<{
    blob_key: string
    envelope_from: string
    reply_name: string
    reply_address: string | null
  }>(
    `select mail.blob_key, mail.envelope_from, mail.reply_name, recipient.reply_address from outbound_mails mail
     join outbound_recipients recipient on recipient.mail_id = mail.id
     join tickets ticket on ticket.id = mail.ticket_id
     where ticket.number = $1 and recipient.address = $2
     order by mail.created_at desc, mail.id desc limit 1`,
    [ticketNumber, address],
  )
  const [row] = rows
  if (!row) return null
  const signed = row.reply_address
  const replyTo = signed === null ? null : { name: row.reply_name, address: signed }
  const parsed = await parseMail(await desk.blobs.read(row.blob_key))
  // As the copy of this recipient has it on the line.
  return { ...parsed, replyTo, envelopeFrom: row.envelope_from && (signed ?? row.envelope_from) }
}
