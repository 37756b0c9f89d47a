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
  let hasHint = false
  const ended = (async () => {
    for (let next = await stream.next(); !next.done; next = await stream.next()) hasHint = true
    return 'left'
  })().catch(error => error.code as string)
  for (let round = 0; !hasHint && round < 500; round += 1) {
    await desk.run(systemActor('setup'), async uow => uow.emit('user.loggedIn', { userId: desk.omar.id }))
    await wait(5)
  }
  return { ended }
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

test.each(losses)('a stream whose %s unheard is over within five seconds', async (_, show, lose) => {
  const { ended } = await watch(await show())
  await lose()
  vi.advanceTimersByTime(3_000)
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

test('ends streams when Postgres does not answer for long, so that clients open them again; not when it is only late', async () => {
  const { ended } = await watch(await bySession())
  await whileSessionsAreLocked(async () => {
    vi.advanceTimersByTime(4_000)
    expect(await Promise.race([ended, wait(50, 'still open')])).toBe('still open')
    vi.advanceTimersByTime(1_000)
    expect(await Promise.race([ended, wait(4_000, 'still open')])).toBe('unavailable')
  })
})

test('however many open a stream while Postgres is late, they hold one connection, and are turned away', async () => {
  const credential = await bySession()
  const refused = () => desk.live.watch(watcher, credential, undefined).listening.catch(error => error.code)
  await whileSessionsAreLocked(async () => {
    const many = Array.from({ length: 20 }, refused)
    const asked = await Promise.race([desk.pool.query('select 1 as one'), wait(1_000, null)])
    expect(asked?.rows).toEqual([{ one: 1 }])
    expect(desk.pool.waitingCount).toBe(0)
    expect(desk.pool.totalCount - desk.pool.idleCount, 'the holder and one look').toBe(2)
    vi.advanceTimersByTime(2_500)
    expect(new Set(await Promise.all(many))).toEqual(new Set(['unavailable']))
    expect(await refused()).toBe('unavailable')
    expect(desk.pool.totalCount - desk.pool.idleCount).toBe(2)
  })
})
