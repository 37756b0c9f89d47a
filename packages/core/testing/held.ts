import { typedMessage } from '../src/conversation/new-message.ts'
import type { UserActor } from '../src/kernel/actor.ts'
import { holdMessage } from '../src/messages/hold.ts'
import type { World } from './world.ts'

/** A mail of this person that waits in the ticket for a decision. */
export function holdMail(world: World, ticketId: string, { id }: UserActor, isQuiet = false): Promise<boolean> {
  const message = typedMessage({ kind: 'held', channel: 'email', text: 'Let me in.', html: null })
  const system = { kind: 'system', name: 'mail' } as const
  return world.run(system, uow => holdMessage(uow, { ticketId, authorId: id, message, isQuiet }))
}
