import { messageMentions } from '@gotrs/db/tables/messages'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { emitAbout } from '../tickets/change.ts'
import { addFollowers, requireReaders } from '../tickets/followers.ts'
import type { TicketRow } from '../tickets/load.ts'

/** The note mentions these colleagues: they follow the ticket from now on. @throws DeskError `invalid_input`, which names those who may not read it */
export async function mentionColleagues(
  uow: UnitOfWork,
  ticket: TicketRow,
  messageId: string,
  mentionedIds: readonly string[],
): Promise<void> {
  const userIds = [...new Set(mentionedIds)]
  if (userIds.length === 0) return
  await requireReaders(uow, ticket, 'mentionedIds', userIds)
  await uow.db.insert(messageMentions).values(userIds.map(userId => ({ messageId, userId })))
  await addFollowers(uow, ticket, userIds)
  for (const userId of userIds) emitAbout(uow, ticket, 'note.mentioned', { messageId, userId })
}
