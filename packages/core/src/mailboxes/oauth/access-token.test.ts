import { replaceMailbox } from '@gotrs/core/testing/mailboxes/replace-mailbox'
import { startTokenServer, type TokenServer } from '@gotrs/core/testing/mailboxes/token-server'
import { createWorld, hour, minute, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { openDesk } from '../../desk.ts'
import { listMailboxes } from '../queries.ts'
import { accessTokenOf } from './access-token.ts'

let world: World
let provider: TokenServer
beforeAll(async () => {
  world = await createWorld({ privateHosts: '127.0.0.1' })
})
beforeEach(async () => {
  provider = await startTokenServer()
  await save({ refreshToken: provider.grant() })
  return () => provider.stop()
})
afterAll(() => world.remove())

const login = { host: '127.0.0.1', port: 1993, tls: 'none', auth: 'oauth2', user: 'support@gotrs.example' } as const
type Input = Parameters<typeof replaceMailbox>[1]
const save = (
  oauth: { refreshToken?: string; clientId?: string; clientSecret?: string },
  change: Partial<Input> = {},
) =>
  replaceMailbox(world, {
    mailboxId: world.mailboxId,
    name: 'support',
    address: 'support@gotrs.example',
    displayName: 'Northwind Support',
    queueId: world.supportId,
    imap: login,
    oauth: { ...provider.app, clientSecret: provider.clientSecret, ...oauth },
    ...change,
  })
const token = (refused?: string) => accessTokenOf(world, world.mailboxId, refused)
const shown = async () => (await world.read(world.admin, listMailboxes))[0]?.oauth

describe('the access token', () => {
  test('is got once, and again a minute before it ends, by the refresh token that came with it', async () => {
    const first = await token()
    expect([await token(), provider.asked.length]).toEqual([first, 1])
    world.pass(hour - 2 * minute)
    expect(await token()).toBe(first)
    world.pass(minute + 1)
    const second = await token()
    expect(second).not.toBe(first)
    expect(provider.isGood(second)).toBe(true)
    const [one, two] = provider.asked.map(it => it.refresh_token)
    expect(one).not.toBe(two)
  })

  test('is renewed when a server has rejected it, once for all connections that were rejected', async () => {
    const first = await token()
    const renewed = await Promise.all([token(first), token(first), token(first)])
    expect(new Set(renewed).size).toBe(1)
    expect(await token(first)).toBe(renewed[0])
    expect(provider.asked).toHaveLength(2)
  })

  test('is requested by one process at a time: a rotated token is never used twice', async () => {
    const other = openDesk({
      ...{ databaseUrl: world.databaseUrl, blobsDir: world.blobsDir, baseUrl: 'http://desk.test', poolSize: 4 },
      ...{ secretKey: 'a secret key for tests only, long enough', privateHosts: '127.0.0.1' },
      ...{ info: world.info, log: world.log, now: world.now },
    })
    try {
      const got = await Promise.all([token(), accessTokenOf(other, world.mailboxId), token()])
      expect(new Set(got).size).toBe(1)
      expect(provider.asked).toHaveLength(1)
    } finally {
      await other.close()
    }
  })

  test('is sealed where it is kept, like all else of the grant', async () => {
    const got = await token()
    const { rows } = await world.pool.query(
      `select oauth_access_token_encrypted || oauth_refresh_token_encrypted || oauth_client_secret_encrypted as bytes
       from mailboxes where id = $1`,
      [world.mailboxId],
    )
    const bytes = (rows[0].bytes as Buffer).toString('latin1')
    for (const secret of [got, 'own secret']) expect(bytes).not.toContain(secret)
    expect(JSON.stringify(await world.read(world.admin, listMailboxes))).not.toContain(got)
  })
})

describe('a provider that gives none', () => {
  test('since the grant is over: the mailbox says so, and it is not asked again for an hour', async () => {
    provider.revoke()
    await expect(token()).rejects.toThrow(/Connect the mailbox again.*invalid_grant: No\. Really/)
    await expect(token()).rejects.toThrow('Connect the mailbox again')
    expect(provider.asked).toHaveLength(1)
    expect(await shown()).toMatchObject({ isConnected: true, error: expect.stringContaining('Connect the mailbox') })
    world.pass(hour + 1)
    await expect(token()).rejects.toThrow()
    expect(provider.asked).toHaveLength(2)
    await save({ refreshToken: provider.grant() })
    expect(provider.isGood(await token())).toBe(true)
    expect(await shown()).toMatchObject({ isConnected: true, error: null })
  })

  test('since the secret is wrong: it says that', async () => {
    await save({ clientSecret: 'another', refreshToken: provider.grant() })
    await expect(token()).rejects.toThrow(/client secret is wrong/)
  })

  test.each([
    ['broken', /refuses \(500\): server_error: Out of order/],
    ['endless', /did not answer: more than 65536 bytes/],
  ] as const)('because it is %s: the next call tries again, and nothing is lost', async (mood, words) => {
    provider.mood = mood
    await expect(token()).rejects.toThrow(words)
    provider.mood = 'well'
    expect(provider.isGood(await token())).toBe(true)
    expect((await shown())?.error).toBeNull()
  })

  test('since it says nothing: the wait has an end', async () => {
    provider.mood = 'silent'
    const timeout = AbortSignal.timeout.bind(AbortSignal)
    // Fifty times as soon as it would be.
    const sooner = vi.spyOn(AbortSignal, 'timeout').mockImplementation(milliseconds => timeout(milliseconds / 50))
    onTestFinished(() => sooner.mockRestore())
    await expect(token()).rejects.toThrow('no answer within 15 s')
  })

  test('since it is inside, where nobody said that it may be asked', async () => {
    const strict = { ...world, guard: (await import('../../kernel/private-hosts.ts')).createAddressGuard('') }
    await expect(accessTokenOf(strict, world.mailboxId)).rejects.toThrow('PRIVATE_HOSTS')
    expect(provider.asked).toEqual([])
  })
})

describe('who changes the settings', () => {
  test('does not send the token to another server: the mailbox has to be connected again', async () => {
    await save({}, { imap: { ...login, host: 'evil.example' } })
    expect(await shown()).toMatchObject({ isConnected: false, hasClientSecret: true })
    await expect(token()).rejects.toThrow('not connected')
  })

  test('does not send the secret to another provider', async () => {
    const elsewhere = { ...provider.app, tokenUrl: 'https://evil.example/token' }
    const moved = save({}, { oauth: elsewhere })
    await expect(moved).rejects.toMatchObject({ params: { issues: [{ path: 'oauth.clientSecret' }] } })
    await save({}, { oauth: { ...elsewhere, clientSecret: 'another' } })
    expect((await shown())?.isConnected).toBe(false)
  })

  test('keeps the grant for what does not touch it', async () => {
    await save({}, { oauth: provider.app, imap: { ...login, folder: 'Support' } })
    expect(await shown()).toMatchObject({ isConnected: true, hasClientSecret: true })
    await save({}, { oauth: provider.app, smtp: { ...login, port: 1465, auth: 'password' } })
    expect((await shown())?.isConnected).toBe(true)
  })

  test('needs an app for it, and somebody to sign in as', async () => {
    await expect(save({}, { oauth: null })).rejects.toMatchObject({ params: { issues: [{ path: 'imap.auth' }] } })
    const nobody = save({}, { smtp: { ...login, user: '' } })
    await expect(nobody).rejects.toMatchObject({ params: { issues: [{ path: 'smtp.user' }] } })
  })
})
