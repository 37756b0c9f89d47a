import type { LiveHint } from '@gotrs/contract/live'
import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { ticketPresence } from '@gotrs/db/tables/presence'
import { tickets } from '@gotrs/db/tables/tickets'
import { countStatements } from '@gotrs/db/testing/count-statements'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemActor, type UserActor } from '../kernel/actor.ts'
import { expirePresence, listPresence, reportPresence } from './presence.ts'

let world: World
let ticketId: string
beforeEach(async () => {
  world = await createWorld()
  ticketId = (await ask(world, world.omar)).ticketId
})
afterEach(() => world.remove())

const report = (who: UserActor, state: 'viewing' | 'writing' | 'gone') =>
  world.run(who, uow => reportPresence(uow, { ticketId, state }))
const list = (who: UserActor) => world.read(who, listPresence)
const others = async (who: UserActor) => (await list(who)).map(({ person, state }) => `${person.name} ${state}`)
/** As if all reports were older. */
const age = (seconds: number) =>
  world.asOwner(`update ticket_presence set seen_at = seen_at - interval '${seconds} seconds'`)

/** Admin, Ben and Omar may read it. */
async function ticketOfBen() {
  const other = await ask(world, world.omar)
  await world.db.update(tickets).set({ assigneeId: world.ben.id }).where(eq(tickets.id, other.ticketId))
  return { ticketId: other.ticketId, ticketVersion: 1 }
}

async function hintsOf(who: UserActor, work: () => Promise<unknown>): Promise<LiveHint[]> {
  const { sessionId } = await world.sessions.open(who.id, { userAgent: 'Firefox' })
  const abort = new AbortController()
  const hints: LiveHint[] = []
  const marker = await ticketOfBen()
  const watching = world.live.watch(who, { kind: 'session', sessionId }, abort.signal)
  await watching.listening
  const ended = (async () => {
    for await (const hint of watching) hints.push(hint)
  })().catch(() => {})
  await work()
  const last = await world.run(systemActor('setup'), async uow => uow.emit('ticket.renamed', {}, marker))
  await vi.waitFor(() => expect(hints.some(({ eventId }) => eventId === last)).toBe(true), { timeout: 10_000 })
  abort.abort()
  await ended
  return hints.filter(({ eventId }) => eventId !== last)
}

describe('presence', () => {
  it('shows colleagues who view and write, and not oneself, until they leave', async () => {
    await report(world.ana, 'viewing')
    await report(world.admin, 'writing')
    expect(await others(world.ana)).toEqual(['Ada Admin writing'])
    expect(await others(world.admin)).toEqual(['Ana Agent viewing'])
    await report(world.admin, 'gone')
    expect(await others(world.ana)).toEqual([])
  })

  it('ends by itself, 45 seconds after the last report', async () => {
    await report(world.ana, 'writing')
    await age(44)
    const [shown] = await list(world.admin)
    expect(shown?.endsInMs).toBeLessThanOrEqual(1_000)
    await age(1)
    expect(await others(world.admin)).toEqual([])
    await report(world.ana, 'viewing')
    expect(await others(world.admin)).toEqual(['Ana Agent viewing'])
  })

  it('is shown to nobody who may not read the ticket, and taken from nobody', async () => {
    await report(world.ana, 'viewing')
    expect(await others(world.ben)).toEqual([])
    await expect(report(world.ben, 'viewing')).rejects.toMatchObject({ code: 'not_found' })
    await expect(report(world.omar, 'viewing')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(list(world.omar)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await world.db.$count(ticketPresence)).toBe(1)
  })

  it('sends a hint when the state changes, and none for a heartbeat', async () => {
    const hints = await hintsOf(world.admin, async () => {
      for (const state of ['viewing', 'viewing', 'writing', 'writing', 'viewing', 'gone', 'gone'] as const)
        await report(world.ana, state)
    })
    expect(hints).toEqual(Array(4).fill({ type: 'presence.changed', ticketId, eventId: null }))
  })

  it.each(['omar', 'ben'] as const)('sends no hint to %s, who may not see it', async name => {
    expect(await hintsOf(world[name], () => report(world.ana, 'viewing'))).toEqual([])
  })

  it('costs a heartbeat one statement in its transaction, and waits for no lock of the ticket', async () => {
    await report(world.ana, 'viewing')
    const statements = await countStatements(world.pool, () => report(world.ana, 'viewing'))
    expect(statements.filter(text => !/^(begin|commit)/i.test(text.trim()))).toHaveLength(1)
    const holder = await world.pool.connect()
    await holder.query('begin')
    await holder.query('select 1 from tickets where id = $1 for update', [ticketId])
    await report(world.ana, 'writing')
    await report(world.admin, 'viewing')
    await holder.query('rollback')
    holder.release()
  })

  it('updates a row in place, however many heartbeats', async () => {
    for (let at = 0; at < 20; at += 1) await report(world.ana, 'viewing')
    await world.pool.query('select pg_stat_force_next_flush()')
    const stats = `select n_tup_upd as all, n_tup_hot_upd as hot from pg_stat_user_tables where relname = 'ticket_presence'`
    await vi.waitFor(
      async () => {
        const [found] = (await world.pool.query(stats)).rows
        expect(Number(found.all)).toBe(19)
        expect(found.hot).toBe(found.all)
      },
      { timeout: 10_000, interval: 500 },
    )
  })

  it('is deleted by the clock once it has expired', async () => {
    await report(world.ana, 'viewing')
    await report(world.admin, 'viewing')
    await age(60)
    await report(world.admin, 'viewing')
    expect(await world.run(systemActor('clock'), uow => expirePresence.batch(uow))).toBe(1)
    expect(await others(world.ana)).toEqual(['Ada Admin viewing'])
  })
})
