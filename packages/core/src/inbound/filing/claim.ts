import { parseAddressList } from '@gotrs/mail/address-list'
import type { SenderAuthentication } from '@gotrs/mail/authentication/sender-authentication'
import type { MailAddress, ParsedMail } from '@gotrs/mail/parsed-mail'
import { isUnreadAddress } from '../../correspondents/unread-address.ts'
import { isOwnAddress } from '../../mailboxes/own-addresses.ts'
import { usableAddress } from './usable-address.ts'
import { isWrittenToDesk } from './written-to-desk.ts'

/** The writer that a mail with one of our addresses as its sender names. */
export type Claim = { address: string; name: string; by: 'list' | 'form' }

type Mail = Pick<ParsedMail, 'from' | 'headers' | 'replyTos'>

/**
 * Groups and lists write their own address as the sender, which may be ours, and the writer's beside it; contact forms
 * name the visitor in Reply-To. Null where the mail is from another address, or names nobody else.
 */
export function claimOf(mail: Mail, own: readonly string[]): Claim | null {
  if (!mail.from || !isOwnAddress(own, mail.from.address)) return null
  const listed = listedWriters(mail.headers)
  const by = listed.some(it => isSomebody(it, own)) ? 'list' : 'form'
  const found = [...listed, ...mail.replyTos].find(it => isSomebody(it, own))
  const address = usableAddress(found?.address ?? '')
  if (!found || address === null) return null
  return { address, name: found.name || nameBefore(mail.from.name), by }
}

/** As Google Groups keeps the writer of a mail whose sender it replaces. */
const listHeaders = ['x-original-from', 'x-original-sender']

const listedWriters = (headers: Mail['headers']): MailAddress[] =>
  listHeaders
    .flatMap(name => headers.filter(it => it[0].toLowerCase() === name).slice(0, 1))
    .flatMap(([, value]) => parseAddressList(value.slice(0, 2_000)).addresses.slice(0, 1))

function isSomebody({ address }: MailAddress, own: readonly string[]): boolean {
  const usable = usableAddress(address)
  return usable !== null && !isOwnAddress(own, usable) && !isUnreadAddress(usable)
}

/** `'Jane Doe' via Support` is Jane Doe. */
function nameBefore(name: string): string {
  const at = name.toLowerCase().lastIndexOf(' via ')
  return at > 0 ? name.slice(0, at).replaceAll(/^["']+|["']+$/g, '') : ''
}

/** A form or list names the writer without a proof: the checks are about our own address. */
export function verdictOf(authentication: SenderAuthentication, claim: Claim | null): SenderAuthentication {
  if (!claim) return authentication
  const source = claim.by === 'list' ? 'the list that sent it on' : 'its Reply-To'
  const reason = `It comes from an address of ours. That ${claim.address} wrote it is what ${source} says, and nothing proves it.`
  return {
    ...authentication,
    ...(authentication.verdict === 'contradicted' ? {} : { verdict: 'unknown', reason }),
    isEnvelopeAligned: false,
    isAuthenticable: true,
    areRecipientsSigned: false,
  }
}

/**
 * Does a list that our own server verifies name the writer? Our server has to have signed that, and the mail to have
 * been written to the desk or sent by a list: else anybody who got a mail of ours can put a writer on top of it.
 */
export function isProvenByList(
  claim: Claim | null,
  mail: Pick<ParsedMail, 'headers' | 'to' | 'cc'>,
  checked: SenderAuthentication,
  own: string[],
): boolean {
  if (claim?.by !== 'list' || checked.verdict !== 'authenticated' || !checked.isListSigned) return false
  if (mail.headers.some(([name]) => name.toLowerCase() === 'list-id')) return true
  return isWrittenToDesk({ authentication: checked, read: { mail }, own })
}
