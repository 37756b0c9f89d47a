import { Readable } from 'node:stream'
import { hostInWords, resolveMailHost } from '@gotrs/core/mailboxes/mail-host'
import {
  type SmtpFailure,
  type SmtpServer,
  smtpConnection,
  smtpLogin,
  smtpStep,
} from '@gotrs/core/mailboxes/smtp-connection'
import type { DeliveryReport, Refusal } from '@gotrs/core/outbound/delivery-report'
import type { HandOver, Parcel } from '@gotrs/core/outbound/send'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'

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
  if (host instanceof Error) return reportOf(new Error(hostInWords(host)), parcel, false)
  const connection = smtpConnection(server, host, limits)
  const text = textOf(parcel.raw)
  // Nobody else listens once a step has failed, and an error without a listener ends the process.
  const broken = new Promise<never>((_, reject) => connection.on('error', reject))
  broken.catch(() => {})
  const { promise: late, reject: tooLate } = Promise.withResolvers<never>()
  const timer = setTimeout(() => tooLate(new Error('The server took too long.')), limits.wholeMs)
  try {
    return await Promise.race([converse(connection, server, parcel, text.stream), broken, late])
  } catch (error) {
    return reportOf(error as SmtpFailure, parcel, text.hasBegun())
  } finally {
    clearTimeout(timer)
    connection.close()
  }
}

async function converse(
  connection: SMTPConnection,
  server: SmtpServer,
  { from, to, raw }: Parcel,
  text: Readable,
): Promise<DeliveryReport> {
  await smtpStep(done => connection.connect(done))
  await smtpLogin(connection, server)
  const info = await smtpStep<SmtpInfo>(done =>
    connection.send({ from, to, size: raw.length } as never, text, done as never),
  )
  return {
    kind: 'answered',
    accepted: info.accepted,
    refused: refusalsOf(info.rejectedErrors),
    response: info.response,
  }
}

type SmtpInfo = { accepted: string[]; response: string; rejectedErrors?: SmtpFailure['rejectedErrors'] }

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

function reportOf(error: SmtpFailure, parcel: Parcel, hasBegun: boolean): DeliveryReport {
  const response = wordsOf(error)
  if (error.rejectedErrors) {
    const refused = refusalsOf(error.rejectedErrors)
    const named = new Set(refused.map(it => it.address))
    // All of them were refused, whether the server said so one by one or not.
    const others = parcel.to.filter(it => !named.has(it)).map(address => ({ address, isPermanent: false, response }))
    return { kind: 'answered', accepted: [], refused: [...refused, ...others], response }
  }
  if (error.responseCode) {
    // A login that is refused is the desk's fault, not the mail's: it waits for somebody to put it right.
    const isPermanent = error.responseCode >= 500 && error.code !== 'EAUTH' && error.code !== 'ETLS'
    return { kind: 'refused', isPermanent: isPermanent && isAboutMail(error), response }
  }
  // Found by ourselves before anything was sent: too large for the server, an address it cannot take.
  if (isAboutMail(error) && !hasBegun) return { kind: 'refused', isPermanent: true, response }
  return hasBegun ? { kind: 'unknown', response } : { kind: 'refused', isPermanent: false, response }
}

/** MAIL FROM, RCPT TO and DATA are about this mail; a greeting or EHLO of 5xx is about the connection. */
const isAboutMail = (error: SmtpFailure) => error.code === 'EENVELOPE' || error.code === 'EMESSAGE'

const refusalsOf = (errors: SmtpFailure['rejectedErrors'] = []): Refusal[] =>
  errors.map(error => ({
    address: error.recipient ?? '',
    isPermanent: (error.responseCode ?? 0) >= 500,
    response: wordsOf(error),
  }))

/** The server's own words where it said any. */
const wordsOf = (error: SmtpFailure) => error.response ?? error.message
