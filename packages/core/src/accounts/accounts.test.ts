import type { EventType } from '@gotrs/contract/events'
import { createWorld, hour, type World } from '@gotrs/core/testing/world'
import { rateLimits, tokens } from '@gotrs/db/tables/accounts'
import { events } from '@gotrs/db/tables/events'
import { users } from '@gotrs/db/tables/people'
import { countStatements } from '@gotrs/db/testing/count-statements'
import { desc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { createUser } from '../people/create-user.ts'
import { changePassword } from './change-password.ts'
import { expireLogins } from './expire-logins.ts'
import { login } from './login.ts'
import { register } from './register.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { resetPassword } from './reset-password.ts'
import { updateProfile } from './update-profile.ts'
import { verifyEmail } from './verify-email.ts'

const browser = { userAgent: 'Firefox', replaces: null }
const good = 'tall giraffe socks'
const other = 'trapeze canoe lentil'

let desk: World
beforeAll(async () => {
  desk = await createWorld()
})
afterAll(() => desk.remove())
beforeEach(async () => {
  await desk.db.delete(tokens)
})

/** The secret in the mail of the latest event of this type. */
async function latestToken(type: EventType): Promise<string> {
  const [event] = await desk.db.select().from(events).where(eq(events.type, type)).orderBy(desc(events.id)).limit(1)
  return desk.vault.deriveToken(String(event?.payload.tokenId))
}
const latestEvent = async () => (await desk.db.select().from(events).orderBy(desc(events.id)).limit(1))[0]
const userBy = async (email: string) => (await desk.db.select().from(users).where(eq(users.email, email)))[0]
const signIn = (email: string, password: string) => login(desk, { email, password }, browser)
const verify = (token: string, password = good) => verifyEmail(desk, { token, password }, browser)
const wrong = { code: 'wrong_credentials' }

describe('registration', () => {
  test('stores nothing for an address until somebody uses the link of the mail, which logs in', async () => {
    await register(desk, { name: 'Rita', email: 'rita@new.example', password: good })
    expect(await userBy('rita@new.example')).toBeUndefined()
    await expect(signIn('rita@new.example', good)).rejects.toMatchObject(wrong)
    const { me, sessionId } = await verify(await latestToken('user.registrationRequested'))
    expect(me).toMatchObject({ name: 'Rita', email: 'rita@new.example', role: 'customer' })
    expect((await desk.sessions.validate(sessionId))?.actor.id).toBe(me.id)
    expect((await signIn('rita@new.example', good)).me).toEqual(me)
  })

  test('accepts the link once, for an hour, and for no other purpose', async () => {
    await register(desk, { name: 'Otto', email: 'otto@new.example', password: good })
    const token = await latestToken('user.registrationRequested')
    await expect(resetPassword(desk, { token, password: other }, browser)).rejects.toMatchObject({
      code: 'invalid_token',
    })
    const twice = await Promise.allSettled([verify(token), verify(token)])
    expect(twice.map(it => it.status).sort()).toEqual(['fulfilled', 'rejected'])
    await register(desk, { name: 'Late', email: 'late@new.example', password: good })
    const late = await latestToken('user.registrationRequested')
    desk.pass(hour + 1)
    await expect(verify(late)).rejects.toMatchObject({
      code: 'invalid_token',
    })
    await expect(verify('x'.repeat(43))).rejects.toMatchObject({
      code: 'invalid_token',
    })
  })

  test('gives password and name to a correspondent, who stays the same person', async () => {
    await register(desk, { name: 'Nora L.', email: 'nora@acme.example', password: good })
    const { me } = await verify(await latestToken('user.registrationRequested'))
    expect(me).toMatchObject({ id: desk.nora.id, name: 'Nora L.', sharedOrganisationId: desk.nora.organisationId })
  })

  test('does not change an existing password, and sends the owner of the address a mail', async () => {
    const { userId } = await desk.run(systemActor('setup'), uow =>
      createUser(uow, { name: 'Kim', email: 'kim@known.example', role: 'customer', password: good }),
    )
    await register(desk, { name: 'Mallory', email: 'kim@known.example', password: other })
    expect(await latestEvent()).toMatchObject({ type: 'user.registrationRepeated', payload: { userId } })
    expect(await desk.db.select().from(tokens)).toHaveLength(0)
    await expect(signIn('kim@known.example', other)).rejects.toMatchObject(wrong)
  })

  test('does not activate the password of a stranger when the owner opens the link', async () => {
    await register(desk, { name: 'Mallory', email: 'lena@other.example', password: other })
    const token = await latestToken('user.registrationRequested')
    await expect(verify(token)).rejects.toMatchObject(wrong)
    await expect(signIn('lena@other.example', other)).rejects.toMatchObject(wrong)
    expect((await userBy('lena@other.example'))?.passwordHash).toBeNull()
  })

  test('accepts the first used of two links to one address', async () => {
    await register(desk, { name: 'Two', email: 'two@new.example', password: good })
    const first = await latestToken('user.registrationRequested')
    await register(desk, { name: 'Two', email: 'two@new.example', password: other })
    const second = await latestToken('user.registrationRequested')
    await verify(second, other)
    await expect(verify(first)).rejects.toMatchObject({
      code: 'invalid_token',
    })
    await expect(signIn('two@new.example', good)).rejects.toMatchObject(wrong)
    await signIn('two@new.example', other)
  })

  test('adds a new person of a known domain to its organisation', async () => {
    await register(desk, { name: 'Acme Newcomer', email: 'newcomer@acme.example', password: good })
    const { me } = await verify(await latestToken('user.registrationRequested'))
    expect(me.sharedOrganisationId).toBe(desk.omar.organisationId)
  })

  test('rejects a common password before it reads anything', async () => {
    const statements = await countStatements(desk.pool, () =>
      register(desk, { name: 'X', email: 'x@new.example', password: 'password1234' }).catch(error => {
        expect(error.code).toBe('password_too_common')
      }),
    )
    expect(statements).toEqual([])
  })

  test('stores only the hash of a token', async () => {
    await register(desk, { name: 'Hash', email: 'hash@new.example', password: good })
    const token = await latestToken('user.registrationRequested')
    const kept = JSON.stringify([await desk.db.select().from(tokens), await desk.db.select().from(events)])
    expect(kept).not.toContain(token)
    expect(kept).not.toContain(good)
  })
})

describe('login', () => {
  test('has one error for an unknown address, a wrong password, no password and an inactive account, after the same statements', async () => {
    await person('inactive@known.example', good)
    await desk.db.update(users).set({ isActive: false }).where(eq(users.email, 'inactive@known.example'))
    await person('known@known.example', good)
    const tried: Record<string, string[]> = {}
    for (const email of [
      'unknown@known.example',
      'lena@other.example',
      'inactive@known.example',
      'known@known.example',
    ]) {
      const password = email.startsWith('known') ? other : good
      tried[email] = await countStatements(desk.pool, () =>
        expect(signIn(email, password)).rejects.toMatchObject(wrong),
      )
    }
    const [first, ...rest] = Object.values(tried)
    expect(first).toHaveLength(1)
    for (const statements of rest) expect(statements).toEqual(first)
  })

  test('opens a new session and revokes the previous one of the browser', async () => {
    await person('fix@known.example', good)
    const planted = await signIn('fix@known.example', good)
    const mine = await login(
      desk,
      { email: 'fix@known.example', password: good },
      { ...browser, replaces: planted.sessionId },
    )
    expect(mine.sessionId).not.toBe(planted.sessionId)
    expect(await desk.sessions.validate(planted.sessionId)).toBeNull()
    expect(await desk.sessions.validate(mine.sessionId)).not.toBeNull()
  })

  test('accepts the address in capitals', async () => {
    await person('Caps@Known.example', good)
    await signIn('caps@known.example', good)
  })
})

describe('a password reset', () => {
  test('sets the password, proves the address, revokes all sessions and opens a new one', async () => {
    await person('reset@known.example', good)
    const before = await signIn('reset@known.example', good)
    await requestPasswordReset(desk, { email: 'reset@known.example' })
    const token = await latestToken('user.passwordResetRequested')
    const after = await resetPassword(desk, { token, password: other }, browser)
    expect(await desk.sessions.validate(before.sessionId)).toBeNull()
    expect((await desk.sessions.validate(after.sessionId))?.actor.email).toBe('reset@known.example')
    expect((await userBy('reset@known.example'))?.emailVerifiedAt).not.toBeNull()
    await expect(signIn('reset@known.example', good)).rejects.toMatchObject(wrong)
    await expect(resetPassword(desk, { token, password: good }, browser)).rejects.toMatchObject({
      code: 'invalid_token',
    })
  })

  test('keeps the link valid after a common password, and revokes other links when one is used', async () => {
    await person('again@known.example', good)
    await requestPasswordReset(desk, { email: 'again@known.example' })
    const first = await latestToken('user.passwordResetRequested')
    await requestPasswordReset(desk, { email: 'again@known.example' })
    const second = await latestToken('user.passwordResetRequested')
    const common = { token: first, password: 'again-password-2026' }
    await expect(resetPassword(desk, { ...common, password: 'password2026' }, browser)).rejects.toMatchObject({
      code: 'password_too_common',
    })
    await resetPassword(desk, { token: first, password: other }, browser)
    await expect(resetPassword(desk, { token: second, password: good }, browser)).rejects.toMatchObject({
      code: 'invalid_token',
    })
  })

  test('sets the first password of a correspondent', async () => {
    await requestPasswordReset(desk, { email: 'lena@other.example' })
    const { me } = await resetPassword(
      desk,
      { token: await latestToken('user.passwordResetRequested'), password: good },
      browser,
    )
    expect(me.id).toBe(desk.lena.id)
  })

  test('sends no link to unknown and inactive addresses, and does not answer sooner', async () => {
    await person('gone@known.example', good)
    await desk.db.update(users).set({ isActive: false }).where(eq(users.email, 'gone@known.example'))
    const before = await latestEvent()
    for (const email of ['nobody@known.example', 'gone@known.example']) {
      const started = performance.now()
      await requestPasswordReset(desk, { email })
      expect(performance.now() - started).toBeGreaterThan(240)
    }
    expect(await latestEvent()).toEqual(before)
    expect(await desk.db.select().from(tokens)).toHaveLength(0)
  })
})

describe('one’s own account', () => {
  test('requires the old password for a new one, and revokes every other session', async () => {
    const id = await person('change@known.example', good)
    const [mine, elsewhere] = [await signIn('change@known.example', good), await signIn('change@known.example', good)]
    const actor = (await desk.sessions.validate(mine.sessionId))!.actor
    const client = { ...browser, replaces: mine.sessionId }
    const change = (currentPassword: string, password: string) =>
      changePassword(desk, actor, { currentPassword, password, endTokens: true, client })
    await expect(change(other, good)).rejects.toMatchObject(wrong)
    await expect(change(good, 'password2026')).rejects.toMatchObject({ code: 'password_too_common' })
    const renewed = (await change(good, other))!
    expect(await desk.sessions.validate(mine.sessionId)).toBeNull()
    expect(await desk.sessions.validate(elsewhere.sessionId)).toBeNull()
    expect((await desk.sessions.list(id, renewed.sessionId)).map(it => it.isCurrent)).toEqual([true])
  })

  test('changes its name', async () => {
    await desk.run(desk.omar, uow => updateProfile(uow, { name: 'Omar A.' }))
    expect((await userBy('omar@acme.example'))?.name).toBe('Omar A.')
  })
})

describe('accounts that an admin creates', () => {
  test('have queues if they are staff, a unique address, and need the role admin', async () => {
    const input = { name: 'Zoe', email: 'zoe@gotrs.example', role: 'agent' as const, queueIds: [desk.billingId] }
    await expect(desk.run(desk.ana, uow => createUser(uow, input))).rejects.toMatchObject({ code: 'forbidden' })
    await desk.run(desk.admin, uow => createUser(uow, { ...input, password: good }))
    expect((await signIn('zoe@gotrs.example', good)).me).toMatchObject({ role: 'agent', queueIds: [desk.billingId] })
    const repeated = desk.run(desk.admin, uow => createUser(uow, { ...input, email: 'ZOE@gotrs.example' }))
    await expect(repeated).rejects.toMatchObject({ code: 'already_exists' })
    const lost = desk.run(desk.admin, uow =>
      createUser(uow, { ...input, email: 'q@gotrs.example', queueIds: [desk.ana.id] }),
    )
    await expect(lost).rejects.toMatchObject({ code: 'not_found' })
    const weak = desk.run(desk.admin, uow =>
      createUser(uow, { ...input, email: 'w@gotrs.example', password: 'password1234' }),
    )
    await expect(weak).rejects.toMatchObject({ code: 'password_too_common' })
  })
})

test('deletes expired rows, and no others', async () => {
  await register(desk, { name: 'Old', email: 'old@new.example', password: good })
  desk.pass(2 * hour)
  await register(desk, { name: 'Fresh', email: 'fresh@new.example', password: good })
  await desk.db.delete(rateLimits)
  await desk.db.insert(rateLimits).values([
    { key: 'over', points: 1, expire: desk.now().getTime() - 1 },
    { key: 'running', points: 1, expire: desk.now().getTime() + hour },
  ])
  const batch = () => desk.run(systemActor('clock'), uow => expireLogins.batch(uow))
  expect(await batch()).toBe(2)
  expect(await batch()).toBe(0)
  expect((await desk.db.select().from(tokens)).map(it => it.payload?.name)).toEqual(['Fresh'])
  expect((await desk.db.select().from(rateLimits)).map(it => it.key)).toEqual(['running'])
})

async function person(email: string, password: string): Promise<string> {
  const { userId } = await desk.run(systemActor('setup'), uow =>
    createUser(uow, { name: 'Person', email, role: 'customer', password }),
  )
  return userId
}
