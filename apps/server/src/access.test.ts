import { randomUUID } from 'node:crypto'
import { DeskError } from '@gotrs/contract/errors'
import { permissions } from '@gotrs/contract/permissions'
import type { RequiredLogin } from '@gotrs/contract/scopes'
import type { Credential } from '@gotrs/core/accounts/credentials'
import type { UserActor } from '@gotrs/core/kernel/actor'
import { createWorld, hour, minute, type World } from '@gotrs/core/testing/world'
import { tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Access, accessGolden } from './access.golden.ts'
import { appRouter } from './router.ts'
import { type Context, createCaller, type ProcedureMeta } from './trpc.ts'

type Procedure = { _def: { meta?: ProcedureMeta } }
const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>
const golden: Record<string, Record<Caller, Access> & { by: RequiredLogin }> = accessGolden

let desk: World
beforeAll(async () => {
  desk = await createWorld()
})
afterAll(() => desk.remove())

test('every procedure has a line in the golden table, and every line a procedure', () => {
  expect(Object.keys(procedures).sort()).toEqual(Object.keys(golden).sort())
})

test('every procedure names its permission', () => {
  for (const [path, { _def }] of Object.entries(procedures)) {
    const permission = _def.meta?.permission
    expect(permission === 'anyone' || (permission !== undefined && permission in permissions), path).toBe(true)
  }
})

describe('by another credential than the session of a browser', () => {
  const credentials: [string, RequiredLogin[], () => Promise<Credential>][] = [
    ['a personal API token', ['any'], async () => ({ kind: 'apiToken', tokenId: randomUUID() })],
    ['a login that is older than a quarter of an hour', ['any', 'login'], () => loginMade(16 * minute)],
    ['a login of this moment', ['any', 'login', 'recentLogin'], () => loginMade(0)],
  ]

  describe.each(credentials)('%s', (_what, enough, credentialOf) => {
    test.each(Object.keys(procedures))('%s', async path => {
      const isRefused = (await access(path, 'admin', await credentialOf())) === 'forbidden'
      const { by = 'any' } = golden[path] ?? {}
      expect(isRefused).toBe(!enough.includes(by))
    })
  })

  async function loginMade(ago: number): Promise<Credential> {
    const [familyId, now] = [randomUUID(), desk.now().getTime()]
    const times = { createdAt: new Date(now - ago), lastUsedAt: new Date(now), expiresAt: new Date(now + hour) }
    await desk.db.insert(tokenFamilies).values({ id: familyId, userId: desk.admin.id, ...times })
    return { kind: 'login', familyId }
  }
})

const callers = ['nobody', 'customer', 'agent', 'admin'] as const
type Caller = (typeof callers)[number]

describe.each(callers)('called by %s', caller => {
  test.each(Object.keys(procedures))('%s', async path => {
    expect(await access(path, caller)).toBe(golden[path]?.[caller])
  })
})

/** Calls it for real, with an empty input: who may not call is refused before the input is looked at. */
async function access(path: string, caller: Caller, credential: Credential = browser): Promise<Access> {
  const actors: Record<Caller, UserActor | null> = {
    nobody: null,
    customer: desk.omar,
    agent: desk.ana,
    admin: desk.admin,
  }
  const [noun = '', verb = ''] = path.split('.')
  const call = createCaller(appRouter)(contextOf(actors[caller], credential)) as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >
  try {
    await call[noun]?.[verb]?.({})
    return 'allowed'
  } catch (error) {
    const cause = (error as Error).cause
    if (!(cause instanceof DeskError)) return 'allowed'
    if (cause.code === 'not_logged_in') return 'not_logged_in'
    return cause.code === 'forbidden' && 'action' in cause.params ? 'forbidden' : 'allowed'
  }
}

const browser: Credential = { kind: 'session', sessionId: 'x' }

const contextOf = (actor: UserActor | null, credential: Credential): Context => ({
  desk,
  actor,
  credential: actor && credential,
  scopes: null,
  idempotencyKey: null,
  sessionId: null,
  requestId: 'test',
  remoteAddress: '192.0.2.1',
  userAgent: 'test',
  setSessionCookie: () => {},
})
