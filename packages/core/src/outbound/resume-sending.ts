import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { inArray } from 'drizzle-orm'
import { reaction } from '../kernel/reaction.ts'

/** An account that was just corrected sends again at once: its mailbox does not wait for the pause to end. */
export const resumeSending = reaction({
  name: 'resume_sending',
  on: ['mailbox.created', 'mailbox.updated', 'mailbox.connected'],
  statements: 1,
  async with({ db }, events) {
    const mailboxIds = events.map(event => event.payload.mailboxId)
    await db.update(mailboxes).set({ sendPausedUntil: null }).where(inArray(mailboxes.id, mailboxIds))
  },
})
