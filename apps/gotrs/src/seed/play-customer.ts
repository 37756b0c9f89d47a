import { replyInput } from '@gotrs/contract/messages'
import { createTicketInput } from '@gotrs/contract/tickets'
import { replyToTicket } from '@gotrs/core/messages/reply'
import { createTicket } from '@gotrs/core/tickets/create'
import { resolveTicket } from '@gotrs/core/tickets/resolve'
import { markupToText } from './mails/markup.ts'
import { uploadFiles } from './play-staff.ts'
import { perform, type Stage, ticketOf } from './stage.ts'
import type { PhoneTurn, PortalTurn } from './story.ts'

/** A customer asks, answers or is content, in the portal. */
export async function playPortalTurn(stage: Stage, turn: PortalTurn, story: string): Promise<void> {
  const actor = stage.cast[turn.portal]
  const attachmentIds = await uploadFiles(stage, actor, turn.files)
  const text = markupToText(turn.text ?? '')
  await perform(stage, story, actor, async uow => {
    if (turn.title) {
      const input = createTicketInput.parse({ title: turn.title, message: text, attachmentIds })
      return (await createTicket(uow, input)).ticketNumber
    }
    const ticketId = ticketOf(stage, story)
    if (!turn.solved)
      return (await replyToTicket(uow, replyInput.parse({ text, attachmentIds, ticketId }))).ticketNumber
    await resolveTicket(uow, { ticketId })
    return ticketId
  })
}

/** Somebody rang: staff note down what was said. */
export async function playPhoneTurn(stage: Stage, turn: PhoneTurn, story: string): Promise<void> {
  const input = createTicketInput.parse({
    title: turn.title,
    message: markupToText(turn.text),
    customerEmail: turn.caller.email,
    customerName: turn.caller.name,
    queue: stage.queueIds[turn.queue],
    channel: 'phone',
    ...(turn.priority ? { priority: turn.priority } : {}),
  })
  await perform(stage, story, stage.cast[turn.phone], async uow => (await createTicket(uow, input)).ticketNumber)
}
