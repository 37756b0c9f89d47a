import type { Draft } from '@gotrs/contract/drafts'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, sql } from 'drizzle-orm'
import { showDraft, storedDraft } from '../conversation/draft.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

/** What the reader was writing on a ticket that they may still read; with the uploads that still wait for it. */
export async function readDraft(reader: Reader, { ticketId }: { ticketId: string }): Promise<Draft | null> {
  const actor = requirePerson(reader, 'draft.use')
  const [row] = await reader.db
    .select({ draft: storedDraft(sql`${actor.id}`, sql`${tickets.id}`) })
    .from(tickets)
    .where(and(eq(tickets.id, ticketId), ticketScope(actor, 'ticket.readStaff')))
  return showDraft(row?.draft ?? null)
}
