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
 * Did the sender write this mail to the desk? Authentication proves only who wrote a mail: anybody who received it can
 * send the same bytes to the desk (RFC 6376, section 8.6). The desk has to be among its recipients, and the signature has
 * to cover the recipients.
 */
export const isWrittenToDesk = ({ authentication, read, own }: Written): boolean =>
  authentication.verdict === 'authenticated' &&
  authentication.areRecipientsSigned &&
  [...read.mail.to, ...read.mail.cc].some(it => isOwnAddress(own, it.address))
