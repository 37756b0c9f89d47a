import type { SmtpFailure } from '@gotrs/core/mailboxes/smtp-connection'
import type { DeliveryReport, Refusal } from '@gotrs/core/outbound/delivery-report'

/** What is handed to the library, which notes in it whom the server refused. */
export type Envelope = { from: string; to: string[]; size: number; rejectedErrors?: SmtpFailure['rejectedErrors'] }

/** What a failed try means: for each recipient, and for the server. `hasBegun`: the text was on its way. */
export function reportOf(
  error: SmtpFailure,
  envelope: Pick<Envelope, 'to' | 'rejectedErrors'>,
  hasBegun: boolean,
): DeliveryReport {
  const words = wordsOf(error)
  const refused = refusalsOf(error.rejectedErrors ?? envelope.rejectedErrors)
  const isServerAway = isAboutServer(error, hasBegun)
  if (!error.responseCode && hasBegun) return { kind: 'unknown', refused, ...words }
  const isPermanent = !isServerAway && isFinal(error)
  if (refused.length === 0) return { kind: 'refused', isPermanent, isServerAway, ...words }
  const named = new Set(refused.map(it => it.address))
  // Of the others the server said nothing by itself: what became of the whole is true of them.
  const others = envelope.to.filter(it => !named.has(it))
  const rest = others.map(address => ({ address, isPermanent: isPermanent && !error.rejectedErrors, ...words }))
  return { kind: 'answered', accepted: [], refused: [...refused, ...rest], ...words }
}

/** Said by the server in 5xx, or found by the library before anything was sent, such as a mail that is too large. */
const isFinal = (error: SmtpFailure) => isAboutMail(error) && (error.responseCode ?? 500) >= 500

/** MAIL FROM, RCPT TO and DATA are about this mail; a greeting or EHLO of 5xx is about the connection. */
const isAboutMail = (error: SmtpFailure) => error.code === 'EENVELOPE' || error.code === 'EMESSAGE'

/**
 * Not reached, not greeted, no TLS, no login, or hung up before the text: so would every other mail fare. 421 is said by
 * a server that is closing, whatever it was asked (RFC 5321, section 3.8).
 */
const isAboutServer = (error: SmtpFailure, hasBegun: boolean) =>
  error.responseCode === 421 || (!isAboutMail(error) && !hasBegun)

export const refusalsOf = (errors: SmtpFailure['rejectedErrors'] = []): Refusal[] =>
  errors.map(error => ({
    address: error.recipient ?? '',
    isPermanent: (error.responseCode ?? 0) >= 500,
    ...wordsOf(error),
  }))

/** The server's own words where it said any; else the library's, which hold nothing of the mail. */
const wordsOf = ({ response, message }: SmtpFailure) =>
  response === undefined ? { response: message, isOwnWords: true } : { response }
