import { DeskError } from '../errors.ts'
import type { TicketStatus } from '../ticket-status.ts'
import type { TicketPriority } from '../tickets.ts'

export type FilterPerson = { id: string; name: string; email: string }

/** What states are read from. For customers no ticket is snoozed. */
export type StateFacts = { status: TicketStatus; heldCount: number; snoozedUntil: Date | null }

/**
 * A ticket as the filter language sees it. `texts` are what the reader may see of its title, its number, its customer and
 * every message; for staff also its tags and who is in copy.
 */
export type FilterTicket = StateFacts & {
  number: number
  priority: TicketPriority
  assignee: FilterPerson | null
  customer: FilterPerson
  followers: readonly FilterPerson[]
  /** Whom its notes mention. */
  mentioned: readonly FilterPerson[]
  organisation: string | null
  queue: { id: string; name: string }
  tags: readonly string[]
  texts: readonly string[]
  createdAt: Date
  updatedAt: Date
  resolvedAt: Date | null
  closedAt: Date | null
  waitingSince: Date | null
}

/** Who asks, and when: what `me` and ages mean. */
export type FilterContext = { actorId: string; now: Date }

/** The roles that may use it. With a field for staff, customers could find out by the results what only staff may see. */
export type Audience = 'everybody' | 'staff'

type Values = Readonly<Record<string, string>>

/** Where the names come from that a field takes. */
export type NameSource = 'staff' | 'customers' | 'organisations' | 'queues' | 'tags'

/** What people write before a colon. */
export type FilterWord<C> = {
  /** For people who write it: what it finds, and an example. */
  finds: string
  example: string
  /** Values that are offered while somebody types, each with what it means where the value itself does not say so. */
  values?: Values | ((now: Date) => Values)
  /** What else is offered: names that the desk knows. */
  names?: NameSource
  /** It takes several values with commas between them. */
  takesSeveral?: true
  /** @throws DeskError `invalid_filter` with `reason` */
  read(value: string, word: string): C
}

/** One field of the filter language; its SQL is the record of the same name in core. */
export type FilterField<C extends { field: string }> = {
  availableTo: Audience
  /** Where it depends on the value. */
  audienceOf?(condition: C): Audience
  /** Each word that names the field. Another word for it is a second entry, as `from` is for `customer`. */
  words: Readonly<Record<string, FilterWord<C>>>
  /** The same as its SQL: a test compares the two with `samples`. */
  matches(condition: C, ticket: FilterTicket, context: FilterContext): boolean
  /** What it looks for inside names, which costs more the more people the desk knows. */
  searchTerm?(condition: C): string | null
  samples: readonly string[]
}

export const field = <C extends { field: string }>(record: FilterField<C>): FilterField<C> => record

export const reject = (reason: string): never => {
  throw new DeskError('invalid_filter', { reason })
}

export const isSame = (left: string, right: string) => left.toLowerCase() === right.toLowerCase()
export const has = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase())
