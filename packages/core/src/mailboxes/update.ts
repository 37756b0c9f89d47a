import { DeskError } from '@gotrs/contract/errors'
import type { Mailbox, UpdateMailboxInput } from '@gotrs/contract/mailboxes'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { eq } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { imapOf, smtpOf } from './stored-accounts.ts'
import { lockMailboxes, writeMailbox } from './write.ts'

/** Changes the fields that are given, also inside an account or app; the others stay. @throws DeskError `not_found`, and as `writeMailbox` */
export async function updateMailbox(uow: UnitOfWork, { mailboxId, ...part }: UpdateMailboxInput): Promise<Mailbox> {
  requireGrant(uow, 'mailbox.manage')
  await lockMailboxes(uow)
  const [stored] = await uow.db.select().from(mailboxes).where(eq(mailboxes.id, mailboxId)).for('update')
  if (!stored) throw new DeskError('not_found', { noun: 'mailbox' })
  const before = asGiven(stored)
  const accounts = {
    imap: changed(before.imap, part.imap),
    smtp: changed(before.smtp, part.smtp),
    oauth: changed(before.oauth, part.oauth),
  }
  return writeMailbox(uow, stored, { ...before, ...given(part), ...accounts })
}

/** Null removes the account; a new one is created as given. */
function changed<Whole extends object, Part extends object>(before: Whole | null, part: Part | null | undefined) {
  if (part === undefined) return before
  return part && { ...before, ...given(part) }
}

const given = <Part extends object>(part: Part) =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as Part

/** The mailbox as an input; secrets and `takesMailFrom` stay where they are left out. */
function asGiven(stored: typeof mailboxes.$inferSelect) {
  const { name, address, aliases, displayName, queueId, isActive, signature, hourlyLimit, authservId } = stored
  const { oauth, olderMail, acknowledges, spamFilters } = stored
  return {
    ...{ name, address, aliases, displayName, queueId, isActive, signature, hourlyLimit, authservId },
    ...{ imap: imapOf(stored.imap), smtp: smtpOf(stored.smtp), oauth, olderMail, acknowledges, spamFilters },
  }
}
