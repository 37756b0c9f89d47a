import type { Draft, updateDraftInput } from '@gotrs/contract/drafts'
import { DeskError } from '@gotrs/contract/errors'
import { drafts } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { cleanOf, type WithTyped } from '../conversation/typed-body.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { readDraft } from './queries.ts'

type Input = WithTyped<z.output<typeof updateDraftInput>>

/** Keeps what the actor is writing on a ticket; the last save wins. No event: nobody else is to know. */
export async function updateDraft(uow: UnitOfWork, input: Input): Promise<Draft> {
  const actor = requirePerson(uow, 'draft.use')
  const [ticket] = await uow.db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(eq(tickets.id, input.ticketId), ticketScope(actor, 'ticket.readStaff')))
  if (!ticket) throw new DeskError('not_found', { noun: 'ticket' })
  const values = { ...input, html: cleanOf(input)?.html ?? '', updatedAt: uow.now }
  await uow.db
    .insert(drafts)
    .values({ ...values, userId: actor.id })
    .onConflictDoUpdate({ target: [drafts.userId, drafts.ticketId], set: values })
  const saved = await readDraft(uow, input)
  if (!saved) throw new Error('The draft was not written')
  return saved
}
