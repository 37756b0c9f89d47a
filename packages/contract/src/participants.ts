import { z } from 'zod'

import { email, id, ticketRef } from './ids.ts'

/** Puts a person in copy: they get the answers by mail, and what they write by mail becomes part of the conversation. */
export const addParticipantInput = z
  .object({
    ticketId: ticketRef,
    email: email.describe('The address of the person; a new person is made for a new one.'),
  })
  .strict()
export type AddParticipantInput = z.infer<typeof addParticipantInput>
export const removeParticipantInput = z.object({ ticketId: ticketRef, userId: id }).strict()
export type RemoveParticipantInput = z.infer<typeof removeParticipantInput>
