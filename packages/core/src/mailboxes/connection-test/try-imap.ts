import type { ImapFlow } from 'imapflow'
import { type ImapFailure, imapClient } from '../imap-connection.ts'
import type { MailHost } from '../mail-host.ts'
import { refusalOf } from './advice.ts'
import { TestFailure } from './check.ts'
import { certificateFailure } from './tls-failure.ts'
import { tryFolders } from './try-folders.ts'

export type ImapLogin = {
  host: string
  port: number
  tls: 'tls' | 'starttls' | 'none'
  user: string
  password: string
  accessToken?: string
  folder: string
  moveTo: string
}

const waits = { connectMs: 8_000, greetingMs: 10_000, silenceMs: 14_000, idleMs: 60_000 }

/**
 * Logs in and opens the folder; nothing is changed. Returns what the admin should know although all is well.
 * @throws TestFailure
 */
export async function tryImap(login: ImapLogin, host: MailHost, signal: AbortSignal): Promise<string | null> {
  const client = imapClient(login, { host, vendor: 'GOTRS', maxBytes: 1024 * 1024, waits })
  // The caller gets the error too, but without any listener an error ends the process.
  client.on('error', () => {})
  const stop = () => client.close()
  signal.addEventListener('abort', stop, { once: true })
  try {
    await client.connect().catch(error => {
      throw connectFailure(error, login, client)
    })
    return await tryFolders(client, login)
  } finally {
    signal.removeEventListener('abort', stop)
    client.close()
  }
}

type Failure = ImapFailure & { tlsFailed?: boolean; response?: unknown; oauthError?: unknown }

function connectFailure(error: Failure, login: ImapLogin, client: ImapFlow): TestFailure {
  const { host, tls, accessToken } = login
  const certificate = certificateFailure(error, host)
  if (certificate) return certificate
  const said = error.responseText ?? error.message ?? ''
  if (tls === 'starttls' && !client.secureConnection && (error.tlsFailed || /STARTTLS/i.test(said))) {
    return new TestFailure('no_starttls', said)
  }
  const withoutMethod = methodFailure(error, login, client, said)
  if (withoutMethod) return withoutMethod
  if (!error.authenticationFailed) return new TestFailure('other', said)
  if (accessToken !== undefined) return new TestFailure('not_connected', said, tokenRefused)
  const { problem, advice } = refusalOf(host, said)
  return new TestFailure(problem, said, advice)
}

/** The server takes no login of this kind, or not over this connection, whatever the password. Null where it would. */
function methodFailure(error: Failure, { tls, accessToken }: ImapLogin, client: ImapFlow, said: string) {
  const offered = [...client.capabilities.keys()].map(it => it.toUpperCase())
  const offers = (...names: string[]) => names.some(it => offered.includes(it))
  const wantsTls = error.serverResponseCode === 'PRIVACYREQUIRED' || /STARTTLS/i.test(said)
  if (tls === 'none' && (wantsTls || (offers('LOGINDISABLED') && offers('STARTTLS')))) {
    return new TestFailure('wrong_tls_mode', said, loginNeedsTls)
  }
  if (accessToken !== undefined) {
    const takesTokens = offers('AUTH=XOAUTH2', 'AUTH=XOAUTH', 'AUTH=OAUTHBEARER')
    return takesTokens || offered.length === 0 ? null : new TestFailure('no_login_method', said, takesNoTokens)
  }
  const isPasswordWrong = error.serverResponseCode === 'AUTHENTICATIONFAILED'
  const takesPasswords = offers('AUTH=PLAIN', 'AUTH=LOGIN') || !(offers('LOGINDISABLED') || offered.some(isMethod))
  const isLogin = error.authenticationFailed === true
  return isLogin && !takesPasswords && !isPasswordWrong ? new TestFailure('no_login_method', said) : null
}

const isMethod = (capability: string) => capability.startsWith('AUTH=')

export const loginNeedsTls =
  'The server takes a login only over TLS. Choose STARTTLS as the encryption, or TLS with its port.'
export const takesNoTokens = 'The server takes no login by OAuth. Enter a password instead, or check the host.'

export const tokenRefused =
  'The provider let the desk in, but the mail server refuses it. Check that the user is the address that signed in, that IMAP and SMTP are switched on for it, and connect the mailbox again.'
