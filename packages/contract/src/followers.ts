import { z } from 'zod'
import { id, ticketRef } from './ids.ts'

/** Nobody reads the list of more, and each costs a mail. */
export const maxFollowers = 50

/** A follower gets the news of a ticket as its assignee does. */
export const followTicketInput = z
  .object({
    ticketId: ticketRef,
    userId: id
      .optional()
      .describe('A colleague: active staff who may read the ticket. Left out: yourself.')
      .meta({ examples: ['01970b5e-7a86-7c52-8e0a-6f4d1c2b3a49'] }),
  })
  .strict()
export type FollowTicketInput = z.infer<typeof followTicketInput>
