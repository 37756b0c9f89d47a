import type { MailHost } from '../mail-host.ts'
import { type SmtpFailure, smtpConnection, smtpLogin, smtpStep } from '../smtp-connection.ts'
import { refusalOf } from './advice.ts'
import { TestFailure } from './check.ts'
import { certificateFailure } from './tls-failure.ts'
import { tryEnvelope } from './try-envelope.ts'
import { loginNeedsTls, takesNoTokens, tokenRefused } from './try-imap.ts'

export type SmtpTry = {
  host: string
  port: number
  tls: 'tls' | 'starttls' | 'none'
  user: string
  password: string
  accessToken?: string
}

const waits = { connectMs: 10_000, answerMs: 14_000 }

/**
 * Logs in where there is somebody to log in as, and tries the envelope of answers from `address`; no mail is sent. Returns
 * what the server said where it rejects the signed sender alone. @throws TestFailure
 */
export async function trySmtp(
  account: SmtpTry,
  address: string | null,
  host: MailHost,
  signal: AbortSignal,
): Promise<string | null> {
  const { accessToken, ...rest } = account
  const connection = smtpConnection(rest, host, waits)
  const broken = new Promise<never>((_, reject) => connection.on('error', reject))
  broken.catch(() => {})
  const stop = () => connection.close()
  signal.addEventListener('abort', stop, { once: true })
  const token = accessToken === undefined ? {} : { accessToken: () => Promise.resolve(accessToken) }
  let greeted = ''
  try {
    await Promise.race([smtpStep(done => connection.connect(done)), broken])
    greeted = String(connection.lastServerResponse || '')
    await Promise.race([smtpLogin(connection, { ...rest, ...token }), broken])
    return address === null ? null : await Promise.race([tryEnvelope(connection, address), broken])
  } catch (error) {
    if (error instanceof TestFailure) throw error
    throw failureOf(error as SmtpFailure, account, greeted)
  } finally {
    signal.removeEventListener('abort', stop)
    connection.quit()
  }
}

function failureOf(error: SmtpFailure, account: SmtpTry, greeted: string): TestFailure {
  const { host, accessToken } = account
  const certificate = certificateFailure(error, host)
  if (certificate) return certificate
  const said = error.response ?? error.message
  // The server answers STARTTLS with something else than 220; without an answer the handshake itself has failed.
  if (error.code === 'ETLS') return new TestFailure(error.response ? 'no_starttls' : 'other', said)
  if (error.code === 'ETIMEDOUT') return new TestFailure('timed_out', said)
  if (error.code !== 'EAUTH') return new TestFailure('other', said)
  const { problem, advice } = refusalOf(host, said)
  // What is known of the provider comes first: some use the codes in a way of their own (534 at Gmail).
  const withoutMethod = problem === 'login_refused' ? methodFailure(error, account, greeted, said) : null
  if (withoutMethod) return withoutMethod
  if (accessToken !== undefined) return new TestFailure('not_connected', said, tokenRefused)
  return new TestFailure(problem, said, advice)
}

/** Mechanisms that the desk logs in by with a password. */
const passwordMethods = ['PLAIN', 'LOGIN', 'CRAM-MD5']

/** The server takes no login of this kind, or not over this connection (RFC 4954, section 6). Null where it would. */
function methodFailure({ responseCode }: SmtpFailure, { tls, accessToken }: SmtpTry, greeted: string, said: string) {
  const needsTls = responseCode === 538 || (responseCode === 530 && /TLS|encrypt/i.test(said))
  if (tls === 'none' && needsTls) return new TestFailure('wrong_tls_mode', said, loginNeedsTls)
  const offered = [...greeted.matchAll(/^250[ -]AUTH[ =](.*)$/gim)].flatMap(it =>
    (it[1] ?? '').toUpperCase().split(/\s+/),
  )
  const isOffered = (accessToken === undefined ? passwordMethods : ['XOAUTH2']).some(it => offered.includes(it))
  // 535 is an answer to the password, so that the method was known though it was not offered.
  if (isOffered ? ![504, 534].includes(responseCode ?? 0) : responseCode === 535) return null
  return new TestFailure('no_login_method', said, accessToken === undefined ? undefined : takesNoTokens)
}
