import { z } from 'zod'
import { attachmentLimits } from './attachments.ts'
import { draft } from './drafts.ts'
import { timelineEvent } from './events.ts'
import { email, id, isoTime, line, paging, seenVersion, ticketRef, version } from './ids.ts'
import { channel, messageKind, messagePage } from './messages.ts'
import { person, staffMember } from './people.ts'
import { role } from './roles.ts'
import { shape } from './shape.ts'
import { ticketStatus } from './ticket-status.ts'

/** In order of urgency, least first. */
export const ticketPriorities = ['low', 'normal', 'high', 'urgent'] as const
export const ticketPriority = z.enum(ticketPriorities).meta({ id: 'TicketPriority' })
export type TicketPriority = z.infer<typeof ticketPriority>

/** A tag: lower case, no white space, so that `tag:vpn` can be typed. */
export const tagName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,49}$/u, 'must be letters, digits, dots, dashes and underscores')
  .meta({ description: 'At most 50 letters, digits, dots, dashes and underscores; lower case.' })

/** What only staff may see of a ticket. */
export const ticketStaff = shape('TicketStaff', {
  version,
  assignee: staffMember.nullable(),
  queue: z.object({ id, name: z.string() }),
  tags: z.array(z.string()),
  organisation: z.object({ id, name: z.string() }).nullable(),
  /** Since when the customer waits for an answer; null when nobody waits. */
  waitingSince: isoTime.nullable(),
  /** Until when it is out of the open lists; null where it is not snoozed. */
  snoozedUntil: isoTime.nullable(),
  /** The caller has not opened the ticket since the customer last wrote or a mail was held in it. */
  isUnread: z.boolean(),
  /** Mails that name the ticket from somebody who takes no part in it: they wait for a decision. */
  heldCount: z.number().int(),
  /** A mail by a sender who may be forged opened it, and nobody has accepted the mail: customers do not see it. */
  isHeld: z.boolean(),
  /** Which header of its first mail says that it is spam; null where none does. */
  spamReason: z.string().nullable(),
})

/**
 * A ticket. For customers `staff` is null, and `updatedAt` moves only with what customers can see, so that it does not
 * reveal a note. `preview` is the start of the last public message.
 */
export const ticket = shape('Ticket', {
  id,
  number: z.number().int(),
  title: z.string(),
  status: ticketStatus,
  priority: ticketPriority,
  customer: person,
  createdAt: isoTime,
  updatedAt: isoTime,
  lastMessage: z.object({ preview: z.string(), authorName: z.string(), authorRole: role, at: isoTime }).nullable(),
  staff: ticketStaff.nullable(),
})
export type Ticket = z.infer<typeof ticket>

export const linkKind = z.enum(['follow_up', 'follows', 'suggested', 'same_mail'])
export type LinkKind = z.infer<typeof linkKind>

/** A ticket with its latest messages, timeline, people in copy and follow-ups, in one answer. */
export const ticketDetail = shape('TicketDetail', {
  ...ticket.shape,
  staff: ticketStaff
    .extend({
      /** Where an answer goes unless it says otherwise: the customer, or where the customer wants answers. Empty: nowhere. */
      answerTo: z.array(z.string()),
      /** Up to when the caller has read it; null: they never opened it. */
      readAt: isoTime.nullable(),
      /** Staff who get its news as the assignee does; only those who may still read it. */
      followers: z.array(staffMember),
      /** What the caller is writing on it; null: nothing. */
      draft: draft.nullable(),
    })
    .nullable(),
  messages: messagePage,
  /** The latest 200 events the caller may see, oldest first. */
  events: z.array(timelineEvent),
  /** People in copy: they get the answers by mail. */
  participants: z.array(person),
  links: z.array(
    z.object({
      /** `same_mail`: one mail to several mailboxes started both. */
      kind: linkKind,
      ticketId: id,
      number: z.number().int(),
      title: z.string(),
    }),
  ),
})
export type TicketDetail = z.infer<typeof ticketDetail>

/** The tickets the caller may read: as many as `is:open` and `is:done` list, each figure capped at `countCap`. */
export const ticketCounts = shape('TicketCounts', { open: z.number().int(), done: z.number().int() })
export type TicketCounts = z.infer<typeof ticketCounts>

/** `match`: of a search those first in which the words were written last. */
export const ticketSorts = ['waiting', 'newest', 'oldest', 'updated', 'priority', 'match'] as const
export const ticketSort = z.enum(ticketSorts)
export type TicketSort = z.infer<typeof ticketSort>

/**
 * A list of tickets the caller may read. `q` is the filter language (`status:open assignee:me "exact phrase"`); the
 * other fields narrow further. `assignee` and `customer` take an id, an address, `me` or (assignee) `none`.
 * `waiting`: who waits longest first, then those for whom nobody waits.
 */
export const listTicketsInput = z
  .object({
    q: z
      .string()
      .max(1000)
      .optional()
      .describe('The filter language of the search box.')
      .meta({ examples: ['status:open tag:vpn "exact words" older:7d', 'assignee:me -tag:spam'] }),
    status: z
      .array(ticketStatus)
      .max(4)
      .optional()
      .describe('In one of these; in a query with commas between them.')
      .meta({ examples: [['new', 'open']] }),
    priority: z
      .array(ticketPriority)
      .max(4)
      .optional()
      .describe('Of one of these; in a query with commas between them.')
      .meta({ examples: [['high', 'urgent']] }),
    assignee: z
      .string()
      .max(254)
      .optional()
      .describe('Whose it is: `me`, `none`, an id, or a part of the name or address. For staff.')
      .meta({ examples: ['me'] }),
    customer: z
      .string()
      .max(254)
      .optional()
      .describe('Who asks: `me`, an id, or a part of the name or address.')
      .meta({ examples: ['omar@acme.example'] }),
    queue: z
      .string()
      .max(120)
      .optional()
      .describe('Its id or whole name. For staff.')
      .meta({ examples: ['Support'] }),
    tag: z
      .string()
      .max(50)
      .optional()
      .describe('The whole tag. For staff.')
      .meta({ examples: ['vpn'] }),
    sort: ticketSort
      .optional()
      .describe(
        '`waiting`: who waits longest first, then those for whom nobody waits (customers get `updated` instead). `newest`, `oldest`: by when it was made. `updated`: changed last first. `priority`: most urgent first. `match`: first those with every word of `q` in their subject, number or customer, then those in which the words were written last (for staff). Default: `match` where `q` has words, otherwise `waiting`.',
      )
      .meta({ examples: ['newest'] }),
    ...paging,
  })
  .strict()
export type ListTicketsInput = z.input<typeof listTicketsInput>

/** Characters of a text, from `start` to before `end`. */
const mark = z.object({ start: z.number().int(), end: z.number().int() })

/** The message of a ticket in which the words of a search are, and who wrote it when. */
export const searchMatch = shape('SearchMatch', {
  ticketId: id,
  messageId: id,
  kind: messageKind,
  authorName: z.string(),
  at: isoTime,
  excerpt: z.object({ text: z.string(), marks: z.array(mark) }),
})
export type SearchMatch = z.infer<typeof searchMatch>

/**
 * Tickets, and of a search what it has done. `isCut`: it has read as much as one call may; the next page searches
 * further. `searchedBackTo`: it has looked at what was written since then, where that can be said. `matches`: where the words
 * are, of tickets that have them in a message.
 */
export const ticketPage = shape('TicketPage', {
  items: z.array(ticket),
  nextCursor: z.string().nullable(),
  search: z
    .object({ isCut: z.boolean(), searchedBackTo: isoTime.nullable(), matches: z.array(searchMatch) })
    .nullable(),
})
export type TicketPage = z.infer<typeof ticketPage>

/** Staff may name a customer (made known if new), a queue, a priority and the channel; a customer asks for themself. */
export const createTicketInput = z
  .object({
    title: line(250).describe('One line that says what it is about.'),
    message: z
      .string()
      .max(500_000)
      .optional()
      .describe('The first message as plain text. Either this or `html` is required.'),
    html: z
      .string()
      .max(1_000_000)
      .optional()
      .describe('The first message as HTML, instead of `message`; the server derives its text from it.'),
    attachmentIds: z
      .array(id)
      .max(attachmentLimits.maxPerMessage)
      .default([])
      .describe('Ids from `POST /api/attachments`. Each can be used in one message of yours, within a day.'),
    priority: ticketPriority.optional().describe('How urgent it is. Default: `normal`.'),
    customerEmail: email
      .optional()
      .describe('Staff only: who asks. An unknown address becomes a new customer. Default: yourself.'),
    customerName: line(120).optional().describe('The name of a new customer. Only together with `customerEmail`.'),
    queue: line(120)
      .optional()
      .describe('Staff only: the name or the id of the queue. Default: the queue of the first mailbox.'),
    channel: channel.optional().describe('Staff only: how the customer asked, for instance `phone`.'),
    isMailed: z
      .boolean()
      .optional()
      .describe('Staff only: also send the message to the customer by mail. Default: false.'),
    endsDraft: z
      .boolean()
      .optional()
      .describe('Staff only: your draft of a new ticket becomes this ticket, and ends. Default: false.'),
  })
  .strict()
  .refine(({ message, html }) => message === undefined || html === undefined, {
    path: ['message'],
    message: 'send message or html, not both',
  })
  .refine(({ message, html }) => Boolean(message?.trim() || html?.trim()), {
    path: ['message'],
    message: 'is missing: send message or html',
  })
  .refine(({ customerName, customerEmail }) => customerName === undefined || customerEmail !== undefined, {
    path: ['customerEmail'],
    message: 'is missing: send it together with customerName',
  })
export type CreateTicketInput = z.input<typeof createTicketInput>

const onTicket = { ticketId: ticketRef, version: seenVersion }
export const assignTicketInput = z.object({ ...onTicket, assigneeId: id.nullable() }).strict()
export const setPriorityInput = z.object({ ...onTicket, priority: ticketPriority }).strict()
export const snoozeTicketInput = z
  .object({
    ...onTicket,
    until: isoTime
      .describe('When the ticket comes back to the open lists: a time in the future.')
      .meta({ examples: ['2030-01-07T09:00:00.000Z'] }),
  })
  .strict()
export const moveTicketInput = z.object({ ...onTicket, queueId: id }).strict()
export const tagTicketInput = z.object({ ...onTicket, tag: tagName }).strict()
export const renameTicketInput = z.object({ ...onTicket, title: line(250) }).strict()
/** Resolve, close, reopen, take, wake. Customers have no version to send. */
export const ticketVerbInput = z.object({ ticketId: ticketRef, version: seenVersion.optional() }).strict()
/** `seenAt`: the later of `updatedAt` of the ticket and `createdAt` of the last message on the screen; what came after it stays unread. */
export const markReadInput = z
  .object({
    ticketId: ticketRef,
    seenAt: isoTime.describe('When the last message that you have seen was written: what came after it stays unread.'),
  })
  .strict()
export const ticketRefInput = z.object({ ticketId: ticketRef }).strict()
export type AssignTicketInput = z.infer<typeof assignTicketInput>
export type SetPriorityInput = z.infer<typeof setPriorityInput>
export type SnoozeTicketInput = z.infer<typeof snoozeTicketInput>
export type MoveTicketInput = z.infer<typeof moveTicketInput>
export type TagTicketInput = z.infer<typeof tagTicketInput>
export type RenameTicketInput = z.infer<typeof renameTicketInput>
export type TicketVerbInput = z.infer<typeof ticketVerbInput>
export type MarkReadInput = z.infer<typeof markReadInput>
export type TicketRefInput = z.infer<typeof ticketRefInput>

/** What every ticket verb answers: the version after it, null for customers. */
export const ticketVersion = shape('TicketVersion', { ticketId: id, version: version.nullable() })
export type TicketVersion = z.infer<typeof ticketVersion>

/** The facts of the permission table, from a ticket as staff (or its customer) see it. */
export const factsOfTicket = (shown: Ticket) => ({
  queueId: shown.staff?.queue.id ?? '',
  assigneeId: shown.staff?.assignee?.id ?? null,
  customerId: shown.customer.id,
  organisationId: shown.staff?.organisation?.id ?? null,
})

/** The ticket, its messages and files are gone for good; the reason is kept for a year. */
export const deleteTicketInput = z
  .object({
    ticketId: ticketRef,
    reason: line(500)
      .default('No reason given')
      .describe('Why. Kept apart from the audit log, for a year.')
      .meta({ examples: ['asked for by the customer'] }),
  })
  .strict()
export type DeleteTicketInput = z.infer<typeof deleteTicketInput>
