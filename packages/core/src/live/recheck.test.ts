import { setTimeout as wait } from 'node:timers/promises'
import { createWorld, hour, type World } from '@gotrs/core/testing/world'
import { sessions } from '@gotrs/db/tables/accounts'
import { apiTokens, tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createApiToken } from '../accounts/api-tokens.ts'
import { type Credential, identifyBearer } from '../accounts/credentials.ts'
import { loginForTokens } from '../accounts/token-families.ts'
import type { UserActor } from '../kernel/actor.ts'
import { systemActor } from '../kernel/actor.ts'
import { createUser } from '../people/create-user.ts'

const account = { email: 'watcher@known.example', password: 'tall giraffe socks' }

let desk: World
let watcher: UserActor
beforeAll(async () => {
  // The feed makes its clock when the first stream opens: here it is one that the tests move.
  vi.useFakeTimers({ toFake: ['setInterval', 'performance'] })
  desk = await createWorld()
  const person = { ...account, name: 'Watcher', role: 'admin' as const, queueIds: [] }
  const { userId } = await desk.run(systemActor('setup'), uow => createUser(uow, person))
  watcher = { ...desk.admin, id: userId }
})
afterAll(async () => {
  vi.useRealTimers()
  await desk.remove()
})
beforeEach(async () => {
  await desk.db.update(users).set({ isActive: true }).where(eq(users.id, watcher.id))
})

const open: (() => void)[] = []
afterEach(() => {
  for (const stop of open.splice(0)) stop()
})

/** An open stream that has had a hint; `ended` resolves to why it ended. */
async function watch(credential: Credential) {
  const abort = new AbortController()
  open.push(() => abort.abort())
  const stream = desk.live.watch(watcher, credential, abort.signal)[Symbol.asyncIterator]()
  let hints = 0
  const ended = (async () => {
    for (let next = await stream.next(); !next.done; next = await stream.next()) hints += 1
    return 'left'
  })().catch(error => error.code as string)
  for (let round = 0; hints === 0 && round < 500; round += 1) {
    await emit()
    await wait(5)
  }
  return { ended, count: () => hints }
}

const bySession = async (): Promise<Credential> => {
  const { sessionId } = await desk.sessions.open(watcher.id, { userAgent: 'Firefox' })
  return { kind: 'session', sessionId }
}
const byLogin = async (): Promise<Credential> => {
  const { accessToken } = await loginForTokens(desk, account, 'curl')
  const caller = await identifyBearer(desk, accessToken)
  if (!caller) throw new Error('The access token of this moment is not known')
  return caller.credential
}
const byToken = async (): Promise<Credential> => {
  const expiresAt = new Date(desk.now().getTime() + hour).toISOString()
  const asked = { name: 'Watch', scopes: ['tickets:read' as const], expiresAt }
  return { kind: 'apiToken', tokenId: (await desk.run(watcher, uow => createApiToken(uow, asked))).id }
}

// Directly in the database, so that no process gets a notice.
const losses: [string, () => Promise<Credential>, () => unknown][] = [
  ['session was ended', bySession, () => desk.db.delete(sessions)],
  ['login was ended', byLogin, () => desk.db.update(tokenFamilies).set({ revokedAt: desk.now() })],
  ['token was revoked', byToken, () => desk.db.update(apiTokens).set({ revokedAt: desk.now() })],
  ['token is over by a clock that jumps', byToken, () => desk.pass(2 * hour)],
  ['person was deactivated', bySession, () => desk.db.update(users).set({ isActive: false })],
]

const emit = () => desk.run(systemActor('setup'), async uow => uow.emit('user.loggedIn', { userId: desk.omar.id }))

test.each(losses)('a stream whose %s unheard gets no hint five seconds later, and ends', async (_, show, lose) => {
  const { ended, count } = await watch(await show())
  await lose()
  const before = count()
  vi.advanceTimersByTime(5_000)
  await emit()
  expect(await Promise.race([ended, wait(4_000, 'still open')])).toBe('not_logged_in')
  expect(count()).toBe(before)
})

test('a stream without hints whose session was ended unheard is over within a minute or so', async () => {
  const { ended } = await watch(await bySession())
  await desk.db.delete(sessions)
  vi.advanceTimersByTime(62_000)
  expect(await Promise.race([ended, wait(4_000, 'still open')])).toBe('not_logged_in')
})

/** As long as `work` takes Postgres answers nobody who asks for a session. */
async function whileSessionsAreLocked(work: () => Promise<void>) {
  const holder = await desk.pool.connect()
  await holder.query('begin; lock table sessions in access exclusive mode')
  try {
    await work()
  } finally {
    await holder.query('rollback')
    holder.release()
  }
}

test('while Postgres does not answer, hints wait and streams stay open; nobody gets a hint unchecked', async () => {
  const { ended, count } = await watch(await bySession())
  const before = count()
  await whileSessionsAreLocked(async () => {
    vi.advanceTimersByTime(10_000)
    await emit()
    expect(await Promise.race([ended, wait(300, 'still open')])).toBe('still open')
    expect(count()).toBe(before)
  })
  await vi.waitFor(() => expect(count()).toBe(before + 1))
})

test('however many open a stream while Postgres is late, they ask it nothing more', async () => {
  const credential = await bySession()
  await whileSessionsAreLocked(async () => {
    await Promise.all(Array.from({ length: 20 }, () => desk.live.watch(watcher, credential, undefined).listening))
    expect(desk.pool.totalCount - desk.pool.idleCount, 'the holder').toBe(1)
  })
})
