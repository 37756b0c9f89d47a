import type { mailboxes } from '@gotrs/db/tables/mailboxes'
import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import type { AutomaticKind } from '@gotrs/mail/parsed-mail'
import type { ThreadDecision } from '@gotrs/mail/thread'
import type { NewMessage } from '../../conversation/new-message.ts'
import type { KnownPerson } from '../../correspondents/person-by-address.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import type { LedgerRow } from '../ledger/ledger-row.ts'
import type { ReadMail } from '../reading/read-mail.ts'
import type { Candidates } from './candidates.ts'
import type { Claim } from './claim.ts'
import type { Duplicate, Duplicates } from './find-duplicates.ts'
import type { Outcome } from './outcome.ts'
import type { Sender } from './sender.ts'

/** What its mailbox says of a mail: where new tickets go, and whose headers mark it as spam. */
export type MailboxRules = Pick<typeof mailboxes.$inferSelect, 'queueId' | 'spamFilters'>

/** A mail whose row is locked, with what the statement that locks it reads besides. */
export type LockedMail = Pick<
  IncomingMail,
  'row' | 'mailbox' | 'own' | 'isInOutbox' | 'hasNamesake' | 'isAnswered' | 'writer'
>

/** A mail that is being filed, with what can be said of it without looking into the desk. Its row is locked. */
export type IncomingMail = {
  row: LedgerRow
  mailbox: MailboxRules
  read: ReadMail
  /**
   * Of the sender as the desk takes it: the authentication of our own address does not cover the person that a form
   * names.
   */
  authentication: SenderAuthentication
  claim: Claim | null
  sender: Sender
  /** Is the address in From proven? Where it is ours, that says which server sent the mail, not who wrote it. */
  isFromProven: boolean
  /** Does a list that our own server verifies name the writer? */
  isClaimProven: boolean
  /** Every address of the desk itself. */
  own: string[]
  /** Is its Message-ID one of a mail that the desk wrote? */
  isInOutbox: boolean
  /** Has the ledger another mail under its Message-ID? */
  hasNamesake: boolean
  /** Has the ledger a mail that answers it? */
  isAnswered: boolean
  /** Whose address is in From. */
  writer: { address: string; person: KnownPerson | null }
  kind: AutomaticKind
  /** Which header says that it is spam; null where none does. */
  spamReason: string | null
  message: Omit<NewMessage, 'threading'>
}

/** Which ticket the mail names, and what its sender may do there. */
export type Threaded = ThreadDecision & {
  /** The ticket of another queue that it belongs to as well. */
  elsewhere: Candidates['elsewhere'][number] | null
  /** When the latest mail of that ticket which this one answers was written. */
  answeredAt: Date | null
}

/** What the desk knows about a mail, looked up when first asked for, in the transaction that files it. */
export type FilingContext = {
  uow: UnitOfWork
  person(): Promise<KnownPerson | null>
  /** The person of its sender, who becomes a customer where the desk does not know them yet. */
  author(): Promise<KnownPerson>
  duplicates(): Promise<Duplicates>
  /** The duplicates after which this mail needs no notification, because the same people see them. */
  trustedDuplicates(): Promise<Duplicate[]>
  thread(): Promise<Threaded>
}

/** Decides on a mail, or leaves it (null) to the rules after it. */
export type Rule = (incoming: IncomingMail, context: FilingContext) => Promise<Outcome | null>
