import { DeskError } from '@gotrs/contract/errors'
import type { MovedMessage, SplitHeldInput } from '@gotrs/contract/messages'
import { messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { loadHeld, recordDecision } from './held-message.ts'
import { heldColumns } from './hold.ts'
import { newTicketFor } from './move.ts'
import { relocate } from './relocate.ts'

/** Why it is where it is: also the sign that nobody waits for an acknowledgement of it. */
export const splitRule = 'split'

/**
 * Makes a held mail a ticket of its own, whose customer is its sender. Nobody learns of the ticket it was held in.
 * @throws DeskError `not_found`, `forbidden`, `wrong_status`
 */
export async function splitHeld(uow: UnitOfWork, { messageId, title }: SplitHeldInput): Promise<MovedMessage> {
  const { message, ticket: source } = await loadHeld(uow, messageId)
  if (source.isHeld) {
    const reason = 'This mail is in a ticket of its own already: accept or reject it.'
    throw new DeskError('wrong_status', { noun: 'message', reason })
  }
  const target = await newTicketFor(uow, message, source, title)
  const moved = await relocate(uow, message, { source, target, isBack: false })
  // It was never part of that conversation: there is no way back into it.
  await uow.db
    .update(messages)
    .set({ movedFromTicketId: null, threadingRule: splitRule })
    .where(eq(messages.id, messageId))
  await recordDecision(uow, message, { outcome: 'created' })
  const held = await heldColumns(uow, source.id)
  await uow.db.update(tickets).set(held).where(eq(tickets.id, source.id))
  return moved
}
