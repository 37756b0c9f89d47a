import type { Content } from '../content.ts'
import type { AttachmentSource } from './build.ts'

const BEGIN = '-----BEGIN PGP MESSAGE-----'
const END = '-----END PGP MESSAGE-----'

/** An unquoted block of OpenPGP in the text (https://www.rfc-editor.org/rfc/rfc9580#section-6). */
export function isEncryptedByPgp(text: string): boolean {
  return (
    text.includes(BEGIN) && /(?:^|\n|[a-z"'/]>)[ \t]{0,20}-----BEGIN PGP MESSAGE-----/i.test(text) && text.includes(END)
  )
}

/** Is there no other text around it? */
export function isNothingButPgp(text: string): boolean {
  const rest = text.trim()
  return rest.startsWith(BEGIN) && rest.indexOf(END) === rest.length - END.length
}

export function pgpFile(content: Content): AttachmentSource {
  const contentType = 'application/pgp-encrypted'
  return { name: 'message.asc', contentType, contentId: null, isInline: false, content }
}
