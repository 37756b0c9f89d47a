import { replyToTicket } from '@gotrs/core/messages/reply'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import type { World } from '@gotrs/core/testing/world'

type Fields = { to?: string[]; cc?: string[]; bcc?: string[]; text?: string }

/** Ana replies; the mail is in the outbox afterwards. */
export async function answer(world: World, ticketId: string, fields: Fields = {}): Promise<void> {
  const version = await versionNow(world, ticketId)
  const input = { ticketId, version, text: 'Restart it.', attachmentIds: [], thenResolve: false }
  await world.run(world.ana, uow => replyToTicket(uow, { ...input, ...fields }))
  await world.settle()
}

/** A ticket of Omar's with a reply by Ana, which is the only mail in the outbox. */
export async function answeredTicket(world: World, fields: Fields = {}): Promise<string> {
  const { ticketId } = await ask(world, world.omar)
  await world.settle()
  await world.pool.query("delete from outbound_mails where purpose = 'acknowledgement'")
  await answer(world, ticketId, fields)
  return ticketId
}
