import type { ImapFlow } from 'imapflow'
import { type ImapFailure, imapClient } from '../imap-connection.ts'
import type { MailHost } from '../mail-host.ts'
import { refusalOf } from './advice.ts'
import { TestFailure } from './check.ts'
import { certificateFailure } from './tls-failure.ts'

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

/** Logs in and opens the folder, for reading only: nothing is changed. @throws TestFailure */
export async function tryImap(login: ImapLogin, host: MailHost, signal: AbortSignal): Promise<void> {
  const client = imapClient(login, { host, vendor: 'GOTRS', maxBytes: 1024 * 1024, waits })
  // Whoever waits for an answer hears of it; without any listener an error ends the process.
  client.on('error', () => {})
  const stop = () => client.close()
  signal.addEventListener('abort', stop, { once: true })
  try {
    await client.connect().catch(error => {
      throw connectFailure(error, login)
    })
    await openFolder(client, login.folder)
    if (login.moveTo !== '') await openFolder(client, login.moveTo)
  } finally {
    signal.removeEventListener('abort', stop)
    client.close()
  }
}

type Failure = ImapFailure & { tlsFailed?: boolean; response?: unknown; oauthError?: unknown }

function connectFailure(error: Failure, { host, tls, accessToken }: ImapLogin): TestFailure {
  const certificate = certificateFailure(error, host)
  if (certificate) return certificate
  const said = error.responseText ?? error.message ?? ''
  if (error.authenticationFailed) {
    if (accessToken !== undefined) return new TestFailure('not_connected', said, tokenRefused)
    const { problem, advice } = refusalOf(host, said)
    return new TestFailure(problem, said, advice)
  }
  if (tls === 'starttls' && (error.tlsFailed || /STARTTLS/i.test(said))) {
    return new TestFailure('wrong_tls_mode', said, 'The server offers no STARTTLS at this port. Try TLS at port 993.')
  }
  return new TestFailure('other', said)
}

export const tokenRefused =
  'The provider let the desk in, but the mail server refuses it. Check that the user is the address that signed in, that IMAP and SMTP are switched on for it, and connect the mailbox again.'

async function openFolder(client: ImapFlow, folder: string): Promise<void> {
  try {
    await client.mailboxOpen(folder, { readOnly: true })
  } catch (error) {
    const names = await client.list().then(
      found => found.map(it => it.path),
      () => [],
    )
    const { responseText, message } = error as Failure
    throw new TestFailure('no_such_folder', responseText ?? message ?? null, adviceOnFolder(folder, names))
  }
}

function adviceOnFolder(folder: string, names: string[]): string {
  const wanted = folder.toLowerCase()
  const last = (name: string) => name.toLowerCase().split(/[./]/).at(-1) ?? ''
  const near = names.filter(it => it.toLowerCase().includes(wanted) || wanted.includes(last(it)))
  const shown = (near.length > 0 ? near : names).slice(0, 8).map(name => `“${name.slice(0, 60)}”`)
  const others = shown.length > 0 ? ` ${near.length > 0 ? 'Is it' : 'There are'} ${shown.join(', ')}?` : ''
  return `There is no folder “${folder}” in this account.${near.length > 0 ? others : others.replace(/\?$/, '.')}`
}
