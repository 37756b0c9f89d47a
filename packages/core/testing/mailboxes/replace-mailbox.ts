import { type CreateMailboxInput, createMailboxInput, type Mailbox } from '@gotrs/contract/mailboxes'
import { createMailbox } from '../../src/mailboxes/create.ts'
import { updateMailbox } from '../../src/mailboxes/update.ts'
import type { World } from '../world.ts'

/** Creates a mailbox, or gives a stored one exactly these settings: a field left out gets its default. */
export const replaceMailbox = (
  world: World,
  { mailboxId, ...input }: CreateMailboxInput & { mailboxId?: string | undefined },
): Promise<Mailbox> =>
  world.run(world.admin, uow =>
    mailboxId === undefined
      ? createMailbox(uow, input)
      : updateMailbox(uow, { mailboxId, ...createMailboxInput.parse(input) }),
  )
