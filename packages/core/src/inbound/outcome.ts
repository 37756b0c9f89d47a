import type { inboundOutcomeEnum } from '@gotrs/db/tables/inbound-mails'

/** How a mail ended: what became of it, why in a sentence, by which rule, and where it stands now. */
export type Outcome = {
  outcome: (typeof inboundOutcomeEnum.enumValues)[number]
  reason: string
  rule: string | null
  ticketId: string | null
}

export const ended = (outcome: Outcome['outcome'], reason: string, at: Partial<Outcome> = {}): Outcome => ({
  outcome,
  reason,
  rule: null,
  ticketId: null,
  ...at,
})
