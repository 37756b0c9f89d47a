import { Readable } from 'node:stream'
import { hostInWords, resolveMailHost } from '@gotrs/core/mailboxes/mail-host'
import {
  type SmtpFailure,
  type SmtpServer,
  type SmtpWaits,
  smtpConnection,
  smtpLogin,
  smtpStep,
} from '@gotrs/core/mailboxes/smtp-connection'
import type { DeliveryReport } from '@gotrs/core/outbound/delivery-report'
import type { OutgoingCopy } from '@gotrs/core/outbound/outgoing-copies'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { type Envelope, refusalsOf, reportOf } from './report.ts'

/** A connection that is logged in and accepts one mail after the other. `broken` rejects if it ends unexpectedly. */
export type MailConnection = { smtp: SMTPConnection; supportsUtf8: boolean; broken: Promise<never> }

/** Rejects when the time limit for the whole mail has passed. */
type Late = Promise<never>

export async function openConnection(server: SmtpServer, waits: SmtpWaits, late: Late): Promise<MailConnection> {
  const host = await resolveMailHost(server.host).catch((error: Error) => error)
  if (host instanceof Error) throw new Error(hostInWords(host))
  const smtp = smtpConnection(server, host, waits)
  // After a failed step there is no other listener, and an error without a listener ends the process.
  const broken = new Promise<never>((_, reject) => smtp.on('error', reject))
  broken.catch(() => {})
  try {
    const supportsUtf8 = await Promise.race([logIn(smtp, server), broken, late])
    return { smtp, supportsUtf8, broken }
  } catch (error) {
    smtp.close()
    throw error
  }
}

async function logIn(smtp: SMTPConnection, server: SmtpServer): Promise<boolean> {
  await smtpStep(done => smtp.connect(done))
  // The reply to EHLO is the last one so far.
  const supportsUtf8 = /^250[ -]SMTPUTF8\b/im.test(String(smtp.lastServerResponse))
  await smtpLogin(smtp, server)
  return supportsUtf8
}

/** Resets the connection for another mail after any result of the last one. https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1.5 */
export async function resetConnection({ smtp, broken }: MailConnection, late: Late): Promise<boolean> {
  try {
    await Promise.race([smtpStep(done => smtp.reset(done as never)), broken, late])
    return true
  } catch {
    smtp.close()
    return false
  }
}

export async function sendOver(connection: MailConnection, copy: OutgoingCopy, late: Late): Promise<DeliveryReport> {
  const text = textOf(copy.raw)
  // Here the library records the rejected recipients, which says more than the error that may follow.
  const envelope: Envelope = { from: copy.from, to: [...copy.to], size: copy.raw.length }
  try {
    return await Promise.race([transmit(connection, envelope, text.stream), connection.broken, late])
  } catch (error) {
    // Without this reply it is unknown which command the next reply is for.
    if (!(error as SmtpFailure).responseCode) connection.smtp.close()
    return reportOf(error as SmtpFailure, { ...envelope, to: copy.to }, text.hasBegun())
  }
}

async function transmit(
  { smtp, supportsUtf8 }: MailConnection,
  envelope: Envelope,
  text: Readable,
): Promise<DeliveryReport> {
  const unsupported = supportsUtf8 ? [] : envelope.to.filter(isBeyondAscii)
  const refused = unsupported.map(address => ({ address, isPermanent: true, isOwnWords: true, response: noUtf8 }))
  envelope.to = envelope.to.filter(it => !unsupported.includes(it))
  if (envelope.to.length === 0) return { kind: 'answered', accepted: [], refused, response: noUtf8 }
  const info = await smtpStep<SmtpInfo>(done => smtp.send(envelope as never, text, done as never))
  const { accepted, response } = info
  return { kind: 'answered', accepted, refused: [...refused, ...refusalsOf(info.rejectedErrors)], response }
}

type SmtpInfo = { accepted: string[]; response: string; rejectedErrors?: SmtpFailure['rejectedErrors'] }

/** https://www.rfc-editor.org/rfc/rfc6531#section-3.2 */
const noUtf8 =
  'The server accepts only ASCII addresses (it has no SMTPUTF8), and the part before the @ has other letters.'
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is meant.
const isBeyondAscii = (address: string) => /[^\u0000-\u007f]/.test(address)

/** Read only after the server's 354 reply: from then on it may have the mail. */
function textOf(raw: Buffer): { stream: Readable; hasBegun(): boolean } {
  let begun = false
  const stream = Readable.from(
    (function* () {
      begun = true
      yield raw
    })(),
    { objectMode: false },
  )
  return { stream, hasBegun: () => begun }
}
