import { z } from 'zod'
import { draftVersion, seenDraft } from './drafts.ts'
import { id } from './ids.ts'
import { shape } from './shape.ts'
import { ticketPriority } from './tickets.ts'

/** What an agent has filled in of the form for a new ticket: one per agent, kept on the server. */
export const newTicketDraft = shape('NewTicketDraft', {
  ...draftVersion,
  customer: z.string(),
  customerName: z.string(),
  title: z.string(),
  text: z.string(),
  queueId: id.nullable(),
  priority: ticketPriority,
  isMailed: z.boolean(),
})
export type NewTicketDraft = z.infer<typeof newTicketDraft>

export const updateNewTicketDraftInput = z
  .object({
    ...seenDraft,
    customer: z.string().max(320).default('').describe('Who asks, as far as it is typed.'),
    customerName: z.string().max(120).default('').describe('The name of a new customer.'),
    title: z.string().max(250).default('').describe('The subject.'),
    text: z.string().max(500_000).default('').describe('What is written so far.'),
    queueId: id.nullable().default(null).describe('The queue; null: the default queue.'),
    priority: ticketPriority.default('normal').describe('How urgent it is.'),
    isMailed: z.boolean().default(false).describe('Whether the text goes to the customer by mail.'),
  })
  .strict()
export type UpdateNewTicketDraftInput = z.input<typeof updateNewTicketDraftInput>
export const deleteNewTicketDraftInput = z.object(seenDraft).strict()
