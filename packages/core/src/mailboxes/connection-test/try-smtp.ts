import type { MailHost } from '../mail-host.ts'
import { type SmtpFailure, smtpConnection, smtpLogin, smtpStep } from '../smtp-connection.ts'
import { refusalOf } from './advice.ts'
import { TestFailure } from './check.ts'
import { certificateFailure } from './tls-failure.ts'
import { tryEnvelope } from './try-envelope.ts'
import { tokenRefused } from './try-imap.ts'

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
 * what the server said where it refuses the signed sender alone. @throws TestFailure
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
  try {
    await Promise.race([smtpStep(done => connection.connect(done)), broken])
    await Promise.race([smtpLogin(connection, { ...rest, ...token }), broken])
    return address === null ? null : await Promise.race([tryEnvelope(connection, address), broken])
  } catch (error) {
    if (error instanceof TestFailure) throw error
    throw failureOf(error as SmtpFailure, account)
  } finally {
    signal.removeEventListener('abort', stop)
    connection.quit()
  }
}

function failureOf(error: SmtpFailure, { host, accessToken }: SmtpTry): TestFailure {
  const certificate = certificateFailure(error, host)
  if (certificate) return certificate
  const said = error.response ?? error.message
  if (error.code === 'EAUTH') {
    if (accessToken !== undefined) return new TestFailure('not_connected', said, tokenRefused)
    const { problem, advice } = refusalOf(host, said)
    return new TestFailure(problem, said, advice)
  }
  if (error.code === 'ETLS') {
    return new TestFailure('wrong_tls_mode', said, 'The server offers no STARTTLS at this port. Try TLS at port 465.')
  }
  if (error.code === 'ETIMEDOUT') return new TestFailure('timed_out', said)
  return new TestFailure('other', said)
}
