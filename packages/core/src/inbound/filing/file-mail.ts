import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import { createCorrespondent } from '../../correspondents/find-or-create.ts'
import { personByAddress } from '../../correspondents/person-by-address.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import type { ReadMail } from '../reading/read-mail.ts'
import { agentAnswerRule } from './agent-answer.ts'
import { agentForwardRule } from './agent-forward.ts'
import { automaticAnswerRule } from './automatic-answer.ts'
import { bounceRule } from './bounce.ts'
import { decideThreadOf } from './decide-thread.ts'
import { describeMail } from './describe-mail.ts'
import { duplicateRule, findTrustedDuplicates } from './duplicate.ts'
import { findDuplicates } from './find-duplicates.ts'
import { heldRule } from './held.ts'
import { loopRule } from './loop.ts'
import { newTicketRule } from './new-ticket.ts'
import type { FiledOutcome, Outcome } from './outcome.ts'
import { ownAnswerRule } from './own-answer.ts'
import type { FilingContext, IncomingMail, LockedMail, Rule } from './rule.ts'
import { switchedOffRule } from './switched-off.ts'
import { threadRule } from './thread.ts'
import { unanswerableRule } from './unanswerable.ts'
import { usableAddress } from './usable-address.ts'

/** The first rule that answers decides: the table of docs/mail.md, row by row. A test compares the two. */
export const rules: readonly Rule[] = [
  bounceRule,
  loopRule,
  unanswerableRule,
  duplicateRule,
  switchedOffRule,
  agentAnswerRule,
  agentForwardRule,
  ownAnswerRule,
  threadRule,
  heldRule,
  automaticAnswerRule,
  newTicketRule,
]

/** Files one mail, in one transaction. Its conversation is locked. */
export async function fileMail(
  uow: UnitOfWork,
  locked: LockedMail,
  read: ReadMail & { authentication: SenderAuthentication },
): Promise<FiledOutcome> {
  const incoming = await describeMail(uow, locked, read)
  const outcome = await firstOutcome(incoming, contextOf(uow, incoming))
  return { ...outcome, automaticKind: incoming.kind, authentication: incoming.authentication }
}

async function firstOutcome(incoming: IncomingMail, context: FilingContext): Promise<Outcome> {
  for (const rule of rules) {
    const outcome = await rule(incoming, context)
    if (outcome) return outcome
  }
  throw new Error('No rule took the mail: the last one has to take what is left.')
}

function contextOf(uow: UnitOfWork, incoming: IncomingMail): FilingContext {
  const { row, read, message, sender, writer, hasNamesake } = incoming
  const from = usableAddress(read.mail.from?.address ?? '') ?? sender.address
  const context: FilingContext = {
    uow,
    person: once(async () =>
      sender.address === writer.address ? writer.person : personByAddress(uow.db, sender.address),
    ),
    author: once(
      async () => (await context.person()) ?? createCorrespondent(uow, { email: sender.address, name: sender.name }),
    ),
    duplicates: once(async () =>
      hasNamesake ? findDuplicates(uow, { ...row, ...message, sender: from }) : { same: [], hasOther: false },
    ),
    trustedDuplicates: once(() => findTrustedDuplicates(incoming, context)),
    thread: once(() => decideThreadOf(incoming, context)),
  }
  return context
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined
  return () => {
    found ??= find()
    return found
  }
}
