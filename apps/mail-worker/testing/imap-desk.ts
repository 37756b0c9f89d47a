import { imapMailboxes } from '@gotrs/core/mailboxes/accounts'
import { saveMailbox } from '@gotrs/core/mailboxes/save'
import type { World } from '@gotrs/core/testing/world'
import { ImapFlow } from 'imapflow'
import type { Line } from '../src/imap-in/line.ts'
import { readNew } from '../src/imap-in/read-new.ts'
import { type Pace, type Reader, startReader } from '../src/imap-in/reader.ts'
import type { Dovecot } from './dovecot.ts'

type Account = { port: number; folder?: string; moveTo?: string }

/** The mailbox of the world is read at this port of this machine. */
export async function readAt(world: World, { port, folder = 'INBOX', moveTo = '' }: Account): Promise<void> {
  const account = { host: '127.0.0.1', port, tls: 'none', user: 'support', password: 'secret' } as const
  await world.run(world.admin, uow =>
    saveMailbox(uow, {
      mailboxId: world.mailboxId,
      name: 'support',
      address: 'support@gotrs.example',
      displayName: 'Northwind Support',
      queueId: world.supportId,
      imap: { ...account, folder, moveTo },
    }),
  )
}

export async function readerOf(world: World, pace: Partial<Pace>): Promise<Reader> {
  const [mailbox] = await imapMailboxes(world)
  if (!mailbox) throw new Error('no mailbox is read by IMAP')
  return startReader(world, mailbox, pace)
}

/** Somebody who has opened the inbox. */
export async function openInbox({ port, user, password }: Dovecot): Promise<ImapFlow> {
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth: { user, pass: password }, logger: false })
  client.on('error', () => {})
  await client.connect()
  await client.mailboxOpen('INBOX')
  return client
}

/** The same server, which answers in its own manner when a mail is fetched. */
export const fetchingBy = (client: ImapFlow, fetchOne: ImapFlow['fetchOne']): ImapFlow =>
  new Proxy(client, {
    get: (target, key) => {
      if (key === 'fetchOne') return fetchOne
      const value = Reflect.get(target, key)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })

/** What is new in the inbox is read, as a reader does it in one of its rounds. */
export const readInbox = (world: World, client: ImapFlow, withoutContent = new Map<string, number>(), perSender = 0) =>
  readNew({
    ...{ kernel: world, line: patientLine(client), mailboxId: world.mailboxId, withoutContent, moveTo: '', perSender },
    stopping: new AbortController().signal,
  })

/** A line without time-outs of its own. */
export const patientLine = (client: ImapFlow): Line => ({
  client,
  ask: work => work(client),
  now: () => 0,
  longestMs: () => 1,
})

/** Somebody else at the server, past every line that is cut. */
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

/** The names of the mails in the ledger, in the order in which they came. */
export async function ledgerOf(world: World): Promise<string[]> {
  const { rows } = await world.pool.query('select rfc_message_id as id from inbound_mails order by id')
  return rows.map(row => row.id.replace(/^<|@.*$/g, ''))
}
