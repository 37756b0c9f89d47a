import { createWorld, type World } from '@gotrs/core/testing/world'
import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { fetchingBy, openInbox, readInbox } from '@gotrs/mail-worker/testing/imap-desk'
import type { ImapFlow } from 'imapflow'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'

let world: World
let dovecot: Dovecot
let client: ImapFlow
beforeAll(async () => {
  world = await createWorld()
  dovecot = await createDovecot()
  await dovecot.start()
})
beforeEach(async () => {
  client = await openInbox(dovecot)
})
afterEach(() => client.logout())
afterAll(async () => {
  await dovecot.remove()
  await world.remove()
})

const append = (id: string) =>
  client.append('INBOX', `From: omar@acme.example\r\nMessage-ID: <${id}@acme.example>\r\n\r\nText.\r\n`)

/** The same client, without the content of some mails (`BODY[] NIL`). */
function hidingContent(...hidden: number[]): ImapFlow {
  const fetchOne: ImapFlow['fetchOne'] = async (range, query, options) => {
    const mail = await client.fetchOne(range, query, options)
    return mail && hidden.includes(mail.uid) ? { ...mail, source: undefined } : mail
  }
  return fetchingBy(client, fetchOne)
}

const ledger = async () =>
  (
    await world.pool.query(
      'select uid::int as uid, rfc_message_id as id, state, reason from inbound_mails order by inbound_mails.id',
    )
  ).rows
const seen = async () => client.search({ seen: true }, { uid: true })

test('fetches a mail again that came without content, and skips no later mail', async () => {
  await append('a1')
  await append('a2')
  await append('a3')
  await expect(readInbox(world, hidingContent(2))).rejects.toThrow('no content for the mail with UID 2')
  expect((await ledger()).map(row => row.uid)).toEqual([1])
  await readInbox(world, client)
  expect((await ledger()).map(row => row.id)).toEqual(['<a1@acme.example>', '<a2@acme.example>', '<a3@acme.example>'])
})

test('stores a note in quarantine if the content never comes, leaves the mail unseen, and imports later mail', async () => {
  await append('b1')
  await append('b2')
  const tries = new Map<string, number>()
  for (const _ of [1, 2]) await expect(readInbox(world, hidingContent(4), tries)).rejects.toThrow('no content')
  expect(await ledger()).toHaveLength(3)
  await readInbox(world, hidingContent(4), tries)
  const [note, next, ...rest] = (await ledger()).slice(3)
  expect(note).toMatchObject({ uid: 4, state: 'quarantined', reason: expect.stringContaining('still on the server') })
  expect(next).toMatchObject({ uid: 5, state: 'received', id: '<b2@acme.example>' })
  expect(rest).toEqual([])
  expect(tries.size).toBe(0)
  expect(await seen()).toContain(5)
  expect(await seen()).not.toContain(4)
})

test('skips a mail that was deleted meanwhile', async () => {
  await append('c1')
  await append('c2')
  const last = (await client.search({ all: true }, { uid: true })) || []
  const gone = last.at(-2) ?? 0
  const removing = new Proxy(client, {
    get: (target, key) => {
      const value = Reflect.get(target, key)
      if (key !== 'fetchOne') return typeof value === 'function' ? value.bind(target) : value
      return async (...args: Parameters<ImapFlow['fetchOne']>) => {
        if (args[0] === String(gone)) await client.messageDelete(String(gone), { uid: true })
        return client.fetchOne(...args)
      }
    },
  })
  await readInbox(world, removing)
  expect((await ledger()).map(row => row.uid)).toEqual([1, 2, 3, 4, 5, 7])
})
