import { ImapFlow } from 'imapflow'
import type { ImapMailbox, MailAccount } from './accounts.ts'
import { hostInWords, isAddressRefused, type MailHost, resolveMailHost } from './mail-host.ts'

export type Connected = {
  client: ImapFlow
  /** Settles when the connection has ended, for any reason. */
  ended: Promise<Error>
}

/**
 * One connection, logged in, with the folder open. Every wait has a time-out. When the server rejects the access token, a
 * new one is requested once. @throws Error in words
 */
export async function connect(
  { account, name }: ImapMailbox,
  maxBytes: number,
  { waits = usualWaits, signal }: { waits?: Waits; signal?: AbortSignal } = {},
): Promise<Connected> {
  const { folder } = account
  try {
    const host = await resolveMailHost(account.host)
    const accessToken = await account.accessToken?.()
    const options = { host, vendor: name, maxBytes, waits }
    try {
      return await open(imapClient({ ...account, accessToken }, options), folder, signal)
    } catch (error) {
      if (!account.accessToken || !(error as ImapFailure).authenticationFailed) throw error
      const renewed = await account.accessToken(accessToken)
      return await open(imapClient({ ...account, accessToken: renewed }, options), folder, signal)
    }
  } catch (error) {
    throw new Error(inWords(error, folder), { cause: error })
  }
}

async function open(client: ImapFlow, folder: string, signal: AbortSignal | undefined): Promise<Connected> {
  const { promise: ended, resolve } = Promise.withResolvers<Error>()
  // Before connect(): an error that nobody listens to ends the process. A server that is killed says only `close`.
  client.on('error', resolve)
  client.on('close', () => resolve(new Error('The server closed the connection.')))
  const onStop = () => client.close()
  signal?.addEventListener('abort', onStop, { once: true })
  try {
    signal?.throwIfAborted()
    await client.connect()
    await client.mailboxOpen(folder)
    return { client, ended }
  } catch (error) {
    client.close()
    throw error
  } finally {
    signal?.removeEventListener('abort', onStop)
  }
}

export type Waits = { connectMs: number; greetingMs: number; silenceMs: number; idleMs: number }
export const usualWaits: Waits = { connectMs: 20_000, greetingMs: 20_000, silenceMs: 90_000, idleMs: 4 * 60_000 }

type Login = Omit<MailAccount, 'accessToken'> & { accessToken?: string | undefined }
type ClientOptions = { host: MailHost; vendor: string; maxBytes: number; waits: Waits }

/** Not yet connected: the caller must listen to `error` first. */
export function imapClient(login: Login, { host, vendor, maxBytes, waits }: ClientOptions): ImapFlow {
  const { port, tls, user, password, accessToken } = login
  return new ImapFlow({
    host: host.address,
    ...(host.servername === null ? {} : { servername: host.servername }),
    port,
    secure: tls === 'tls',
    doSTARTTLS: tls === 'starttls' ? true : tls === 'none' ? false : undefined,
    auth: accessToken === undefined ? { user, pass: password } : { user, accessToken },
    clientInfo: { name: 'GOTRS', vendor },
    logger: false,
    connectionTimeout: waits.connectMs,
    greetingTimeout: waits.greetingMs,
    socketTimeout: waits.silenceMs,
    maxIdleTime: waits.idleMs,
    // IDLE begins as soon as there is nothing else to do.
    autoIdleDelay: 200,
    maxLiteralSize: maxBytes + 1024 * 1024,
  })
}

export type ImapFailure = {
  authenticationFailed?: boolean
  responseText?: string
  serverResponseCode?: string
  message?: string
  code?: string
}

/** The error, for the admin who has to correct it. */
export function inWords(error: unknown, folder: string): string {
  const { authenticationFailed, responseText, message, code } = error as ImapFailure
  if (isAddressRefused(error)) return hostInWords(error)
  if (authenticationFailed) return `The server refuses the login: ${responseText ?? 'check user and password'}.`
  if (code === 'ECONNREFUSED') return 'Nothing answers at this host and port.'
  if (code === 'ENOTFOUND') return 'There is no such host.'
  if (responseText) return `The server says "${responseText}" (folder ${folder}).`
  return message ?? String(error)
}
