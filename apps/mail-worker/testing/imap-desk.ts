import { imapMailboxes } from '@gotrs/core/mailboxes/accounts'
import { updateMailbox } from '@gotrs/core/mailboxes/update'
import type { World } from '@gotrs/core/testing/world'
import { ImapFlow } from 'imapflow'
import type { ImapConnection } from '../src/imap-in/connection.ts'
import { readNew } from '../src/imap-in/read-new.ts'
import { type Reader, type ReaderOptions, startReader } from '../src/imap-in/reader.ts'
import type { Dovecot } from './dovecot.ts'

type Account = { port: number; folder?: string; moveTo?: string }

/** Makes the desk read the mailbox of the world at this local port. */
export async function readAt(world: World, { port, folder = 'INBOX', moveTo = '' }: Account): Promise<void> {
  const account = { host: '127.0.0.1', port, tls: 'none', user: 'support', password: 'secret' } as const
  await world.run(world.admin, uow =>
    updateMailbox(uow, {
      mailboxId: world.mailboxId,
      name: 'support',
      address: 'support@gotrs.example',
      displayName: 'Northwind Support',
      queueId: world.supportId,
      imap: { ...account, folder, moveTo },
    }),
  )
}

export async function readerOf(world: World, options: Partial<ReaderOptions>): Promise<Reader> {
  const [mailbox] = await imapMailboxes(world)
  if (!mailbox) throw new Error('no mailbox is read by IMAP')
  return startReader(world, mailbox, options)
}

/** A client that has opened the inbox. */
export async function openInbox({ port, user, password }: Dovecot): Promise<ImapFlow> {
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth: { user, pass: password }, logger: false })
  client.on('error', () => {})
  await client.connect()
  await client.mailboxOpen('INBOX')
  return client
}

/** The same client with another response to FETCH. */
export const fetchingBy = (client: ImapFlow, fetchOne: ImapFlow['fetchOne']): ImapFlow =>
  new Proxy(client, {
    get: (target, key) => {
      if (key === 'fetchOne') return fetchOne
      const value = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

/** Imports new mail of the inbox, as one round of a reader does. */
export const readInbox = (world: World, client: ImapFlow, withoutContent = new Map<string, number>(), perSender = 0) =>
  readNew({
    ...{
      kernel: world,
      connection: connectionWithoutTimeLimits(client),
      mailboxId: world.mailboxId,
      withoutContent,
      moveTo: '',
      perSender,
    },
    stopping: new AbortController().signal,
  })

export const connectionWithoutTimeLimits = (client: ImapFlow): ImapConnection => ({
  client,
  request: work => work(client),
  now: () => 0,
  longestMs: () => 1,
})

/** Runs `work` with another client, which is connected directly to the server and not through a proxy. */
export async function withClient<T>(dovecot: Dovecot, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const { port, user, password } = dovecot
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth: { user, pass: password }, logger: false })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.logout()
  }
}

export const letter = (id: string, text = `Text of ${id}.`) =>
  Buffer.from(`From: omar@acme.example\r\nMessage-ID: <${id}@acme.example>\r\nSubject: ${id}\r\n\r\n${text}\r\n`)

/** The names of the mails in the ledger, in the order of arrival. */
export async function ledgerOf(world: World): Promise<string[]> {
  const { rows } = await world.pool.query('select rfc_message_id as id from inbound_mails order by id')
  return rows.map(row => row.id.replace(/^<|@.*$/g, ''))
}
