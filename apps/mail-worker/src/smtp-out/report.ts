import type { SmtpFailure } from '@gotrs/core/mailboxes/smtp-connection'
import type { DeliveryReport, Refusal } from '@gotrs/core/outbound/delivery-report'

/** The envelope for the library, which records in it the recipients that the server rejected. */
export type Envelope = {
  from: string
  to: string[]
  size: number
  /** The reply to MAIL FROM if the server rejected the sender. */
  mailError?: SmtpFailure
  rejectedErrors?: SmtpFailure['rejectedErrors']
}

/** What a failed attempt means for each recipient and for the server. `hasBegun`: DATA had begun. */
export function reportOf(
  given: SmtpFailure,
  envelope: Pick<Envelope, 'to' | 'mailError' | 'rejectedErrors'>,
  hasBegun: boolean,
): DeliveryReport {
  // Commands that were sent at once are all answered (RFC 2920, section 3.1). Without a sender the answer to every
  // recipient is a mere "503 need MAIL command", which says nothing about the recipient.
  const { mailError } = envelope
  const error = mailError ?? given
  const refused = mailError ? [] : refusalsOf(error.rejectedErrors ?? envelope.rejectedErrors).filter(isAboutRecipient)
  const words = wordsOf(error)
  const isServerUnavailable = isAboutServer(error, hasBegun)
  if (!error.responseCode && hasBegun) return { kind: 'unknown', refused, ...words }
  const isPermanent = !isServerUnavailable && isFinal(error)
  const sender = isPermanent && isAboutSender(error) ? { refusesSender: true } : {}
  if (refused.length === 0) return { kind: 'refused', isPermanent, isServerUnavailable, ...sender, ...words }
  const named = new Set(refused.map(it => it.address))
  // The server sent no separate reply for the others: the result of the whole applies to them.
  const others = envelope.to.filter(it => !named.has(it))
  const rest = others.map(address => ({ address, isPermanent: isPermanent && !error.rejectedErrors, ...words }))
  return { kind: 'answered', accepted: [], refused: [...refused, ...rest], ...words }
}

/** A 5xx reply, or an error that the library finds before it sends anything, such as a mail that is too large. */
const isFinal = (error: SmtpFailure) => isAboutMail(error) && (error.responseCode ?? 500) >= 500

/** MAIL FROM, RCPT TO and DATA are about this mail; a greeting or EHLO of 5xx is about the connection. */
const isAboutMail = (error: SmtpFailure) => error.code === 'EENVELOPE' || error.code === 'EMESSAGE'

/**
 * No connection, no greeting, no TLS, no login, or closed before DATA: every other mail would fail too. A server that is
 * closing replies 421 to any command (RFC 5321, section 3.8).
 */
const isAboutServer = (error: SmtpFailure, hasBegun: boolean) =>
  error.responseCode === 421 || (!isAboutMail(error) && !hasBegun)

/** A server that closes the connection replies 421 to the last command (RFC 5321, section 3.8). */
const isAboutRecipient = ({ response }: Refusal) => !response.startsWith('421')

/**
 * A 5xx to MAIL FROM is about the sender; some servers send it only for a recipient or DATA, as Postfix does by
 * default (smtpd_delay_reject). The codes: https://www.rfc-editor.org/rfc/rfc3463#section-3.2
 */
const isAboutSender = ({ command, response = '' }: SmtpFailure) =>
  command === 'MAIL FROM' ? !/^(?:5\d\d[ -]5\.3\.4|552)/.test(response) : namesSender.test(response)

const namesSender = /^5\d\d[ -](?:5\.1\.[78]\b|5\.7\.60\b|5\.2\.252\b|.*\bsend(?:er|as))/is

export const refusalsOf = (errors: SmtpFailure['rejectedErrors'] = []): Refusal[] =>
  errors.map(error => {
    const isPermanent = (error.responseCode ?? 0) >= 500
    const sender = isPermanent && isAboutSender(error) ? { refusesSender: true } : {}
    return { address: error.recipient ?? '', isPermanent, ...sender, ...wordsOf(error) }
  })

/** The server's reply if there is one; otherwise the library's message, which contains no text of the mail. */
const wordsOf = ({ response, message }: SmtpFailure) =>
  response === undefined ? { response: message, isOwnWords: true } : { response }
