import { startValkey, type TestValkey } from '@gotrs/core/testing/accounts/start-valkey'
import { createWorld, day, type World } from '@gotrs/core/testing/world'
import { sessions as sessionsTable } from '@gotrs/db/tables/accounts'
import { organisations, users } from '@gotrs/db/tables/people'
import { countStatements } from '@gotrs/db/testing/count-statements'
import { eq } from 'drizzle-orm'
import { Redis } from 'iovalkey'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { hashSecret } from '../kernel/vault.ts'

const browser = { userAgent: 'Firefox' }
const never = '1234567890123456789012345678901234567890'

describe.each(['postgres', 'valkey'] as const)('sessions over %s', kind => {
  let desk: World
  let valkey: TestValkey | undefined

  beforeAll(async () => {
    valkey = kind === 'valkey' ? await startValkey() : undefined
    desk = await createWorld({ valkeyUrl: valkey?.url })
  })
  afterAll(async () => {
    await desk.remove()
    await valkey?.stop()
  })

  test('identifies the person, with role, queues and the organisation that shares its tickets', async () => {
    const { sessionId } = await desk.sessions.open(desk.ana.id, browser)
    const found = await desk.sessions.validate(sessionId)
    expect(found?.actor).toEqual({ ...desk.ana, queueIds: expect.arrayContaining([...desk.ana.queueIds]) })
    expect(found?.isExtended).toBe(false)
    const omar = await desk.sessions.open(desk.omar.id, browser)
    expect((await desk.sessions.validate(omar.sessionId))?.actor).toEqual(desk.omar)
    await desk.db.update(organisations).set({ isShared: false })
    expect((await desk.sessions.validate(omar.sessionId))?.actor.sharedOrganisationId).toBeNull()
    await desk.db.update(organisations).set({ isShared: true })
  })

  test('identifies nobody by an unknown or malformed id', async () => {
    for (const id of [never, '', '*', 'x'.repeat(10_000), `${never}'`]) {
      expect(await desk.sessions.validate(id)).toBeNull()
    }
  })

  test('rejects the session of an inactive person, and applies a lower role with the next request', async () => {
    const { sessionId } = await desk.sessions.open(desk.ben.id, browser)
    await desk.db.update(users).set({ role: 'customer' }).where(eq(users.id, desk.ben.id))
    expect((await desk.sessions.validate(sessionId))?.actor.role).toBe('customer')
    await desk.db.update(users).set({ role: 'agent', isActive: false }).where(eq(users.id, desk.ben.id))
    expect(await desk.sessions.validate(sessionId)).toBeNull()
    await desk.db.update(users).set({ isActive: true }).where(eq(users.id, desk.ben.id))
  })

  test('revokes one session, or all sessions except one', async () => {
    const [one, two, three] = [await openFor('lena'), await openFor('lena'), await openFor('lena')]
    await desk.sessions.revoke(one)
    expect(await states(one, two, three)).toEqual([false, true, true])
    await desk.sessions.revokeAll(desk.lena.id, { except: three })
    expect(await states(one, two, three)).toEqual([false, false, true])
    await desk.sessions.revokeAll(desk.lena.id)
    expect(await states(one, two, three)).toEqual([false, false, false])
  })

  test('lists sessions by a hash, newest first, and marks the current one', async () => {
    const [older, newer] = [await openFor('nora'), await openFor('nora')]
    const list = await desk.sessions.list(desk.nora.id, older)
    expect(list.map(({ id, isCurrent }) => ({ id, isCurrent }))).toEqual([
      { id: hashSecret(newer), isCurrent: false },
      { id: hashSecret(older), isCurrent: true },
    ])
    expect(JSON.stringify(list)).not.toContain(older)
  })

  test('allows at most 50 per person, and revokes the oldest', async () => {
    const first = await openFor('admin')
    // Sessions of the same millisecond have no order.
    const openedAt = Date.now()
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(openedAt), { interval: 1 })
    for (let count = 0; count < 50; count += 1) await openFor('admin')
    expect(await desk.sessions.validate(first)).toBeNull()
    expect(await desk.sessions.list(desk.admin.id, null)).toHaveLength(50)
  })

  test('makes all processes check the person’s streams when a session is revoked', async () => {
    const told: (string | undefined)[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const listening = await desk.bus.subscribe(
      ({ recheckUserId }) => {
        told.push(recheckUserId)
        if (told.length === 2) resolve()
      },
      () => {},
    )
    await desk.sessions.revoke(await openFor('omar'))
    await desk.sessions.revokeAll(desk.lena.id)
    await promise
    await listening.stop()
    expect(told).toEqual([desk.omar.id, desk.lena.id])
  })

  test('expires a session 30 days after the login, however often it is used', async () => {
    const { sessionId } = await desk.sessions.open(desk.lena.id, browser)
    const expiresIn = async () => {
      const found = await desk.sessions.validate(sessionId)
      return found && Math.round((found.expiresAt.getTime() - Date.now()) / day)
    }
    const seen: (number | null)[] = []
    for (let week = 0; week < 4; week += 1) {
      await expireIn(kind, sessionId, 6)
      seen.push(await expiresIn())
      desk.pass(7 * day)
    }
    expect(seen).toEqual([14, 14, 14, 9])
    desk.pass(2 * day)
    expect(await desk.sessions.findActors([sessionId])).toHaveProperty('size', 0)
    expect(await desk.sessions.validate(sessionId)).toBeNull()
  })

  /** As if its idle time had passed, which uses the real clock. */
  async function expireIn(where: 'postgres' | 'valkey', sessionId: string, days: number): Promise<void> {
    const expiresAt = new Date(Date.now() + days * day)
    if (where === 'postgres') {
      await desk.db
        .update(sessionsTable)
        .set({ expiresAt })
        .where(eq(sessionsTable.idHash, hashSecret(sessionId)))
      return
    }
    const client = new Redis(valkey?.url ?? '')
    const key = `gotrs:session:${hashSecret(sessionId)}`
    const stored = JSON.parse((await client.get(key)) ?? '{}')
    await client.set(key, JSON.stringify({ ...stored, expiresAt }), 'PXAT', expiresAt.getTime())
    client.disconnect()
  }

  const openFor = async (name: 'admin' | 'lena' | 'nora' | 'omar') =>
    (await desk.sessions.open(desk[name].id, browser)).sessionId
  const states = (...ids: string[]) => Promise.all(ids.map(async id => (await desk.sessions.validate(id)) !== null))
})

describe('in Postgres', () => {
  let desk: World
  beforeAll(async () => {
    desk = await createWorld()
  })
  afterAll(() => desk.remove())

  test('validates with one statement', async () => {
    const { sessionId } = await desk.sessions.open(desk.omar.id, browser)
    const statements = await countStatements(desk.pool, () => desk.sessions.validate(sessionId))
    expect(statements).toHaveLength(1)
  })

  test('stores only the hash of an id', async () => {
    const { sessionId } = await desk.sessions.open(desk.omar.id, browser)
    const rows = await desk.db.select().from(sessionsTable)
    expect(rows.map(row => row.idHash)).toContain(hashSecret(sessionId))
    expect(JSON.stringify(rows)).not.toContain(sessionId)
  })

  test('extends a session in the second half of its lifetime, and not after its expiry', async () => {
    const { sessionId } = await desk.sessions.open(desk.omar.id, browser)
    const expireIn = (days: number) =>
      desk.db
        .update(sessionsTable)
        .set({ expiresAt: new Date(Date.now() + days * 86_400_000) })
        .where(eq(sessionsTable.idHash, hashSecret(sessionId)))
    await expireIn(6)
    expect(await desk.sessions.findActors([sessionId])).toHaveProperty('size', 1)
    const extended = await desk.sessions.validate(sessionId)
    expect(extended?.isExtended).toBe(true)
    expect(extended?.expiresAt.getTime()).toBeGreaterThan(Date.now() + 13 * 86_400_000)
    await expireIn(-1)
    expect(await desk.sessions.findActors([sessionId])).toHaveProperty('size', 0)
    expect(await desk.sessions.validate(sessionId)).toBeNull()
  })
})

describe('in Valkey', () => {
  let desk: World
  let valkey: TestValkey
  beforeAll(async () => {
    valkey = await startValkey()
    desk = await createWorld({ valkeyUrl: valkey.url })
  })
  afterAll(async () => {
    await desk.remove()
    await valkey.stop()
  })

  test('stores only the hash of an id, which expires by itself', async () => {
    const { sessionId } = await desk.sessions.open(desk.omar.id, browser)
    const client = new Redis(valkey.url)
    const keys = await client.keys('*')
    const texts = await Promise.all(keys.filter(key => key.startsWith('gotrs:session:')).map(key => client.get(key)))
    expect(keys).toContain(`gotrs:session:${hashSecret(sessionId)}`)
    expect(JSON.stringify([keys, texts])).not.toContain(sessionId)
    for (const key of keys) expect(await client.pttl(key)).toBeGreaterThan(0)
    client.disconnect()
  })

  test('does not restore a session that is revoked while it is extended', async () => {
    const { sessionId } = await desk.sessions.open(desk.omar.id, browser)
    const client = new Redis(valkey.url)
    const key = `gotrs:session:${hashSecret(sessionId)}`
    const text = JSON.parse((await client.get(key)) ?? '{}')
    await client.set(key, JSON.stringify({ ...text, expiresAt: new Date(Date.now() + 86_400_000) }), 'KEEPTTL')
    const [validated] = await Promise.all([desk.sessions.validate(sessionId), desk.sessions.revokeAll(desk.omar.id)])
    expect(validated === null || validated.isExtended).toBe(true)
    expect(await client.get(key)).toBeNull()
    client.disconnect()
  })

  test('answers requests with a session `unavailable` while it does not answer', async () => {
    const { sessionId } = await desk.sessions.open(desk.omar.id, browser)
    await valkey.stop()
    await expect(desk.sessions.validate(sessionId)).rejects.toMatchObject({ code: 'unavailable' })
  })
})
