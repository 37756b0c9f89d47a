import type { Draft, updateDraftInput } from '@gotrs/contract/drafts'
import { DeskError } from '@gotrs/contract/errors'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { cleanOf, type WithTyped } from '../conversation/typed-body.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { readDraft } from './queries.ts'
import { draftStore } from './store.ts'
import { saveVersion } from './versions.ts'

type Input = WithTyped<z.output<typeof updateDraftInput>>

/**
 * Keeps what the actor is writing on a ticket, as the next version of it. No event: it is private. @throws DeskError
 * `draft_changed` with the stored draft
 */
export async function updateDraft(uow: UnitOfWork, input: Input): Promise<Draft> {
  const actor = requirePerson(uow, 'draft.use')
  const [ticket] = await uow.db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(eq(tickets.id, input.ticketId), ticketScope(actor, 'ticket.readStaff')))
  if (!ticket) throw new DeskError('not_found', { noun: 'ticket' })
  const { kind, to, cc, bcc, attachmentIds } = input
  const content = { kind, html: cleanOf(input)?.html ?? '', to, cc, bcc, attachmentIds }
  await saveVersion(uow, draftStore(uow, actor.id, ticket.id, content), input)
  const saved = await readDraft(uow, input)
  if (!saved) throw new Error('The draft was not written')
  return saved
}
