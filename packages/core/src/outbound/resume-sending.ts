import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { eq } from 'drizzle-orm'
import { reaction } from '../kernel/reaction.ts'

/** Who has just put an account right does not wait for the pause to end. */
export const resumeSending = reaction({
  name: 'resume_sending',
  on: ['mailbox.saved', 'mailbox.connected'],
  async handle(uow, event) {
    await uow.db.update(mailboxes).set({ sendPausedUntil: null }).where(eq(mailboxes.id, event.payload.mailboxId))
  },
})
