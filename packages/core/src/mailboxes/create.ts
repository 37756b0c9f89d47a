import type { CreateMailboxInput, Mailbox } from '@gotrs/contract/mailboxes'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { lockMailboxes, writeMailbox } from './write.ts'

/** @throws DeskError as `writeMailbox` */
export async function createMailbox(uow: UnitOfWork, input: CreateMailboxInput): Promise<Mailbox> {
  requireGrant(uow, 'mailbox.manage')
  await lockMailboxes(uow)
  return writeMailbox(uow, null, input)
}
