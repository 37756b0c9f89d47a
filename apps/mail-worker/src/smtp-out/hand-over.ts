import { Readable } from 'node:stream'
import { hostInWords, resolveMailHost } from '@gotrs/core/mailboxes/mail-host'
import {
  type SmtpFailure,
  type SmtpServer,
  smtpConnection,
  smtpLogin,
  smtpStep,
} from '@gotrs/core/mailboxes/smtp-connection'
import type { DeliveryReport } from '@gotrs/core/outbound/delivery-report'
import type { Parcel } from '@gotrs/core/outbound/parcels'
import type { HandOver } from '@gotrs/core/outbound/send'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { type Envelope, refusalsOf, reportOf } from './report.ts'

type Limits = { connectMs: number; answerMs: number; wholeMs: number }

/** Well within the lease of a mail. */
const usual: Limits = { connectMs: 20_000, answerMs: 60_000, wholeMs: 8 * 60_000 }

/** Sends through the mailbox's own account, else through the desk's server; with neither the mail is caught. */
export function createHandOver(deskServer: SmtpServer | null, limits: Limits = usual): HandOver {
  return async (parcel, account) => {
    const server = account ?? deskServer
    return server ? handOver(parcel, server, limits) : { kind: 'caught' }
  }
}

async function handOver(parcel: Parcel, server: SmtpServer, limits: Limits): Promise<DeliveryReport> {
  const host = await resolveMailHost(server.host).catch((error: Error) => error)
  if (host instanceof Error) return reportOf(new Error(hostInWords(host)), { to: parcel.to }, false)
  const connection = smtpConnection(server, host, limits)
  const text = textOf(parcel.raw)
  // The library notes here whom the server refuses, which tells more than the error that may follow.
  const envelope: Envelope = { from: parcel.from, to: [...parcel.to], size: parcel.raw.length }
  // Nobody else listens once a step has failed, and an error without a listener ends the process.
  const broken = new Promise<never>((_, reject) => connection.on('error', reject))
  broken.catch(() => {})
  const { promise: late, reject: tooLate } = Promise.withResolvers<never>()
  const timer = setTimeout(() => tooLate(new Error('The server took too long.')), limits.wholeMs)
  try {
    return await Promise.race([converse(connection, server, envelope, text.stream), broken, late])
  } catch (error) {
    return reportOf(error as SmtpFailure, { ...envelope, to: parcel.to }, text.hasBegun())
  } finally {
    clearTimeout(timer)
    connection.close()
  }
}

async function converse(
  connection: SMTPConnection,
  server: SmtpServer,
  envelope: Envelope,
  text: Readable,
): Promise<DeliveryReport> {
  await smtpStep(done => connection.connect(done))
  // The answer to EHLO is the last one heard so far.
  const takesUtf8 = /^250[ -]SMTPUTF8\b/im.test(String(connection.lastServerResponse))
  await smtpLogin(connection, server)
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
const noUtf8 = 'The server takes no addresses beyond ASCII (SMTPUTF8): the name before the @ has other letters.'
// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is meant.
const isBeyondAscii = (address: string) => /[^\u0000-\u007f]/.test(address)

/** Read only once the server has said that it waits for the text: from then on it may have the mail. */
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
