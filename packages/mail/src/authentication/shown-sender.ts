import { parseAddressList } from '../address-list.ts'
import { domainOfAddress } from './alignment.ts'
import { fieldValue, type MailHead } from './mail-head.ts'

const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text)

/**
 * Is the shown sender the one that the signatures cover? Our parser is more tolerant about a head than a
 * verifier does, and a mail that both read differently could be signed for one sender and shown with another.
 */
export function isShownSender({ fields }: MailHead, address: string): boolean {
  const [field, ...others] = fields.filter(it => it.key === 'from')
  if (!field || others.length > 0) return false
  const { addresses } = parseAddressList(fieldValue(field))
  const signed = addresses[0]?.address ?? ''
  if (addresses.length !== 1) return false
  // A local part beyond ASCII may be decoded by the charset of the whole mail, which is not known here.
  return isAscii(signed) && isAscii(address)
    ? signed.toLowerCase() === address.toLowerCase()
    : domainOfAddress(signed) === domainOfAddress(address)
}
