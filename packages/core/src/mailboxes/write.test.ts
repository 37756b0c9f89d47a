import { replaceMailbox } from '@gotrs/core/testing/mailboxes/replace-mailbox'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { imapMailboxes, smtpAccountOf } from './accounts.ts'
import { mailboxForTicket } from './mailbox-of.ts'
import { mailboxForRecipient } from './own-addresses.ts'
import { listMailboxes } from './queries.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

type Input = Parameters<typeof replaceMailbox>[1]
const save = (input: Partial<Input>) =>
  replaceMailbox(world, {
    ...{ name: 'billing', address: 'billing@gotrs.example', displayName: 'Billing', queueId: world.billingId },
    ...input,
  })
const server = { host: 'mail.example', port: 993, tls: 'tls', user: 'billing' } as const

test('a mailbox is made, changed and listed; its passwords are sealed and never come back', async () => {
  const made = await save({
    imap: { ...server, folder: 'INBOX', password: 'imap-secret' },
    smtp: { ...server, port: 465, password: 'smtp-secret' },
  })
  expect(made.imap).toEqual({ ...server, auth: 'password', folder: 'INBOX', moveTo: '', hasPassword: true })
  const changed = await save({ mailboxId: made.id, displayName: 'Money', imap: { ...server, folder: 'INBOX' } })
  expect(changed).toMatchObject({ displayName: 'Money', imap: { hasPassword: true }, smtp: null })
  const all = await world.read(world.admin, listMailboxes)
  expect(all.map(it => it.name)).toEqual(['billing', 'support'])
  expect(JSON.stringify(all)).not.toContain('secret')
  const { rows } = await world.pool.query(
    'select imap_password_encrypted::text as sealed from mailboxes where id = $1',
    [made.id],
  )
  expect(Buffer.from(rows[0].sealed.slice(2), 'hex').toString('latin1')).not.toContain('imap-secret')
  expect((await imapMailboxes(world))[0]?.account.password).toBe('imap-secret')
  expect(await smtpAccountOf(world, made.id)).toBeNull()
})

test('the cursor stays while the same folder is read, and starts again for another one', async () => {
  const [billing] = await world.read(world.admin, listMailboxes)
  const cursor = async () =>
    (await world.pool.query('select uid_validity as v, last_uid as u from mailboxes where id = $1', [billing?.id]))
      .rows[0]
  await world.pool.query('update mailboxes set uid_validity = 7, last_uid = 9 where id = $1', [billing?.id])
  await save({ mailboxId: billing?.id, imap: { ...server, folder: 'INBOX', password: 'other' } })
  expect(await cursor()).toEqual({ v: '7', u: '9' })
  await save({ mailboxId: billing?.id, imap: { ...server, folder: 'Support' } })
  expect(await cursor()).toEqual({ v: null, u: '0' })
})

test.each([
  ['a name that is taken', { name: 'support' }],
  ['an address that is taken', { name: 'second', address: 'Support@GOTRS.example' }],
  [
    'an alias that is another one’s address',
    { name: 'second', address: 'x@y.example', aliases: ['billing@gotrs.example'] },
  ],
])('%s is rejected', async (_what, input) => {
  await expect(save(input)).rejects.toMatchObject({ code: 'already_exists' })
})

test('a name that leaves no room for a signed reply address is rejected', async () => {
  const address = `${'x'.repeat(60)}@gotrs.example`
  await expect(save({ name: 'long', address })).rejects.toMatchObject({ code: 'invalid_input' })
})

test('signature, hourly limit and whose authentication results count are kept', async () => {
  const input = { signature: 'Yours, {{agent.name}}', hourlyLimit: 60, authservId: 'mx.gotrs.example' }
  const [billing] = await world.read(world.admin, listMailboxes)
  expect(await save({ mailboxId: billing?.id, ...input })).toMatchObject(input)
  expect(await save({ mailboxId: billing?.id })).toMatchObject({ signature: '', hourlyLimit: null, authservId: '' })
})

test('an account stored before there was OAuth is read as one with a password, and its mail stays', async () => {
  const { id } = await save({ name: 'old', address: 'old@gotrs.example', imap: { ...server, folder: 'INBOX' } })
  const older = JSON.stringify({ ...server, folder: 'INBOX' })
  await world.pool.query('update mailboxes set imap = $2, smtp = $2 where id = $1', [id, older])
  const found = (await world.read(world.admin, listMailboxes)).find(it => it.id === id)
  expect(found).toMatchObject({ imap: { auth: 'password', moveTo: '' }, smtp: { auth: 'password' } })
  expect((await imapMailboxes(world)).find(it => it.id === id)?.account.moveTo).toBe('')
  await world.pool.query('delete from mailboxes where id = $1', [id])
})

test('mail cannot be moved into the folder that is read', async () => {
  const imap = { ...server, folder: 'INBOX', moveTo: 'Inbox' }
  const round = save({ name: 'round', address: 'round@gotrs.example', imap })
  await expect(round).rejects.toMatchObject({ params: { issues: [{ path: 'imap.moveTo' }] } })
})

describe('a stored password', () => {
  const made = async () => {
    await world.pool.query("delete from mailboxes where name = 'sales'")
    const account = { ...server, user: 'sales', password: 'kept-secret' }
    return save({ ...sales, imap: { ...account, folder: 'INBOX' }, smtp: { ...account, port: 465 } })
  }
  const sales = { name: 'sales', address: 'sales@gotrs.example' }
  const kept = { ...server, user: 'sales' }

  test.each([
    ['host', { host: 'evil.example' }],
    ['port', { port: 1993 }],
    ['user', { user: 'somebody' }],
    ['encryption', { tls: 'none' }],
  ] as const)('is required again when the %s changes, by IMAP as by SMTP', async (_what, change) => {
    const { id } = await made()
    const imap = save({ ...sales, mailboxId: id, imap: { ...kept, folder: 'INBOX', ...change } })
    await expect(imap).rejects.toMatchObject({ code: 'invalid_input', params: { issues: [{ path: 'imap.password' }] } })
    const smtp = save({ ...sales, mailboxId: id, smtp: { ...kept, port: 465, ...change } })
    await expect(smtp).rejects.toMatchObject({ code: 'invalid_input', params: { issues: [{ path: 'smtp.password' }] } })
    const again = { ...kept, port: 465, ...change, password: 'entered-again' }
    await save({ ...sales, mailboxId: id, smtp: again })
    expect(await smtpAccountOf(world, id)).toEqual(again)
  })

  test('stays for the same account, also in another folder, and is deleted with its login', async () => {
    const { id } = await made()
    const smtp = { ...kept, port: 465 }
    await save({ ...sales, mailboxId: id, imap: { ...kept, folder: 'Support' }, smtp })
    expect(await smtpAccountOf(world, id)).toMatchObject({ password: 'kept-secret' })
    await save({ ...sales, mailboxId: id, smtp: { ...smtp, user: '' } })
    expect(await smtpAccountOf(world, id)).toMatchObject({ user: '', password: '' })
  })
})

test('no more active mailboxes are read by IMAP than can be', async () => {
  await world.pool.query("delete from mailboxes where name = 'sales'")
  const imap = { ...server, folder: 'INBOX', password: 'x' }
  const [billing] = await world.read(world.admin, listMailboxes)
  await save({ mailboxId: billing?.id, imap })
  await world.pool.query(
    `insert into mailboxes (id, name, address, display_name, queue_id, imap, created_at)
     select gen_random_uuid(), 'many-' || n, 'many-' || n || '@gotrs.example', 'Many', $1, $2, now()
     from generate_series(1, 199) n`,
    [world.billingId, JSON.stringify({ ...server, folder: 'INBOX' })],
  )
  const one = { name: 'one-more', address: 'one-more@gotrs.example' }
  await expect(save({ ...one, imap })).rejects.toMatchObject({
    code: 'invalid_input',
    params: { issues: [{ path: 'imap' }] },
  })
  await save({ ...one, imap, isActive: false })
  await save({ mailboxId: billing?.id, imap })
  expect((await imapMailboxes(world))[0]?.name).toBe('billing')
  await world.pool.query("delete from mailboxes where name like 'many-%' or name = 'one-more'")
})

test('a queue writes as its own mailbox, or else as the first; with none active it says so', async () => {
  const write = (queueId: string) =>
    world.read(systemActor('mail'), reader => mailboxForTicket(reader, { id: world.supportId, queueId }))
  expect((await write(world.billingId)).address).toBe('billing@gotrs.example')
  await world.pool.query("update mailboxes set is_active = false where name = 'billing'")
  expect((await write(world.billingId)).address).toBe('support@gotrs.example')
  expect(await mailboxForRecipient(world.db, 'billing@gotrs.example')).toBeNull()
  await world.pool.query('update mailboxes set is_active = false')
  await expect(write(world.billingId)).rejects.toMatchObject({ code: 'mailbox_unusable' })
})
