import { createWorld, day, hour, type World } from '@gotrs/core/testing/world'
import { refreshTokens, tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { createVault, hashSecret } from '../kernel/vault.ts'
import { createUser } from '../people/create-user.ts'
import { expireLogins } from './expire-logins.ts'
import { listLogins } from './logins.ts'
import { createRefreshToken, familyOfToken } from './refresh-token.ts'
import { loginForTokens, refreshPair, revokeFamily } from './token-families.ts'

const account = { email: 'program@known.example', password: 'tall giraffe socks' }
const over = { code: 'not_logged_in' }

let desk: World
let userId: string
beforeAll(async () => {
  desk = await createWorld()
  const person = { ...account, name: 'Program', role: 'customer' as const }
  userId = (await desk.run(systemActor('setup'), uow => createUser(uow, person))).userId
})
afterAll(() => desk.remove())
beforeEach(async () => {
  await desk.db.delete(tokenFamilies)
})

const logIn = () => loginForTokens(desk, account, 'curl')
const refresh = (token: string) => refreshPair(desk, token)
const rows = () => desk.db.select().from(refreshTokens)
const familyOf = (token: string) => String(familyOfToken(desk.vault, token))
const forget = () => desk.run(systemActor('clock'), uow => expireLogins.batch(uow))

describe('refresh tokens', () => {
  test('have one row after any number of exchanges, and the first of them still revokes the login', async () => {
    const first = await logIn()
    let last = first
    for (let round = 0; round < 12; round += 1) last = await refresh(last.refreshToken)
    await forget()
    expect(await rows()).toMatchObject([{ hash: hashSecret(last.refreshToken), usedAt: null }])
    desk.pass(20 * day)
    await expect(refresh(first.refreshToken)).rejects.toMatchObject(over)
    await expect(refresh(last.refreshToken)).rejects.toMatchObject(over)
  })

  test('that come twice at once are exchanged once, and the login is revoked', async () => {
    const { refreshToken } = await logIn()
    const both = await Promise.allSettled([refresh(refreshToken), refresh(refreshToken)])
    expect(both.map(it => it.status)).toContain('rejected')
    const [family] = await desk.db.select().from(tokenFamilies)
    expect(family?.revokedAt).not.toBeNull()
  })

  test('that another desk issued, or somebody changed, revoke no login', async () => {
    const { refreshToken } = await logIn()
    const other = createVault(() => ['the secret key of another desk, as long'])
    const [body = '', signature = ''] = refreshToken.split('.')
    const changed = `${body.slice(0, -1)}${body.endsWith('A') ? 'B' : 'A'}.${signature}`
    for (const bad of [createRefreshToken(other, familyOf(refreshToken)), changed, body, 'x'.repeat(108)]) {
      await expect(refresh(bad)).rejects.toMatchObject(over)
    }
    expect(await refresh(refreshToken)).toMatchObject({ user: { id: userId } })
  })

  test('without a family id are exchanged, and recognized until the login ends', async () => {
    const familyId = familyOf((await logIn()).refreshToken)
    const [used, next] = ['u'.repeat(43), 'n'.repeat(43)]
    const row = (token: string, usedAt: Date | null) => ({
      hash: hashSecret(token),
      familyId,
      createdAt: desk.now(),
      usedAt,
    })
    await desk.db.insert(refreshTokens).values([row(used, desk.now()), row(next, null)])
    const { refreshToken } = await refresh(next)
    await forget()
    await expect(refresh(used)).rejects.toMatchObject(over)
    await expect(refresh(refreshToken)).rejects.toMatchObject(over)
  })

  test('without a family id revoke the login when they come again after an exchange', async () => {
    const familyId = familyOf((await logIn()).refreshToken)
    const old = 'o'.repeat(43)
    await desk.db.insert(refreshTokens).values({ hash: hashSecret(old), familyId, createdAt: desk.now() })
    const { refreshToken } = await refresh(old)
    await forget()
    await expect(refresh(old)).rejects.toMatchObject(over)
    await expect(refresh(refreshToken)).rejects.toMatchObject(over)
  })
})

describe('a login', () => {
  test('expires thirty days after its last refresh', async () => {
    const { refreshToken } = await logIn()
    desk.pass(30 * day + hour)
    await expect(refresh(refreshToken)).rejects.toMatchObject(over)
  })

  test('expires half a year after it began, however often it is refreshed', async () => {
    const madeAt = desk.now().getTime()
    let last = await logIn()
    for (let days = 29; days < 180; days += 29) {
      desk.pass(29 * day)
      last = await refresh(last.refreshToken)
    }
    const [shown] = await listLogins(desk, desk.admin, userId, null)
    expect(Date.parse(String(shown?.expiresAt)) - madeAt).toBeLessThan(180 * day + hour)
    desk.pass(6 * day + hour)
    await expect(refresh(last.refreshToken)).rejects.toMatchObject(over)
  })
})

test('deletes the tokens of ended logins at once, and the logins after a month', async () => {
  const [alive, ended] = [await logIn(), await logIn()]
  await revokeFamily(desk, userId, familyOf(ended.refreshToken))
  const familyId = familyOf(ended.refreshToken)
  const many = Array.from({ length: 1_500 }, (_, n) => ({ hash: `used-${n}`, familyId, createdAt: desk.now() }))
  await desk.db.insert(refreshTokens).values(many)
  expect(await forget(), 'a bounded batch').toBeLessThanOrEqual(1_100)
  await forget()
  expect((await rows()).map(it => it.hash)).toEqual([hashSecret(alive.refreshToken)])
  expect(await desk.db.$count(tokenFamilies)).toBe(2)
  desk.pass(61 * day)
  await forget()
  await forget()
  expect(await desk.db.$count(tokenFamilies, eq(tokenFamilies.userId, userId))).toBe(0)
  expect(await forget()).toBe(0)
})
