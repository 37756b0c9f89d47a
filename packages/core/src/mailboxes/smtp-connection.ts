import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { MailAccount } from './accounts.ts'
import type { MailHost } from './mail-host.ts'

/** `opportunistic`: encrypted where the server offers it, by whatever certificate; never with a password. */
export type SmtpServer = Omit<MailAccount, 'tls'> & { tls: MailAccount['tls'] | 'opportunistic' }

export type SmtpWaits = { connectMs: number; answerMs: number }

/** What nodemailer says of a failure; it names the codes but not as a type. */
export type SmtpFailure = Error & {
  code?: string
  /** What the server answered: `MAIL FROM`, `RCPT TO`, `DATA`. */
  command?: string
  response?: string
  responseCode?: number
  rejectedErrors?: (SmtpFailure & { recipient?: string })[]
}

/** Not yet connected: the caller must listen to `error` first. */
export function smtpConnection({ port, tls }: SmtpServer, host: MailHost, waits: SmtpWaits): SMTPConnection {
  return new SMTPConnection({
    host: host.address,
    ...(host.servername === null ? {} : { servername: host.servername }),
    port,
    secure: tls === 'tls',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: { rejectUnauthorized: tls !== 'opportunistic' },
    connectionTimeout: waits.connectMs,
    greetingTimeout: waits.connectMs,
    dnsTimeout: waits.connectMs,
    socketTimeout: waits.answerMs,
  } as SMTPConnection.Options)
}

/** Logs in if the account has a user. When the server rejects the token, a new one is requested once (SASL XOAUTH2). */
export async function smtpLogin(connection: SMTPConnection, server: SmtpServer): Promise<void> {
  const { user, password, accessToken } = server
  if (!user) return
  if (!accessToken) return smtpStep(done => connection.login({ user, pass: password } as never, done as never))
  const first = await accessToken()
  try {
    await loginBy(connection, user, first)
  } catch (error) {
    if ((error as SmtpFailure).code !== 'EAUTH') throw error
    await loginBy(connection, user, await accessToken(first))
  }
}

/** One attempt with one token, in as many steps as the library needs; without a token, its error says why. */
const loginBy = (connection: SMTPConnection, user: string, token: string): Promise<void> =>
  smtpStep(done => connection.login({ user, oauth2: fixedToken(user, token) } as never, done as never))

/** https://developers.google.com/workspace/gmail/imap/xoauth2-protocol */
const fixedToken = (user: string, token: string) => ({
  getToken: (isRetry: boolean, done: (error: Error | null, token?: string) => void) =>
    isRetry ? done(new Error('The server refuses the access token.')) : done(null, token),
  buildXOAuth2Token: (shown: string) => Buffer.from(`user=${user}\x01auth=Bearer ${shown}\x01\x01`).toString('base64'),
})

/** A step of the library as a promise. */
export function smtpStep<T = void>(start: (done: (error?: Error | null, result?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => start((error, result) => (error ? reject(error) : resolve(result as T))))
}
