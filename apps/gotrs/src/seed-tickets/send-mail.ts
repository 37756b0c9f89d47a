import { normalAddress } from '@gotrs/mail/normal-address'
import type { Pen } from './pen.ts'
import { system } from './pen.ts'
import type { Person } from './place.ts'
import { belowReply } from './quoting.ts'
import { signedAddress } from './receive-mail.ts'
import { mailboxOf, type Ticket, tell } from './ticket.ts'

const domain = 'gotrs.example'

export const rfcMessageIdOf = (messageId: string): string => `<${messageId}@${domain}>`

/** Says that a request has arrived, some milliseconds after it did. */
export function acknowledge(
  pen: Pen,
  at: number,
  ticket: Ticket,
  request: { messageId: string; isProven: boolean },
): void {
  const { row, customer } = ticket
  const { displayName } = mailboxOf(ticket)
  const link = `${pen.baseUrl}/requests/${row.number}`
  send(pen, at, ticket, {
    ...{ purpose: 'acknowledgement', messageId: null, dedupeKey: `acknowledgement:${request.messageId}` },
    ...{ rfcMessageId: rfcMessageIdOf(pen.newId(at)), envelopeFrom: '', to: [customer], cc: [] },
    subject: request.isProven ? `We received your request: ${row.title}` : `We received your request #${row.number}`,
    text: `Thank you for writing to ${displayName}.\nWe received your request and will reply as soon as possible.\n\nTo add something, reply to this mail, or open your request: ${link}\n`,
  })
}

/** An answer of staff to everybody in the ticket. Called before it counts as said, since it quotes what was said before. */
export function sendReply(pen: Pen, at: number, ticket: Ticket, reply: { messageId: string; text: string }): void {
  const { row, customer, copied } = ticket
  const { address, displayName } = mailboxOf(ticket)
  send(pen, at, ticket, {
    ...{ purpose: 'reply', messageId: reply.messageId, dedupeKey: `reply:${reply.messageId}` },
    ...{ rfcMessageId: rfcMessageIdOf(reply.messageId), envelopeFrom: address, to: [customer], cc: copied },
    subject: `Re: ${row.title}`,
    text: reply.text + belowReply(ticket, copied.length === 0 ? pen.baseUrl : null, displayName),
  })
}

type Mail = {
  purpose: 'acknowledgement' | 'reply'
  messageId: string | null
  dedupeKey: string
  rfcMessageId: string
  envelopeFrom: string
  subject: string
  text: string
  to: Person[]
  cc: Person[]
}

// One sender sent all of it.
const senderId = '00000000-0000-4000-8000-000000000001'

function send(pen: Pen, at: number, ticket: Ticket, { to, cc, ...mail }: Mail): void {
  const mailbox = mailboxOf(ticket)
  const id = pen.newId(at + 1)
  const sentAt = at + 3 + pen.random.below(4_000)
  const { blobKey } = pen.blobs.mails[ticket.customer.language]
  pen.rows.add(
    'outboundMails',
    {
      ...{ ...mail, id, ticketId: ticket.row.id, mailboxId: mailbox.id, fromAddress: mailbox.address, blobKey },
      ...{ replyName: mailbox.displayName, status: 'sent', attempts: 1, leasedBy: senderId },
      ...{ firstTriedAt: new Date(at + 2), createdAt: new Date(at + 1), sentAt: new Date(sentAt) },
    },
    at,
  )
  for (const person of [...to, ...cc]) {
    const kind = to.includes(person) ? 'to' : 'cc'
    const replyAddress = signedAddress(pen, ticket, person)
    const normal = normalAddress(person.email)
    const about = { mailId: id, address: person.email, normalAddress: normal, replyAddress, kind } as const
    pen.rows.add(
      'outboundRecipients',
      { ...about, status: 'sent', response: '250 2.0.0 Ok: queued', updatedAt: new Date(sentAt) },
      at,
    )
  }
  const payload = { mailId: id, messageId: mail.messageId }
  tell(pen, sentAt, ticket, 'mail.delivered', { payload, actor: system('mail'), cause: [`outbound:${id}`] })
}
