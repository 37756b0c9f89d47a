import type { Message } from './messages.ts'

const standards = { smime: 'S/MIME', pgp: 'PGP' } as const

/** Why a message cannot be read here, and what to do, in one sentence; null where it is not encrypted. */
export function encryptionText({ encryption }: Pick<Message, 'encryption'>, hasFiles: boolean): string | null {
  if (encryption === null) return null
  const advice = hasFiles
    ? 'download the file below and open it in a mail program that has the key'
    : 'copy the text below into a program that has the key'
  return `This mail is encrypted with ${standards[encryption]} and cannot be read here: ${advice}.`
}
