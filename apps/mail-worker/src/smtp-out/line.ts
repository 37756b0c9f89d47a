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
export type Line = { connection: SMTPConnection; takesUtf8: boolean; broken: Promise<never> }

/** Rejects when the time limit for the whole mail has passed. */
type Late = Promise<never>

export async function openLine(server: SmtpServer, waits: SmtpWaits, late: Late): Promise<Line> {
  const host = await resolveMailHost(server.host).catch((error: Error) => error)
  if (host instanceof Error) throw new Error(hostInWords(host))
  const connection = smtpConnection(server, host, waits)
  // After a failed step there is no other listener, and an error without a listener ends the process.
  const broken = new Promise<never>((_, reject) => connection.on('error', reject))
  broken.catch(() => {})
  try {
    const takesUtf8 = await Promise.race([logIn(connection, server), broken, late])
    return { connection, takesUtf8, broken }
  } catch (error) {
    connection.close()
    throw error
  }
}

async function logIn(connection: SMTPConnection, server: SmtpServer): Promise<boolean> {
  await smtpStep(done => connection.connect(done))
  // The reply to EHLO is the last one so far.
  const takesUtf8 = /^250[ -]SMTPUTF8\b/im.test(String(connection.lastServerResponse))
  await smtpLogin(connection, server)
  return takesUtf8
}

/** Resets the connection for another mail, whatever the result of the last one. https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1.5 */
export async function resetLine({ connection, broken }: Line, late: Late): Promise<boolean> {
  try {
    await Promise.race([smtpStep(done => connection.reset(done as never)), broken, late])
    return true
  } catch {
    connection.close()
    return false
  }
}

export async function sendOn(line: Line, copy: OutgoingCopy, late: Late): Promise<DeliveryReport> {
  const text = textOf(copy.raw)
  // Here the library records the rejected recipients, which says more than the error that may follow.
  const envelope: Envelope = { from: copy.from, to: [...copy.to], size: copy.raw.length }
  try {
    return await Promise.race([converse(line, envelope, text.stream), line.broken, late])
  } catch (error) {
    // Without this reply it is unknown which command the next reply is for.
    if (!(error as SmtpFailure).responseCode) line.connection.close()
    return reportOf(error as SmtpFailure, { ...envelope, to: copy.to }, text.hasBegun())
  }
}

async function converse({ connection, takesUtf8 }: Line, envelope: Envelope, text: Readable): Promise<DeliveryReport> {
  const untakable = takesUtf8 ? [] : envelope.to.filter(isBeyondAscii)
  const refused = untakable.map(address => ({ address, isPermanent: true, isOwnWords: true, response: noUtf8 }))
  envelope.to = envelope.to.filter(it => !untakable.includes(it))
  if (envelope.to.length === 0) return { kind: 'answered', accepted: [], refused, response: noUtf8 }
  const info = await smtpStep<SmtpInfo>(done => connection.send(envelope as never, text, done as never))
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
