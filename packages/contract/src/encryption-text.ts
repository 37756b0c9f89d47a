import type { Message } from './messages.ts'

const standards = { smime: 'S/MIME', pgp: 'OpenPGP' } as const

/**
 * Why a message cannot be read here, and what to do, in one sentence. Null where it is not encrypted, and where its text
 * says so already: the desk writes that itself in a mail without any other text.
 */
export function encryptionText({ encryption, text }: Pick<Message, 'encryption' | 'text'>, hasFiles: boolean) {
  const said = 'This mail is encrypted with'
  if (encryption === null || text.startsWith(said)) return null
  const advice = hasFiles
    ? 'download the file below and open it in a mail program that has the key'
    : 'copy the text below into a program that has the key'
  return `${said} ${standards[encryption]} and cannot be read here: ${advice}.`
}
