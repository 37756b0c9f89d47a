import { ask, seen, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { apiTokens } from '@gotrs/db/tables/api-tokens'
import { deletionReasons, events } from '@gotrs/db/tables/events'
import { tickets } from '@gotrs/db/tables/tickets'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiToken } from './accounts/api-tokens.ts'
import { identifyBearer } from './accounts/credentials.ts'
import { systemActor } from './kernel/actor.ts'
import { requireGrant } from './kernel/require-grant.ts'
import type { UnitOfWork } from './kernel/unit-of-work.ts'
import { missedHints } from './live/missed.ts'
import { updateUser } from './people/update-user.ts'
import { deleteTicket } from './tickets/delete.ts'
import { expireDeletionReasons } from './tickets/expire-deletion-reasons.ts'
import { renameTicket } from './tickets/rename.ts'
import { tagTicket } from './tickets/tag.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const ofType = (type: string) => world.db.select().from(events).where(eq(events.type, type)).orderBy(asc(events.id))
const secret = 'kanarienvogel'

/** A ticket with every kind of text in its life, deleted at the end. */
async function deletedTicket(): Promise<string> {
  const { ticketId } = await ask(world, world.omar, { title: secret })
  const version = () => versionNow(world, ticketId)
  await world.run(world.ana, async uow => tagTicket(uow, { ticketId, tag: secret, version: await version() }))
  const title = `Still a ${secret}`
  await world.run(world.ana, async uow => renameTicket(uow, { ticketId, title, version: await version() }))
  await world.run(world.admin, uow => deleteTicket(uow, { ticketId, reason: `The ${secret} asked for it.` }))
  return ticketId
}

test('events survive their ticket, without a word that a person wrote', async () => {
  const ticketId = await deletedTicket()
  expect(await world.db.select().from(tickets).where(eq(tickets.id, ticketId))).toEqual([])
  const kept = await world.db.select().from(events).where(eq(events.ticketId, ticketId)).orderBy(asc(events.id))
  expect(kept.map(it => it.type)).toEqual(expect.arrayContaining(['ticket.created', 'ticket.tagged', 'ticket.renamed']))
  const [deleted] = await ofType('ticket.deleted')
  expect(deleted).toMatchObject({ actorId: world.admin.id, payload: { ticketId } })
  const { rows } = await world.pool.query('select e::text as row from events e')
  expect(rows.filter(it => it.row.includes(secret))).toEqual([])
})

/** An event in the name of a person, who has asked for a permission. */
async function emitAsked(uow: UnitOfWork): Promise<string> {
  requireGrant(uow, 'account.manage')
  return uow.emit('settings.updated', {})
}

test('sends nobody the events of a deleted ticket', async () => {
  const before = await world.run(world.ana, emitAsked)
  const ticketId = await deletedTicket()
  for (const actor of [world.admin, world.ana, world.omar]) {
    const hints = (await missedHints(world.db, actor, before)) ?? []
    expect(hints.filter(it => it.ticketId === ticketId)).toEqual([])
    await expect(seen(world, actor, ticketId)).rejects.toMatchObject({ code: 'not_found' })
  }
  await world.settle()
  expect(
    (await world.pool.query("select 1 from outbound_mails where subject like '%' || $1 || '%'", [secret])).rowCount,
  ).toBe(0)
})

test('deletes the reason of a deletion after a year, and never its event', async () => {
  await world.db.delete(deletionReasons)
  const ticketId = await deletedTicket()
  const run = () => world.run(systemActor('clock'), uow => expireDeletionReasons.batch(uow))
  expect(await run()).toBe(0)
  expect(await world.db.select().from(deletionReasons)).toMatchObject([
    { ticketId, reason: `The ${secret} asked for it.` },
  ])
  world.pass(366 * day)
  expect(await run()).toBe(1)
  expect((await ofType('ticket.deleted')).at(-1)).toMatchObject({ payload: { ticketId } })
})

test('says by which token a person acted, and nothing for a browser or the desk', async () => {
  const scopes = ['account:write' as const]
  const { id, token } = await world.run(world.ana, uow => createApiToken(uow, { name: 'CI', scopes, expiresAt: null }))
  const caller = await identifyBearer(world, token)
  if (!caller) throw new Error('the token is good')
  await world.run(caller.actor, emitAsked)
  expect((await ofType('settings.updated')).at(-1)).toMatchObject({ actorId: world.ana.id, via: `token:${id}` })
  await world.run(world.ana, emitAsked)
  expect((await ofType('settings.updated')).at(-1)).toMatchObject({ actorId: world.ana.id, via: null })
})

test('records the first use of a token on each day, however many calls come at once', async () => {
  const scopes = ['tickets:read' as const]
  const made = await world.run(world.ben, uow => createApiToken(uow, { name: 'Daily', scopes, expiresAt: null }))
  const payload = { tokenId: made.id, userId: world.ben.id }
  const uses = async () => (await ofType('apiToken.used')).filter(it => it.payload.tokenId === made.id)
  const burst = () => Promise.all(Array.from({ length: 5 }, () => identifyBearer(world, made.token)))
  await burst()
  await burst()
  expect(await uses()).toMatchObject([{ payload, actorName: 'accounts' }])
  world.pass(day)
  await burst()
  expect(await uses()).toHaveLength(2)
  expect(await world.db.select().from(apiTokens).where(eq(apiTokens.id, made.id))).toHaveLength(1)
})

test('records who may do what before and after, in roles and ids', async () => {
  const userId = world.ben.id
  const set = (patch: object) => world.run(world.admin, uow => updateUser(uow, { userId, ...patch }, world))
  await set({ queueIds: [world.billingId, world.supportId] })
  await set({ queueIds: [world.supportId, world.billingId] })
  await set({ role: 'customer' })
  const changes = (await ofType('user.queuesChanged')).filter(it => it.payload.userId === userId)
  expect(changes.map(it => it.payload)).toEqual([
    { userId, queueIds: [world.billingId, world.supportId], previousQueueIds: [world.billingId] },
    { userId, queueIds: [], previousQueueIds: expect.arrayContaining([world.billingId, world.supportId]) },
  ])
  expect((await ofType('user.roleChanged')).map(it => it.payload)).toEqual([
    { userId, role: 'customer', previousRole: 'agent' },
  ])
  await set({ isActive: false })
  expect((await ofType('user.updated')).at(-1)?.payload).toEqual({ userId, changed: ['isActive'], isActive: false })
})

test('staff read what ids lead to, customers do not, and it goes with the tag', async () => {
  const { ticketId } = await ask(world, world.omar)
  const version = await versionNow(world, ticketId)
  await world.run(world.ana, uow => tagTicket(uow, { ticketId, tag: 'printer', version }))
  const tagged = async () => (await seen(world, world.ana, ticketId)).events.find(it => it.type === 'ticket.tagged')
  expect(await tagged()).toMatchObject({ details: { tag: 'printer' } })
  const details = (await seen(world, world.omar, ticketId)).events.map(it => it.details)
  expect(details).toEqual(details.map(() => ({})))
  await world.pool.query("delete from tags where name = 'printer'")
  expect(await tagged()).toMatchObject({ details: {} })
})
