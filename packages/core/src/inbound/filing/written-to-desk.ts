import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import type { ParsedMail } from '@gotrs/mail/parsed-mail'
import { isOwnAddress } from '../../mailboxes/own-addresses.ts'

type Written = {
  authentication: SenderAuthentication
  /** Every address of the desk itself. */
  own: readonly string[]
  read: { mail: Pick<ParsedMail, 'to' | 'cc'> }
}

/**
 * Did the sender write this mail to the desk? An authenticated mail proves that its sender wrote it, to whomever: whoever
 * got it can bring it here as it is (RFC 6376, section 8.6). The desk has to be among its recipients, and the recipients
 * among what is authenticated.
 */
export const isWrittenToDesk = ({ authentication, read, own }: Written): boolean =>
  authentication.verdict === 'authenticated' &&
  authentication.areRecipientsSigned &&
  [...read.mail.to, ...read.mail.cc].some(it => isOwnAddress(own, it.address))
