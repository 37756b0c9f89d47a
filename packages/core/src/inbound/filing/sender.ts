import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import type { ParsedMail } from '@gotrs/mail/parsed-mail'
import type { KnownPerson } from '../../correspondents/person-by-address.ts'
import { ownAddressOf } from '../../mailboxes/own-addresses.ts'
import { storableLine } from '../ledger/storable.ts'
import type { Claim } from './claim.ts'
import { usableAddress } from './usable-address.ts'

/** The writer of a mail, and the verdict on that. */
export type Sender = Pick<SenderAuthentication, 'verdict' | 'reason' | 'isEnvelopeAligned' | 'isAuthenticable'> & {
  /** As the envelope would take it; in lower case. */
  address: string
  name: string
  /**
   * `claimed`: a list or form of ours says so. `ours`: it is an address of the desk, and the mail names nobody else.
   * `nobody`: the mail names nobody who could be answered, and `address` is empty.
   */
  origin: 'from' | 'claimed' | 'ours' | 'nobody'
}

export function senderOf(
  mail: Pick<ParsedMail, 'from'>,
  claim: Claim | null,
  authentication: SenderAuthentication,
  own: readonly string[],
): Sender {
  const from = usableAddress(mail.from?.address ?? '')
  // A plus part may be a signed reply address: it names nobody else than the mailbox, and is nobody's business.
  const ours = ownAddressOf(own, from ?? '')
  const address = claim?.address ?? ours ?? from ?? ''
  const origin = address === '' ? 'nobody' : claim ? 'claimed' : ours ? 'ours' : 'from'
  const { verdict, reason, isEnvelopeAligned, results } = authentication
  // Without an answer from DNS, it is unknown whether there was anything to check.
  const isAuthenticable = authentication.isAuthenticable || results.dmarc.result === 'temperror'
  const name = storableLine((claim ?? mail.from)?.name ?? '')
  return { address, name, origin, verdict, reason, isEnvelopeAligned, isAuthenticable }
}

/**
 * May an agent's mail act in the agent's name? Only from an authenticated sender. Where the domain publishes nothing that
 * a mail could be authenticated by, an envelope of the same domain has to do.
 */
export const mayActAsAgent = ({ verdict, isAuthenticable, isEnvelopeAligned }: Sender): boolean =>
  verdict === 'authenticated' || (verdict === 'unknown' && !isAuthenticable && isEnvelopeAligned === true)

/** Is it staff who wrote, from their account's address? No other address acts for staff. */
export const isAgentsOwn = ({ address, origin }: Sender, person: KnownPerson | null): person is KnownPerson =>
  origin === 'from' && person !== null && person.role !== 'customer' && person.email.toLowerCase() === address
