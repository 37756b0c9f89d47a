import type { ImapMailbox } from '@gotrs/core/mailboxes/accounts'
import { ImapFlow } from 'imapflow'

export type Connected = {
  client: ImapFlow /** Settles when the line is gone, however it went. */
  ended: Promise<Error>
}

/** One connection, logged in, with the folder open. Every wait has a time-out. @throws Error in words */
export async function connect({ account, name }: ImapMailbox, maxBytes: number): Promise<Connected> {
  const client = new ImapFlow({
    host: account.host,
    port: account.port,
    secure: account.tls === 'tls',
    doSTARTTLS: account.tls === 'starttls' ? true : account.tls === 'none' ? false : undefined,
    auth: { user: account.user, pass: account.password },
    clientInfo: { name: 'GOTRS', vendor: name },
    logger: false,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 90_000,
    maxIdleTime: 4 * 60_000,
    // IDLE begins as soon as there is nothing else to do.
    autoIdleDelay: 200,
    maxLiteralSize: maxBytes + 1024 * 1024,
  })
  const { promise: ended, resolve } = Promise.withResolvers<Error>()
  // Before connect(): an error that nobody listens to ends the process. A server that is killed says only `close`.
  client.on('error', resolve)
  client.on('close', () => resolve(new Error('The server closed the connection.')))
  try {
    await client.connect()
    await client.mailboxOpen(account.folder)
    return { client, ended }
  } catch (error) {
    client.close()
    throw new Error(inWords(error, account.folder), { cause: error })
  }
}

type ImapFailure = { authenticationFailed?: boolean; responseText?: string; message?: string; code?: string }

/** What went wrong, for the admin who has to put it right. */
export function inWords(error: unknown, folder: string): string {
  const { authenticationFailed, responseText, message, code } = error as ImapFailure
  if (authenticationFailed) return `The server refuses the login: ${responseText ?? 'check user and password'}.`
  if (code === 'ECONNREFUSED') return 'Nothing answers at this host and port.'
  if (code === 'ENOTFOUND') return 'There is no such host.'
  if (responseText) return `The server says "${responseText}" (folder ${folder}).`
  return message ?? String(error)
}
