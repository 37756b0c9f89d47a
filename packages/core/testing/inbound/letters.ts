import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { eq } from 'drizzle-orm'
import { processInboundMail } from '../../src/inbound/filing/process.ts'
import { recordInboundMail } from '../../src/inbound/ledger/ledger.ts'
import type { World } from '../world.ts'

let counter = 0

export type Letter = {
  from?: string
  to?: string
  subject?: string
  messageId?: string | null
  date?: Date
  headers?: string[]
  text?: string
}

/** A mail as it comes over the line. */
export function letter({ from = 'Omar Aziz <omar@acme.example>', to = 'support@gotrs.example', ...rest }: Letter = {}) {
  counter += 1
  const { subject = 'VPN drops at noon', text = 'It drops every day.', headers = [], date } = rest
  const messageId = rest.messageId === undefined ? `<letter-${counter}@acme.example>` : rest.messageId
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    ...(messageId ? [`Message-ID: ${messageId}`] : []),
    ...(date ? [`Date: ${date.toUTCString()}`] : []),
    ...headers,
    '',
    text,
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}

/** `arrivedAt`: when its server took it in, of a mail that is read by IMAP; `older`: what its reader made of that. */
type Envelope = {
  envelopeFrom?: string | null
  envelopeTo?: string[]
  mailboxId?: string
  arrivedAt?: Date
  older?: 'open' | 'closed'
  /** Its first try failed: its acknowledgement is written by a job, and what it says can be changed before that. */
  isSecondTry?: boolean
}

/** Through the ledger and filed, as a mail by SMTP whose envelope says what its header says. Returns its row. */
export async function receive(world: World, raw: Buffer, envelope: Envelope = {}) {
  const claimed = /^From:.*?([^\s<>]+@[^\s<>]+)/m.exec(raw.toString('latin1'))?.[1] ?? ''
  const { inboundMailId } = await recordInboundMail(world, {
    mailboxId: envelope.mailboxId ?? world.mailboxId,
    source: envelope.arrivedAt ? 'imap' : 'smtp',
    arrivedAt: envelope.arrivedAt ?? null,
    older: envelope.older ?? null,
    envelopeFrom: envelope.envelopeFrom === undefined ? claimed : envelope.envelopeFrom,
    envelopeTo: envelope.envelopeTo ?? ['support@gotrs.example'],
    content: raw,
    maxBytes: 10_000_000,
  })
  const isSecondTry = envelope.isSecondTry ?? false
  if (isSecondTry) await world.db.update(inboundMails).set({ attempts: 1 }).where(eq(inboundMails.id, inboundMailId))
  await processInboundMail(world, inboundMailId)
  const [row] = await world.db.select().from(inboundMails).where(eq(inboundMails.id, inboundMailId))
  if (!row) throw new Error('The mail is not in the ledger.')
  return row
}
