import { type Pen, person, system } from './pen.ts'
import type { Person } from './place.ts'
import { receiveMail } from './receive-mail.ts'
import { acknowledge } from './send-mail.ts'
import { beginTicket, type Head, lastSaid, type Ticket, tell } from './ticket.ts'
import { htmlOf, writeMessage } from './write-message.ts'

type Opening = Omit<Head, 'channel'> & { text: string }

/** A mail to a mailbox. `copied`: who is in its Cc. */
export function openByMail(pen: Pen, at: number, { text, ...head }: Opening, copied: Person[] = []): Ticket {
  const ticket = beginTicket(pen, at, { ...head, channel: 'email' })
  ticket.copied = copied
  const { mailId, messageId, placedAt, isProven } = receiveMail(pen, at, ticket, text)
  Object.assign(ticket.row, lastSaid(placedAt, text, head.customer))
  const by = { actor: system('mail'), cause: [`mail:${mailId}`] }
  tell(pen, at, ticket, 'ticket.created', { ...by, payload: { number: head.number, channel: 'email' } })
  tell(pen, at, ticket, 'message.received', { ...by, payload: { messageId, channel: 'email' } })
  acknowledge(pen, at + 3, ticket, { messageId, isProven })
  return ticket
}

/** The customer writes in the portal. */
export function openInPortal(pen: Pen, at: number, opening: Opening): Ticket {
  const { customer } = opening
  const { ticket, messageId } = openTyped(pen, at, { ...opening, channel: 'web' }, customer)
  acknowledge(pen, at + 3, ticket, { messageId, isProven: true })
  return ticket
}

/** An agent notes down a call. */
export const openByPhone = (pen: Pen, at: number, opening: Opening, agent: Person): Ticket =>
  openTyped(pen, at, { ...opening, channel: 'phone' }, agent).ticket

function openTyped(pen: Pen, at: number, { text, ...head }: Opening & Head, by: Person) {
  const { channel, customer, number } = head
  const ticket = beginTicket(pen, at, head)
  const messageId = pen.newId(at)
  const isTypedByAgent = channel === 'phone'
  writeMessage(pen, at, ticket, {
    ...{ id: messageId, kind: 'public', channel, author: customer, isFromStaff: false, text },
    ...{ html: isTypedByAgent ? htmlOf(text) : null, hasFiles: !isTypedByAgent && pen.random.isOneIn(0.08) },
  })
  ticket.said.push({ rfcMessageId: null, authorName: customer.name, isFromStaff: false, at, text })
  Object.assign(ticket.row, lastSaid(at, text, customer))
  tell(pen, at, ticket, 'ticket.created', { actor: person(by), payload: { number, channel } })
  tell(pen, at, ticket, 'message.received', { actor: person(by), payload: { messageId, channel } })
  return { ticket, messageId }
}
