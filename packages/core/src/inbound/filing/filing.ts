import type { mailboxes } from '@gotrs/db/tables/mailboxes'
import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import type { AutomaticKind } from '@gotrs/mail/parsed-mail'
import type { NewMessage } from '../../conversation/new-message.ts'
import type { KnownPerson } from '../../correspondents/person-by-address.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import type { LedgerRow } from '../ledger/ledger-row.ts'
import type { ReadMail } from '../reading/read-mail.ts'
import type { Claim } from './claim.ts'
import type { Twin, Twins } from './duplicate.ts'
import type { Outcome } from './outcome.ts'
import type { Sender } from './sender.ts'
import type { Threaded } from './thread.ts'

/** What its mailbox says of a mail: where new tickets go, and whose headers mark it as spam. */
export type MailboxRules = Pick<typeof mailboxes.$inferSelect, 'queueId' | 'spamFilters'>

/** A mail of the ledger that is about to be filed: its row is locked. */
export type MailInHand = { row: LedgerRow; mailbox: MailboxRules }

/** A mail that has arrived, with what can be said of it without looking into the desk. */
export type Arrival = {
  row: LedgerRow
  mailbox: MailboxRules
  read: ReadMail
  /** Of the sender as the desk takes it: what is checked of our own address says nothing of whom a form names. */
  authentication: SenderAuthentication
  claim: Claim | null
  /** Is the address in From proven? Where it is ours, that says which server sent the mail, not who wrote it. */
  isFromProven: boolean
  /** Does a list that our own server vouches for name the writer? */
  isClaimProven: boolean
  /** Every address of the desk itself. */
  own: string[]
  kind: AutomaticKind
  message: Omit<NewMessage, 'threading'>
}

/** An arrival whose sender can be answered, with what the desk knows about it: looked up when first asked for. */
export type Filing = Arrival & {
  sender: Sender
  /** Which header says that it is spam; null where none does. */
  spamReason: string | null
  person(): Promise<KnownPerson | null>
  twins(): Promise<Twins>
  /** Of the twins those that this mail need not be told again for, where the same people see them. */
  standIns(): Promise<Twin[]>
  thread(): Promise<Threaded>
}

/** Decides on a mail, or leaves it (null) to the rules after it. */
export type ArrivalRule = (uow: UnitOfWork, arrival: Arrival) => Promise<Outcome | null>
export type FilingRule = (uow: UnitOfWork, filing: Filing) => Promise<Outcome | null>
