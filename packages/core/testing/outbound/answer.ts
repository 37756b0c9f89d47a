import { replyToTicket } from '../../src/messages/reply.ts'
import { versionNow } from '../tickets.ts'
import type { World } from '../world.ts'

type Fields = { text?: string; html?: string; to?: string[]; cc?: string[]; bcc?: string[]; attachmentIds?: string[] }

/** Ana answers, and the mail is in the outbox afterwards. Returns the id of the message. */
export async function answer(world: World, ticketId: string, fields: Fields = {}): Promise<string> {
  const version = await versionNow(world, ticketId)
  const input = { ticketId, version, attachmentIds: [], thenResolve: false }
  const body = fields.html === undefined ? { text: 'Please restart it.' } : {}
  const posted = await world.run(world.ana, uow => replyToTicket(uow, { ...input, ...body, ...fields }))
  await world.settle()
  return posted.messageId
}
