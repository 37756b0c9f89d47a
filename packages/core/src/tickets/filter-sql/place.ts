import { queues } from '@gotrs/db/tables/people'
import { tags, tickets, ticketTags } from '@gotrs/db/tables/tickets'
import { eq, inArray, type SQL } from 'drizzle-orm'
import type { Reader } from '../../kernel/unit-of-work.ts'
import { asUuid } from './as-uuid.ts'

export function isInQueue(reader: Reader, name: string): SQL {
  const byId = asUuid(name)
  const named = reader.db
    .select({ id: queues.id })
    .from(queues)
    .where(byId ? eq(queues.id, byId) : eq(queues.name, name))
  return inArray(tickets.queueId, named)
}

export function isTagged(reader: Reader, tag: string): SQL {
  const tagged = reader.db
    .select({ id: ticketTags.ticketId })
    .from(ticketTags)
    .innerJoin(tags, eq(tags.id, ticketTags.tagId))
    .where(eq(tags.name, tag))
  return inArray(tickets.id, tagged)
}
