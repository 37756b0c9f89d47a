import type { Channel } from '@gotrs/contract/messages'
import type { TicketPriority } from '@gotrs/contract/tickets'
import { users } from '@gotrs/db/tables/people'
import { ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import { sql } from 'drizzle-orm'
import type { ConversationColumns } from '../conversation/columns.ts'
import {
  addedMessage,
  insertFiles,
  type MessageRow,
  type NewMessage,
  placeIn,
  previewOf,
  rowOf,
  valuesOfAdded,
} from '../conversation/new-message.ts'
import { placeholdersFor, preparedKinds } from '../kernel/prepared.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { OlderMail } from '../mailboxes/older-mail.ts'
import { emitAbout } from './change.ts'
import type { TicketRow } from './load.ts'

export type NewTicket = {
  title: string
  queueId: string
  priority?: TicketPriority | undefined
  channel: Channel
  customerId: string
  /** People in copy besides the customer. */
  participantIds?: string[]
  authorId: string
  /** True when staff write the first message, to a customer who then has to answer. */
  isFromStaff?: boolean
  /** Which header of its mail says that it is spam. */
  spamReason?: string | null
  message: NewMessage
}

export type Opened = { ticketId: string; ticketNumber: number; messageId: string; version: number }

/** A new ticket with its first message: the one way in for mail, the portal, the agent app and the API. */
export async function createTicketWithMessage(uow: UnitOfWork, input: NewTicket): Promise<Opened> {
  const isFromStaff = input.isFromStaff ?? false
  const isHeld = input.message.kind === 'held'
  const conversation = isHeld ? heldConversation(uow) : firstWords(uow, { ...input, isFromStaff })
  // It is dated as its first message is.
  const older = input.message.older ? { ...input.message.older, at: placeIn(uow, input.message) } : null
  const head = { ...input, id: uow.newId(), older }
  const place = { ticketId: head.id, authorId: input.authorId, isFromStaff }
  const message = rowOf(uow, place, input.message)
  const ticket = await insertTicket(uow, head, older ? whenOlder(conversation, older) : conversation, message)
  const messageId = message.id
  await insertFiles(uow, messageId, input.message)
  const copies = [...new Set(input.participantIds ?? [])].filter(id => id !== input.customerId)
  if (copies.length > 0) {
    await uow.db.insert(ticketParticipants).values(copies.map(userId => ({ ticketId: ticket.id, userId })))
  }
  emitAbout(uow, ticket, 'ticket.created', { number: ticket.number, channel: input.channel })
  if (isHeld) emitAbout(uow, ticket, 'message.held', { messageId, isQuiet: older?.isClosed ?? false })
  else {
    const said = { messageId, channel: input.message.channel }
    emitAbout(uow, ticket, isFromStaff ? 'message.sent' : 'message.received', said)
  }
  return { ticketId: ticket.id, ticketNumber: ticket.number, messageId, version: ticket.version }
}

const firstWords = (
  uow: UnitOfWork,
  { isFromStaff, message, authorId }: Pick<NewTicket, 'isFromStaff' | 'message' | 'authorId'>,
): Conversation => ({
  waitingSince: isFromStaff ? null : uow.now,
  lastCustomerMessageAt: isFromStaff ? null : uow.now,
  lastMessageAt: placeIn(uow, message),
  lastMessagePreview: previewOf(message.text),
  lastMessageAuthorId: authorId,
})

/** Somebody may be waiting, but nobody knows who: only staff see the ticket, and nothing is said in it yet. */
const heldConversation = ({ now }: UnitOfWork): Conversation => ({
  waitingSince: now,
  lastCustomerMessageAt: null,
  lastMessageAt: null,
  lastMessagePreview: null,
  lastMessageAuthorId: null,
  isHeld: true,
  heldCount: 1,
  lastHeldAt: now,
})

/** Nobody waits for an answer any more. In a closed ticket there is no news either, and nothing to decide. */
function whenOlder(conversation: Conversation, { at, isClosed }: OlderMail): Conversation {
  const { isHeld = false, lastMessageAt, lastCustomerMessageAt } = conversation
  return {
    ...conversation,
    waitingSince: null,
    lastMessageAt: lastMessageAt && at,
    lastCustomerMessageAt: isClosed ? null : lastCustomerMessageAt && at,
    ...(isHeld ? { heldCount: isClosed ? 0 : 1, lastHeldAt: isClosed ? null : at } : {}),
  }
}

type Conversation = ConversationColumns & Partial<Pick<TicketRow, 'isHeld' | 'heldCount' | 'lastHeldAt'>>
type Head = Pick<NewTicket, 'title' | 'queueId' | 'priority' | 'channel' | 'customerId' | 'spamReason'> & {
  id?: string
  older?: OlderMail | null
}

const organisationOfCustomer = sql`(select ${users.organisationId} from ${users}
  where ${users.id} = ${sql.placeholder('customerId')})`
type Added = { row: Omit<typeof tickets.$inferInsert, 'organisationId'>; message: MessageRow | null }
const addTicket = preparedKinds((db, { row, message }: Added) =>
  (message ? db.with(addedMessage(db)) : db)
    .insert(tickets)
    .values({ ...placeholdersFor(row), organisationId: organisationOfCustomer })
    .returning(),
)

/** The row, with what its conversation makes of it, and its first message. The events are the caller's business. */
export async function insertTicket(
  uow: UnitOfWork,
  head: Head,
  conversation: Conversation,
  message: MessageRow | null = null,
): Promise<TicketRow> {
  const row = {
    ...conversation,
    id: head.id ?? uow.newId(),
    title: titleOf(head.title),
    priority: head.priority ?? 'normal',
    channel: head.channel,
    queueId: head.queueId,
    customerId: head.customerId,
    spamReason: head.spamReason ?? null,
    createdAt: head.older?.at ?? uow.now,
    updatedAt: head.older?.at ?? uow.now,
    ...(head.older?.isClosed ? { status: 'closed' as const, closedAt: head.older.at } : {}),
  }
  const kind = `${Object.keys(row)} ${message !== null}`
  const values = { ...row, ...(message ? valuesOfAdded(message) : {}) }
  const [ticket] = await addTicket(uow.db, kind, { row, message }, values)
  if (!ticket) throw new Error('The ticket was not written')
  return ticket
}

/** Mail may come without a subject, or with a very long one; code points are kept whole. */
const titleOf = (title: string): string =>
  [...title.trim()].slice(0, 250).join('').slice(0, 250).trim() || '(no subject)'
