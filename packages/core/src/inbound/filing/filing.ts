import type { inboundMails } from '@gotrs/db/tables/inbound-mails'
import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import type { AutomaticKind } from '@gotrs/mail/parsed-mail'
import type { ThreadDecision } from '@gotrs/mail/thread'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import type { NewMessage } from '../../messages/new-message.ts'
import type { KnownPerson } from '../../people/person-by-address.ts'
import type { ReadMail } from '../read-mail.ts'
import type { Claim } from './claim.ts'
import type { Twins } from './duplicate.ts'
import type { Outcome } from './outcome.ts'
import type { Sender } from './sender.ts'

export type LedgerRow = typeof inboundMails.$inferSelect

/** A mail that has arrived, with what can be said of it without looking into the desk. */
export type Arrival = {
  row: LedgerRow
  read: ReadMail
  /** Of the sender as the desk takes it: what is checked of our own address says nothing of whom a form names. */
  authentication: SenderAuthentication
  claim: Claim | null
  /** Is the address in From proven? Where it is ours, that says which server sent the mail, not who wrote it. */
  isFromProven: boolean
  /** Every address of the desk itself. */
  own: string[]
  kind: AutomaticKind
  message: Omit<NewMessage, 'threading'>
}

/** An arrival whose sender can be answered, with what the desk knows about it: looked up when first asked for. */
export type Filing = Arrival & {
  sender: Sender
  queueId: string
  /** Which header says that it is spam; null where none does. */
  spamReason: string | null
  person(): Promise<KnownPerson | null>
  twins(): Promise<Twins>
  thread(): Promise<ThreadDecision>
}

/** Decides on a mail, or leaves it (null) to the rules after it. */
export type ArrivalRule = (uow: UnitOfWork, arrival: Arrival) => Promise<Outcome | null>
export type FilingRule = (uow: UnitOfWork, filing: Filing) => Promise<Outcome | null>
