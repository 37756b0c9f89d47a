import { setTimeout as wait } from 'node:timers/promises'
import { updateDraftInput } from '@gotrs/contract/drafts'
import type { LiveHint } from '@gotrs/contract/live'
import { startValkey } from '@gotrs/core/testing/accounts/start-valkey'
import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { organisations, users } from '@gotrs/db/tables/people'
import { countStatements } from '@gotrs/db/testing/count-statements'
import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { updateDraft } from '../drafts/update.ts'
import { asCustomer, systemActor, type UserActor } from '../kernel/actor.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import { addNote } from '../messages/add-note.ts'
import { moveMessage } from '../messages/move.ts'
import { moveTicket } from '../tickets/move.ts'
import { setPriority } from '../tickets/set-priority.ts'

let desk: World
beforeEach(async () => {
  desk = await createWorld()
})
afterEach(() => desk.remove())

type Watcher = { hints: LiveHint[]; ended: Promise<string>; stop(): void }

/** Watches as a person does, and is known to be listening when it returns. */
async function watch(actor: UserActor, world = desk): Promise<Watcher & { sessionId: string }> {
  const { sessionId } = await world.sessions.open(actor.id, { userAgent: 'Firefox' })
  const abort = new AbortController()
  const hints: LiveHint[] = []
  const stream = world.live.watch(actor, { kind: 'session', sessionId }, abort.signal)[Symbol.asyncIterator]()
  const first = stream.next()
  const ended = (async () => {
    for (let next = await first; !next.done; next = await stream.next()) hints.push(next.value)
    return 'left'
  })().catch(error => error.code)
  return { sessionId, hints, ended, stop: () => abort.abort() }
}

/** Everything emitted before this has arrived once this arrives: repeats an event for admins until they listen. */
async function settled(beacon: Watcher, world = desk): Promise<void> {
  for (let round = 0; round < 40; round += 1) {
    const eventId = await world.run(systemActor('accounts'), async uow =>
      uow.emit('user.loggedIn', { userId: world.omar.id }),
    )
    for (let patience = 0; patience < 25; patience += 1) {
      if (beacon.hints.some(hint => hint.eventId === eventId)) return
      await wait(10)
    }
  }
  throw new Error('The admin got no hint')
}

const types = ({ hints }: Watcher) => hints.map(hint => hint.type)

describe('hints reach', () => {
  test('only staff of the queue for a note and other staff events, and the customer too for public ones', async () => {
    const [admin, ana, ben, omar, nora, lena] = await watchAll('admin', 'ana', 'ben', 'omar', 'nora', 'lena')
    await settled(admin)
    const { ticketId } = await ask(desk, desk.omar)
    await desk.run(desk.ana, uow => addNote(uow, { ticketId, text: 'internal word', attachmentIds: [] }))
    const version = await versionNow(desk, ticketId)
    await desk.run(desk.ana, uow => setPriority(uow, { ticketId, version, priority: 'high' }))
    await settled(admin)
    expect(types(omar)).toContain('ticket.prioritySet')
    expect(types(omar)).not.toContain('note.added')
    expect(types(nora)).toEqual(types(omar))
    expect(types(ana)).toEqual(expect.arrayContaining(['ticket.created', 'note.added', 'ticket.prioritySet']))
    expect(types(ben)).toEqual([])
    expect(types(lena)).toEqual([])
    expect(types(admin)).toContain('user.loggedIn')
    expect(types(ana)).not.toContain('user.loggedIn')
  })

  test('the windows of one person alone for their drafts', async () => {
    const { ticketId } = await ask(desk, desk.omar)
    const [admin, ana, window, ben, omar] = await watchAll('admin', 'ana', 'ana', 'ben', 'omar')
    await settled(admin)
    for (const it of [ana, window]) it.hints.length = 0
    const draft = updateDraftInput.parse({ ticketId, version: 0, kind: 'note', html: 'secret' })
    await desk.run(desk.ana, uow => updateDraft(uow, draft))
    await desk.run(desk.ana, uow => addNote(uow, { ticketId, text: 'sent', attachmentIds: [] }))
    await settled(admin)
    const changed = { type: 'draft.changed', ticketId, eventId: null }
    for (const it of [ana, window]) {
      expect(it.hints.filter(({ type }) => type.startsWith('draft.'))).toEqual([changed, changed])
    }
    expect([admin, ben, omar].flatMap(types)).not.toContain('draft.changed')
  })

  test('nobody for a draft that was rolled back', async () => {
    const [admin, ana] = await watchAll('admin', 'ana')
    await settled(admin)
    const failing = desk.run(desk.ana, async uow => {
      requireGrant(uow, 'draft.use')
      uow.hintOwnWindows('draft.changed', null)
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    await settled(admin)
    expect(types(ana)).not.toContain('draft.changed')
  })

  test('an agent who loses a ticket by a move once, and not after that', async () => {
    const { ticketId } = await ask(desk, desk.omar)
    await desk.run(desk.admin, async uow =>
      moveTicket(uow, { ticketId, version: await versionNow(desk, ticketId), queueId: desk.billingId }),
    )
    const [admin, ben] = await watchAll('admin', 'ben')
    await settled(admin)
    await desk.run(desk.admin, async uow =>
      moveTicket(uow, { ticketId, version: await versionNow(desk, ticketId), queueId: desk.supportId }),
    )
    await desk.run(desk.ana, uow => addNote(uow, { ticketId, text: 'after the move', attachmentIds: [] }))
    await settled(admin)
    expect(types(ben)).toEqual(['ticket.moved'])
  })

  test('staff, of their own request in a queue that is not theirs, as its customer', async () => {
    const [admin, ben] = await watchAll('admin', 'ben')
    await settled(admin)
    const { ticketId } = await ask(desk, asCustomer(desk.ben))
    await desk.run(desk.ana, uow => addNote(uow, { ticketId, text: 'internal word', attachmentIds: [] }))
    const version = await versionNow(desk, ticketId)
    await desk.run(desk.ana, uow => setPriority(uow, { ticketId, version, priority: 'high' }))
    await settled(admin)
    expect(types(ben)).toEqual(expect.arrayContaining(['ticket.created', 'ticket.prioritySet']))
    expect(types(ben)).not.toContain('note.added')
  })

  test('the customers of both tickets when staff move a message, and no customer when they move a note', async () => {
    const from = await ask(desk, desk.omar)
    const to = await ask(desk, desk.lena)
    const note = { ticketId: from.ticketId, text: 'internal word', attachmentIds: [] }
    const { messageId: noteId } = await desk.run(desk.ana, uow => addNote(uow, note))
    const [admin, omar, lena] = await watchAll('admin', 'omar', 'lena')
    await settled(admin)
    const move = async (messageId: string) => {
      const version = await versionNow(desk, from.ticketId)
      await desk.run(desk.ana, uow => moveMessage(uow, { messageId, version, to: { ticketId: to.ticketId } }))
      await settled(admin)
    }
    await move(noteId)
    expect([types(omar), types(lena)]).toEqual([[], []])
    await move(from.messageId)
    expect(types(omar)).toEqual(['message.moved', 'ticket.closed'])
    expect(types(lena)).toEqual(['message.moved'])
  })

  test('a change of rights holds for open streams', async () => {
    const [admin, nora, ana] = await watchAll('admin', 'nora', 'ana')
    await settled(admin)
    await desk.db.update(organisations).set({ isShared: false })
    await desk.db.update(users).set({ role: 'customer' }).where(eq(users.id, desk.ana.id))
    await desk.bus.publish({ recheckUserId: desk.nora.id })
    await desk.bus.publish({ recheckUserId: desk.ana.id })
    await settled(admin)
    await settled(admin)
    await ask(desk, desk.omar)
    await settled(admin)
    expect(types(nora)).toEqual([])
    expect(types(ana)).toEqual([])
  })

  test('the facts of an event are read once, however many watch', async () => {
    const [admin] = await watchAll('admin')
    for (let count = 0; count < 12; count += 1) await watchAll('ana', 'omar')
    await settled(admin)
    const statements = await countStatements(desk.pool, async () => {
      await ask(desk, desk.omar)
      await settled(admin)
    })
    // The login events of `settled` have no ticket and need no facts.
    expect(statements.filter(it => it.includes('previousQueueId')).length).toBeLessThanOrEqual(2)
  })

  test('streams that wait without a check: events of others cost none, and many events of theirs cost one', async () => {
    const [admin] = await watchAll('admin', 'lena', 'lena', 'omar', 'omar')
    await settled(admin)
    const checked = (statements: string[]) => statements.filter(it => it.includes('from "sessions"')).length
    const ofOmar = await countStatements(desk.pool, async () => {
      for (let count = 0; count < 5; count += 1) await ask(desk, desk.omar)
      await settled(admin)
    })
    expect(checked(ofOmar)).toBe(1)
    expect(ofOmar.filter(it => it.includes(desk.lena.id))).toEqual([])
  })
})

test('when all streams end, their clients reconnect at different times', async () => {
  const pauses = Array.from({ length: 300 }, () => {
    const stream = desk.live.watch({ ...desk.omar, id: v7() }, null, undefined)
    return stream[Symbol.asyncIterator]()
      .next()
      .catch(error => error.params.retryAfter as number)
  })
  await expect.poll(() => desk.live.size()).toBe(300)
  await watchAll('omar')
  await desk.live.stop()
  const seconds = await Promise.all(pauses)
  for (const pause of seconds) expect(pause).toBeOneOf([1, 2, 3, 4, 5, 6, 7])
  expect(new Set(seconds).size).toBeGreaterThan(3)
})

describe('when a stream ends', () => {
  test('at logout, of that session only', async () => {
    const [one, two] = await watchAll('omar', 'omar')
    await settled((await watchAll('admin'))[0])
    await desk.sessions.revoke(one.sessionId)
    expect(await one.ended).toBe('not_logged_in')
    await ask(desk, desk.omar)
    await settled((await watchAll('admin'))[0])
    expect(types(two)).toContain('ticket.created')
    expect(types(one)).toEqual([])
  })

  test('when all sessions are revoked, or the person is deactivated', async () => {
    const [ana, ben] = await watchAll('ana', 'ben')
    await settled((await watchAll('admin'))[0])
    await desk.sessions.revokeAll(desk.ana.id)
    expect(await ana.ended).toBe('not_logged_in')
    await desk.db.update(users).set({ isActive: false }).where(eq(users.id, desk.ben.id))
    await desk.bus.publish({ recheckUserId: desk.ben.id })
    expect(await ben.ended).toBe('not_logged_in')
  })

  test('when the session ended before the stream had begun: with the first hint, which it does not get', async () => {
    const { sessionId } = await desk.sessions.open(desk.omar.id, { userAgent: 'Firefox' })
    await desk.sessions.revoke(sessionId)
    const stream = desk.live.watch(desk.omar, { kind: 'session', sessionId }, undefined)
    await stream.listening
    await ask(desk, desk.omar)
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'not_logged_in' })
  })

  test('when the reader goes, and when the desk stops', async () => {
    const [gone, stays] = await watchAll('omar', 'ana')
    gone.stop()
    expect(await gone.ended).toBe('left')
    await desk.live.stop()
    expect(await stays.ended).toBe('unavailable')
  })

  test('when the reader is too slow: it is cut and opens again', async () => {
    const { sessionId } = await desk.sessions.open(desk.admin.id, { userAgent: 'slow' })
    const slow = desk.live.watch(desk.admin, { kind: 'session', sessionId }, undefined)[Symbol.asyncIterator]()
    const first = slow.next()
    const [beacon] = await watchAll('admin')
    await settled(beacon)
    await first
    for (let round = 0; round < 30; round += 1) {
      await desk.run(systemActor('accounts'), async uow => {
        for (let count = 0; count < 10; count += 1) uow.emit('user.loggedIn', { userId: desk.omar.id })
      })
    }
    await settled(beacon)
    await expect(slow.next()).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('one person may watch thirty times at once', async () => {
    const names = Array(30).fill('omar') as 'omar'[]
    await watchAll(...names)
    const { sessionId } = await desk.sessions.open(desk.omar.id, { userAgent: 'Firefox' })
    const next = desk.live.watch(desk.omar, { kind: 'session', sessionId }, undefined)[Symbol.asyncIterator]().next()
    await expect(next).rejects.toMatchObject({ code: 'too_many_requests' })
  })
})

test('hints and revocations travel between processes over Valkey too', async () => {
  const valkey = await startValkey()
  const here = await createWorld({ valkeyUrl: valkey.url })
  const admin = await watch(here.admin, here)
  const omar = await watch(here.omar, here)
  await settled(admin, here)
  await ask(here, here.omar)
  await settled(admin, here)
  expect(types(omar)).toContain('ticket.created')
  await here.sessions.revokeAll(here.omar.id)
  expect(await omar.ended).toBe('not_logged_in')
  await here.remove()
  await valkey.stop()
})

type Name = 'admin' | 'ana' | 'ben' | 'omar' | 'nora' | 'lena'
async function watchAll<T extends Name[]>(...names: T) {
  const made = await Promise.all(names.map(name => watch(desk[name])))
  return made as { [K in keyof T]: Watcher & { sessionId: string } }
}
