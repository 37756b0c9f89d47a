import type { inboundOutcomeEnum } from '@gotrs/db/tables/inbound-mails'
import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import type { AutomaticKind } from '@gotrs/mail/parsed-mail'

/** The outcome of a mail: the reason in a sentence, the rule that decided, and its ticket and message. */
export type Outcome = {
  outcome: (typeof inboundOutcomeEnum.enumValues)[number]
  reason: string
  rule: string | null
  ticketId: string | null
  /** Why it is not a person's own words; `no` where it is. Left out where that was not asked. */
  automaticKind?: AutomaticKind
}

/** The same, with the verdict on the sender. */
export type FiledOutcome = Outcome & { authentication: SenderAuthentication }

export const ended = (outcome: Outcome['outcome'], reason: string, at: Partial<Outcome> = {}): Outcome => ({
  outcome,
  reason,
  rule: null,
  ticketId: null,
  ...at,
})
