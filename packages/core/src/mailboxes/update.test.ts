import { updateMailboxInput } from '@gotrs/contract/mailboxes'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { smtpAccountOf } from './accounts.ts'
import { createMailbox } from './create.ts'
import { updateMailbox } from './update.ts'

let world: World
let mailboxId: string
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const server = { host: 'mail.example', port: 993, tls: 'tls', user: 'billing' } as const
const app = { provider: 'other', clientId: 'desk', tokenUrl: 'https://login.example/token' } as const
beforeEach(async () => {
  await world.pool.query("delete from mailboxes where name = 'billing'")
  const made = await world.run(world.admin, uow =>
    createMailbox(uow, {
      ...{ name: 'billing', address: 'billing@gotrs.example', displayName: 'Billing', queueId: world.billingId },
      imap: { ...server, auth: 'oauth2', folder: 'Support', moveTo: 'Done' },
      smtp: { ...server, port: 465, password: 'smtp-secret' },
      oauth: { ...app, scope: 'mail', clientSecret: 'app-secret' },
    }),
  )
  mailboxId = made.id
  await world.pool.query('update mailboxes set uid_validity = 7, last_uid = 9 where id = $1', [mailboxId])
})

const change = (part: object) =>
  world.run(world.admin, uow => updateMailbox(uow, updateMailboxInput.parse({ mailboxId, ...part })))
const cursor = async () =>
  (await world.pool.query('select uid_validity as v, last_uid as u from mailboxes where id = $1', [mailboxId])).rows[0]

test('a change of an account keeps the fields that it does not name, and the place where reading continues', async () => {
  const changed = await change({ imap: { ...server, port: 143, tls: 'starttls' } })
  expect(changed.imap).toEqual({
    ...{ ...server, port: 143, tls: 'starttls' },
    ...{ auth: 'oauth2', folder: 'Support', moveTo: 'Done', hasPassword: false },
  })
  expect(await cursor()).toEqual({ v: '7', u: '9' })
  expect((await change({ imap: { ...server, moveTo: '' } })).imap).toMatchObject({ folder: 'Support', moveTo: '' })
})

test('so does a change of how mail is sent, and of the app', async () => {
  const { user: _, ...address } = server
  const changed = await change({ smtp: { ...address, port: 465 }, oauth: { provider: 'other', clientId: 'desk' } })
  expect(changed.smtp).toMatchObject({ user: 'billing', hasPassword: true })
  expect(changed.oauth).toMatchObject({ tokenUrl: app.tokenUrl, scope: 'mail', hasClientSecret: true })
  expect((await smtpAccountOf(world, mailboxId))?.password).toBe('smtp-secret')
})

test('another server asks for the secret again', async () => {
  const refused = (path: string) => ({ code: 'invalid_input', params: { issues: [{ path }] } })
  const { user: _, ...elsewhere } = { ...server, host: 'evil.example' }
  await expect(change({ smtp: elsewhere })).rejects.toMatchObject(refused('smtp.password'))
  const otherApp = { provider: 'other', clientId: 'desk', tokenUrl: 'https://evil.example/token' }
  await expect(change({ oauth: otherApp })).rejects.toMatchObject(refused('oauth.clientSecret'))
})

test('null removes an account, and an account that did not exist is created', async () => {
  expect(await change({ imap: null, smtp: null, oauth: null })).toMatchObject({ imap: null, smtp: null, oauth: null })
  expect((await change({ imap: server })).imap).toMatchObject({ auth: 'password', folder: 'INBOX', moveTo: '' })
})
