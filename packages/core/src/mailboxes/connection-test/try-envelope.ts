import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { TestFailure } from './check.ts'

/** The steps of the library end with a mail; what it sends single commands by has no types. */
type Commands = SMTPConnection & { _responseActions: ((answer: string) => void)[]; _sendCommand(line: string): void }

/**
 * Sends MAIL FROM and RCPT TO as for answers, then RSET: no mail is sent. Returns the refusal where only the signed
 * sender is rejected, for which the desk sends from the plain one. @throws TestFailure
 */
export async function tryEnvelope(connection: SMTPConnection, address: string): Promise<string | null> {
  const signed = await tryFrom(connection, signedLike(address), address)
  if (!signed) return null
  const plain = await tryFrom(connection, address, address)
  if (plain) throw new TestFailure(isAboutSender(plain) ? 'sender_refused' : 'recipient_refused', plain.answer)
  return signed.answer
}

/** Postfix rejects the sender only after the recipient (smtpd_delay_reject). */
const isAboutSender = ({ verb, answer }: { verb: string; answer: string }) => verb === 'MAIL' || /sender/i.test(answer)

/**
 * Null if the server accepts both commands, or rejects them temporarily, which does not prove anything about the
 * sender.
 */
async function tryFrom(connection: SMTPConnection, from: string, to: string) {
  const lines = [`MAIL FROM:<${from}>`, `RCPT TO:<${to}>`]
  try {
    for (const line of lines) {
      const answer = await say(connection as Commands, line)
      if (answer.startsWith('5')) return { verb: line.slice(0, 4), answer }
      if (!answer.startsWith('2')) return null
    }
    return null
  } finally {
    await say(connection as Commands, 'RSET')
  }
}

function say(connection: Commands, line: string): Promise<string> {
  return new Promise(resolve => {
    connection._responseActions.push(resolve)
    connection._sendCommand(line)
  })
}

/** In the form of a signed reply address, and for nobody's ticket. */
function signedLike(address: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at)}+t0-aaaabbbbccccddddeeee${address.slice(at)}`
}
