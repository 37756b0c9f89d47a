import { type Actor, type Pen, person, system } from './pen.ts'
import type { Person } from './place.ts'
import { receiveMail } from './receive-mail.ts'
import { rfcMessageIdOf, sendReply } from './send-mail.ts'
import { change, lastSaid, type Ticket, tell } from './ticket.ts'
import { resolve, takenBy, tellTaken } from './work.ts'
import { htmlOf, writeMessage } from './write-message.ts'

/** The customer writes again: the ticket waits, and one that was resolved is open again. */
export function receive(pen: Pen, at: number, ticket: Ticket, text: string, channel: 'email' | 'web'): void {
  if (channel === 'web') receiveInPortal(pen, at, ticket, text)
  else receiveByMail(pen, at, ticket, text)
}

function receiveByMail(pen: Pen, at: number, ticket: Ticket, text: string): void {
  const { mailId, messageId, placedAt } = receiveMail(pen, at, ticket, text)
  received(pen, at, ticket, {
    ...{ placedAt, text, actor: system('mail'), cause: [`mail:${mailId}`], payload: { messageId, channel: 'email' } },
  })
}

function receiveInPortal(pen: Pen, at: number, ticket: Ticket, text: string): void {
  const { customer } = ticket
  const [id, channel] = [pen.newId(at), 'web'] as const
  const typed = { id, kind: 'public', channel, author: customer, isFromStaff: false, text, html: null } as const
  writeMessage(pen, at, ticket, { ...typed, hasFiles: pen.random.isOneIn(0.05) })
  ticket.said.push({ rfcMessageId: null, authorName: customer.name, isFromStaff: false, at, text })
  received(pen, at, ticket, { placedAt: at, text, actor: person(customer), payload: { messageId: id, channel } })
}

type Arrived = {
  placedAt: number
  text: string
  actor: Actor
  cause?: string[]
  payload: { messageId: string; channel: 'email' | 'web' }
}

function received(pen: Pen, at: number, ticket: Ticket, { placedAt, text, payload, ...by }: Arrived): void {
  const { row, customer } = ticket
  const previousStatus = row.status
  const isReopened = previousStatus === 'resolved'
  const patch = {
    ...lastSaid(placedAt, text, customer),
    ...{ lastCustomerMessageAt: new Date(at), waitingSince: row.waitingSince ?? new Date(at) },
    ...(isReopened ? { status: 'open' as const, resolvedAt: null } : {}),
  }
  change(ticket, at, patch, true)
  tell(pen, at, ticket, 'message.received', { ...by, payload })
  if (isReopened) tell(pen, at, ticket, 'ticket.reopened', { ...by, payload: { previousStatus } })
}

/** Staff answer, by mail to everybody in the ticket. */
export function reply(pen: Pen, at: number, ticket: Ticket, agent: Person, text: string, thenResolve: boolean): void {
  const { row, customer, copied } = ticket
  const id = pen.newId(at)
  const rfcMessageId = rfcMessageIdOf(id)
  writeMessage(pen, at, ticket, {
    ...{ id, kind: 'public', channel: 'web', author: agent, isFromStaff: true, text, html: htmlOf(text) },
    ...{ to: [customer.email], cc: copied.map(it => it.email), rfcMessageId, hasFiles: pen.random.isOneIn(0.06) },
  })
  const isOpened = row.status === 'new'
  const taken = takenBy(ticket, agent)
  change(
    ticket,
    at,
    { ...lastSaid(at, text, agent), waitingSince: null, ...(isOpened ? { status: 'open' } : {}), ...taken },
    true,
  )
  const actor = person(agent)
  tell(pen, at, ticket, 'message.sent', { actor, payload: { messageId: id, channel: 'web' } })
  if (isOpened) tell(pen, at, ticket, 'ticket.opened', { actor, payload: {} })
  tellTaken(pen, at, ticket, agent, taken)
  ticket.reads.set(agent.id, at)
  if (thenResolve) resolve(pen, at, ticket, agent)
  sendReply(pen, at, ticket, { messageId: id, text })
  ticket.said.push({ rfcMessageId, authorName: agent.name, isFromStaff: true, at, text })
}

export function note(pen: Pen, at: number, ticket: Ticket, agent: Person, text: string): void {
  const id = pen.newId(at)
  const typed = {
    id,
    kind: 'note',
    channel: 'web',
    author: agent,
    isFromStaff: true,
    text,
    html: htmlOf(text),
  } as const
  writeMessage(pen, at, ticket, { ...typed, hasFiles: pen.random.isOneIn(0.03) })
  change(ticket, at, {}, false)
  tell(pen, at, ticket, 'note.added', { actor: person(agent), payload: { messageId: id, channel: 'web' } })
  ticket.reads.set(agent.id, at)
}
