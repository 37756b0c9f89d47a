import { replaceMailbox } from '@gotrs/core/testing/mailboxes/replace-mailbox'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { skipOlderMail, startCursor } from './cursor.ts'
import { listMailboxes } from './queries.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

type Input = Parameters<typeof replaceMailbox>[1]
const save = (input: Pick<Input, 'name' | 'address'> & Partial<Input>) =>
  replaceMailbox(world, { displayName: 'Billing', queueId: world.billingId, ...input })
const server = { host: 'mail.example', port: 993, tls: 'tls', user: 'billing' } as const

test('the state of a mailbox counts the mails that wait to be sent, until they are', async () => {
  const waiting = async () =>
    (await world.read(world.admin, listMailboxes)).find(it => it.id === world.mailboxId)?.state.waitingToSend
  expect(await waiting()).toBe(0)
  await ask(world, world.omar)
  await ask(world, world.lena)
  await world.settle()
  expect(await waiting()).toBe(2)
  await world.pool.query("update outbound_mails set status = 'sent', next_attempt_at = null")
  expect(await waiting()).toBe(0)
})

describe('mail of before the mailbox was connected', () => {
  const imap = { ...server, folder: 'INBOX' }
  const make = (more: Partial<Input> = {}) => {
    made += 1
    return save({ name: `past-${made}`, address: `past-${made}@gotrs.example`, imap, ...more })
  }
  let made = 0
  const again = (box: { id: string; name: string; address: string }, more: Partial<Input>) =>
    save({ mailboxId: box.id, name: box.name, address: box.address, imap, ...more })
  const read = async (id: string) => {
    await world.pool.query('update mailboxes set uid_validity = 7, last_uid = 9 where id = $1', [id])
  }
  const cursor = async (id: string) =>
    (await world.pool.query('select last_uid::int as u from mailboxes where id = $1', [id])).rows[0].u

  test('stays outside from the moment at which the mailbox is saved first, or the one that is given', async () => {
    const before = world.now().toISOString()
    const box = await make()
    expect(box).toMatchObject({ olderMail: 'none', acknowledges: true })
    expect(box.takesMailFrom > before).toBe(true)
    expect(await again(box, { displayName: 'Other' })).toMatchObject({ takesMailFrom: box.takesMailFrom })
    const given = '2026-01-01T00:00:00.000Z'
    expect(await make({ takesMailFrom: given })).toMatchObject({ takesMailFrom: given })
  })

  test('cannot begin in the future, until which new mail would stay outside', async () => {
    const tomorrow = new Date(world.now().getTime() + 86_400_000).toISOString()
    const refused = { code: 'invalid_input', params: { issues: [{ path: 'takesMailFrom' }] } }
    await expect(make({ takesMailFrom: tomorrow })).rejects.toMatchObject(refused)
  })

  test.each([
    ['server', { host: 'imap.other.example', password: 'again' }],
    ['account', { user: 'other', password: 'again' }],
    ['folder', { folder: 'Support' }],
  ])('is all that another %s holds, unless a moment is given', async (_what, other) => {
    const box = await make()
    const moved = await again(box, { imap: { ...imap, ...other } })
    expect(moved.takesMailFrom > box.takesMailFrom).toBe(true)
    const given = await again(box, { imap: { ...imap, password: 'again' }, takesMailFrom: box.takesMailFrom })
    expect(given.takesMailFrom).toBe(box.takesMailFrom)
  })

  test('is read again when the new rule imports more of it, and only then', async () => {
    const box = await make()
    await read(box.id)
    await again(box, { acknowledges: false })
    expect(await cursor(box.id)).toBe(9)
    await again(box, { takesMailFrom: '2026-01-01T00:00:00.000Z' })
    expect(await cursor(box.id)).toBe(0)
    await read(box.id)
    await again(box, { olderMail: 'closed' })
    expect(await cursor(box.id)).toBe(0)
    await read(box.id)
    await again(box, { olderMail: 'none' })
    expect(await cursor(box.id)).toBe(9)
  })

  test('is not passed over by a rule that was changed while it was looked at', async () => {
    const box = await make()
    const rule = { takesMailFrom: new Date(box.takesMailFrom), olderMail: 'none' } as const
    await read(box.id)
    await skipOlderMail(world, box.id, { ...rule, uidValidity: 7n, uid: 20 })
    expect(await cursor(box.id)).toBe(20)
    await again(box, { olderMail: 'closed' })
    expect(await startCursor(world, box.id, { ...rule, uidValidity: 7n })).toBe(false)
    expect(await startCursor(world, box.id, { ...rule, olderMail: 'closed', uidValidity: 7n })).toBe(true)
    await skipOlderMail(world, box.id, { ...rule, uidValidity: 7n, uid: 40 })
    expect(await cursor(box.id)).toBe(0)
  })
})
