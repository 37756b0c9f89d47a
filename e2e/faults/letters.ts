import { createHash } from 'node:crypto'
import type { Random } from './random.ts'

/** A mail that the run sends as a customer, with its token in subject and text. */
export type Letter = {
  token: string
  kind: 'request' | 'reply' | 'poison'
  from: string
  /** The address of the mailbox, or the signed address of an answer. */
  to: string
  messageId: string
  raw: Buffer
  /** The hash of its attachment. */
  fileSha256: string | null
  /** The letter that it replies to, in whose ticket it belongs. */
  parent: string | null
}

type Text = {
  token: string
  kind: Letter['kind']
  from: string
  to: string
  inReplyTo?: string
  parent?: string
  hasFile: boolean
  /** How the mail breaks the parser thread. */
  poison?: 'throw' | 'exit' | 'hang' | 'memory'
}

/** A mail with this word breaks the parser thread of the mail-workers (`GOTRS_TEST_POISON`). */
export const poisonWord = 'fault-run-poison'

export function writeLetter(random: Random, text: Text): Letter {
  const { token, kind, from, to, inReplyTo, parent, hasFile, poison } = text
  const messageId = `<${token}@${from.slice(from.indexOf('@') + 1)}>`
  const file = hasFile ? fileOf(random, token) : null
  const head = [
    `From: Customer ${token.split('-').at(-2)} <${from}>`,
    `To: ${to}`,
    `Subject: About ${token}`,
    `Message-ID: ${messageId}`,
    `Date: ${new Date().toUTCString()}`,
    ...(inReplyTo ? [`In-Reply-To: ${inReplyTo}`] : []),
    'MIME-Version: 1.0',
  ]
  const words = `My question is ${token} and nothing else.${poison ? ` ${poisonWord}-${poison}` : ''}`
  const raw = Buffer.from([...head, ...(file ? withFile(words, file) : plain(words)), ''].join('\r\n'))
  const fileSha256 = file && createHash('sha256').update(file).digest('hex')
  return { token, kind, from, to, messageId, raw, fileSha256, parent: parent ?? null }
}

const plain = (text: string) => ['Content-Type: text/plain; charset=utf-8', '', text]

function withFile(text: string, file: Buffer): string[] {
  const lines = file.toString('base64').match(/.{1,76}/g) ?? []
  return [
    'Content-Type: multipart/mixed; boundary="part"',
    '',
    '--part',
    ...plain(text),
    '--part',
    'Content-Type: application/octet-stream; name="log.bin"',
    'Content-Disposition: attachment; filename="log.bin"',
    'Content-Transfer-Encoding: base64',
    '',
    ...lines,
    '--part--',
  ]
}

function fileOf(random: Random, token: string): Buffer {
  const bytes = Buffer.alloc(random.between(50, 20_000), token)
  for (let at = token.length; at < bytes.length; at += 97) bytes[at] = random.between(0, 255)
  return bytes
}
