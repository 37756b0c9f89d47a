import type { EventPayload, EventType } from '@gotrs/contract/events'
import type { Channel } from '@gotrs/contract/messages'
import { previewOf } from '@gotrs/core/conversation/new-message'
import { type Actor, emit, type Pen } from './pen.ts'
import type { Customer, Mailbox, Person, Queue } from './place.ts'
import type { RowOf } from './rows.ts'

/** A ticket while its rows are being written. */
export type Ticket = {
  row: RowOf<'tickets'> & { id: string; version: number; status: 'new' | 'open' | 'resolved' | 'closed' }
  customer: Customer
  queue: Queue
  /** Besides the customer. */
  copied: Person[]
  tagNames: string[]
  /** The public messages, oldest first, as far as answers refer to them. */
  said: { rfcMessageId: string | null; authorName: string; isFromStaff: boolean; at: number; text: string }[]
  /** The signed addresses at which people answer: to sign one takes as long as everything else in a message. */
  replyAddresses: Map<string, string>
  /** When each agent last had it open. */
  reads: Map<string, number>
}

export type Head = { number: number; title: string; channel: Channel; queue: Queue; customer: Customer }

export function beginTicket(pen: Pen, at: number, { number, title, channel, queue, customer }: Head): Ticket {
  const time = new Date(at)
  const row: Ticket['row'] = {
    ...{ id: pen.newId(at), number, title, status: 'new', priority: 'normal', channel, version: 1 },
    ...{ queueId: queue.id, assigneeId: null, customerId: customer.id, organisationId: customer.organisationId },
    ...{ createdAt: time, updatedAt: time, waitingSince: time, lastCustomerMessageAt: time },
    ...{ lastMessageAt: null, lastMessagePreview: null, lastMessageAuthorId: null },
    ...{ snoozedUntil: null, resolvedAt: null, closedAt: null },
  }
  return { row, customer, queue, copied: [], tagNames: [], said: [], replyAddresses: new Map(), reads: new Map() }
}

/** As `changeTicket` of core: the next version, and `updatedAt` where the customer can see the change. */
export function change({ row }: Ticket, at: number, patch: Partial<Ticket['row']>, isVisible: boolean): void {
  Object.assign(row, patch)
  row.version += 1
  if (isVisible) row.updatedAt = new Date(at)
}

type About<T extends EventType> = { payload: EventPayload<T>; actor: Actor; cause?: string[] }

export const tell = <T extends EventType>(pen: Pen, at: number, ticket: Ticket, type: T, about: About<T>): void =>
  emit(pen, at, { type, ...about, about: ticket.row })

/** `placedAt`: its place in the conversation. */
export const lastSaid = (placedAt: number, text: string, author: Person) => ({
  lastMessageAt: new Date(placedAt),
  lastMessagePreview: previewOf(text),
  lastMessageAuthorId: author.id,
})

/** A mailbox of its queue answers. */
export const mailboxOf = ({ queue }: Ticket): Mailbox => queue.mailbox
