import { letter, receive } from '@gotrs/core/testing/inbound/letters'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { notices } from '@gotrs/db/tables/notices'
import { queueMembers } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { countStatements } from '@gotrs/db/testing/count-statements'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { addNote } from '../messages/add-note.ts'
import { replyToTicket } from '../messages/reply.ts'
import { assignTicket } from '../tickets/assign.ts'
import { followTicket } from '../tickets/followers.ts'
import { listNotices } from './list-notices.ts'
import { expireNotices, markNoticesRead } from './read-notices.ts'

let world: World
let ticketId: string
let ticketNumber: number
beforeEach(async () => {
  world = await createWorld()
  ;({ ticketId, ticketNumber } = await ask(world, world.omar))
})
afterEach(() => world.remove())

const page = (who: UserActor, limit = 50, cursor?: string) =>
  world.read(who, reader => listNotices(reader, { limit, cursor }))
const kindsOf = async (who: UserActor) => (await page(who)).items.map(({ kind }) => kind)
const follow = (who: UserActor) => world.run(who, uow => followTicket(uow, { ticketId }))
const note = (by: UserActor) => world.run(by, uow => addNote(uow, { ticketId, text: 'Look.', attachmentIds: [] }))
const write = () =>
  world.run(world.omar, uow => replyToTicket(uow, { ticketId, text: 'Still.', attachmentIds: [], thenResolve: false }))
async function assign(by: UserActor, to: UserActor) {
  const version = await versionNow(world, ticketId)
  await world.run(by, uow => assignTicket(uow, { ticketId, version, assigneeId: to.id }))
}

describe('notices', () => {
  it('tell the assignee and each follower of messages and notes by others, newest first, once', async () => {
    await assign(world.admin, world.ana)
    await follow(world.ana)
    await follow(world.admin)
    const { messageId } = await write()
    await note(world.ana)
    expect(await kindsOf(world.ana)).toEqual(['message', 'assigned'])
    expect((await page(world.ana)).items[0]).toMatchObject({ messageId, ticketNumber, actorName: 'Omar Aziz' })
    expect(await kindsOf(world.admin)).toEqual(['note', 'message'])
    expect(await kindsOf(world.ben)).toEqual([])
  })

  it('are not of an automatic answer', async () => {
    await follow(world.ana)
    const headers = ['Auto-Submitted: auto-replied']
    const row = await receive(world, letter({ subject: `Away [#${ticketNumber}]`, headers }))
    expect(row).toMatchObject({ outcome: 'auto_reply', ticketId })
    expect(await kindsOf(world.ana)).toEqual([])
  })

  it('are neither made for nor shown to who lost the ticket', async () => {
    await follow(world.ana)
    await write()
    await world.db.delete(queueMembers).where(eq(queueMembers.userId, world.ana.id))
    expect(await page({ ...world.ana, queueIds: [] })).toEqual({ items: [], nextCursor: null, unreadCount: 0 })
    await write()
    expect(await world.db.$count(notices)).toBe(1)
  })

  it('cost a message one statement, which nobody waits for, and a new ticket none', async () => {
    const statements = await countStatements(world.pool, () => write())
    expect(statements.filter(text => text.includes('insert into "notices"'))).toHaveLength(1)
    const created = await countStatements(world.pool, () => ask(world, world.lena))
    expect(created.filter(text => text.includes('insert into "notices"'))).toEqual([])
  })

  it('are read up to a time, of one ticket or of all, in every window', async () => {
    await follow(world.ana)
    await write()
    const [first] = (await page(world.ana)).items
    await write()
    const read = (seenAt: string, about?: string) =>
      world.run(world.ana, uow => markNoticesRead(uow, { seenAt, ticketId: about }))
    await read(first?.createdAt ?? '', world.ben.id)
    expect((await page(world.ana)).unreadCount).toBe(2)
    await read(first?.createdAt ?? '', ticketId)
    expect((await page(world.ana)).items.map(({ isRead }) => isRead)).toEqual([false, true])
    await read(world.now().toISOString())
    expect((await page(world.ana)).unreadCount).toBe(0)
  })

  it('are paged', async () => {
    await follow(world.ana)
    for (let at = 0; at < 5; at += 1) await write()
    const first = await page(world.ana, 3)
    const second = await page(world.ana, 3, first.nextCursor ?? '')
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 2, null])
    expect(new Set([...first.items, ...second.items].map(({ eventId }) => eventId)).size).toBe(5)
    expect(first.unreadCount).toBe(5)
  })

  it('are deleted after 30 days, and with their ticket', async () => {
    await follow(world.ana)
    await write()
    world.pass(29 * day)
    await write()
    world.pass(2 * day)
    expect(await world.run({ kind: 'system', name: 'clock' }, uow => expireNotices.batch(uow))).toBe(1)
    await world.db.delete(tickets).where(eq(tickets.id, ticketId))
    expect(await world.db.$count(notices)).toBe(0)
  })
})
