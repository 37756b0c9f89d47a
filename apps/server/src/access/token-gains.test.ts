import type { Action } from '@gotrs/contract/permissions'
import { type Scope, scopeOf, scopes } from '@gotrs/contract/scopes'
import type { Credential } from '@gotrs/core/accounts/credentials'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { TRPCError } from '@trpc/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deskErrorOf } from '../errors.ts'
import { appRouter } from '../router.ts'
import { createCaller, type ProcedureMeta } from '../trpc.ts'
import { gained, holdingsOf, type Kind } from './holdings.ts'
import { inputs } from './inputs.ts'
import { buildScene, type Scene } from './scene.ts'
import { table } from './table.ts'
import { createTrials, type Trials } from './trial.ts'

/**
 * What a call with a token of this scope may add to what people hold (`holdings.ts`): nothing, but for what the scope is
 * there for. Anything else is an appointment or a credential, and needs a login (ADR 18).
 */
const mayAdd: Partial<Record<Scope, Kind[]>> = {
  // Working on a ticket decides who takes part in it, and makes people known who are new to the desk.
  'tickets:write': ['account', 'ticket', 'mail'],
  // A customer who is known, proves the address by a mail link, and reads their own tickets.
  'users:write': ['account'],
}

type Procedure = { _def: { meta?: ProcedureMeta; type: string } }
const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>
const permissionOf = (name: string) => procedures[name]?._def.meta?.permission
const changes = Object.keys(procedures)
  .sort()
  .filter(name => procedures[name]?._def.type === 'mutation' && permissionOf(name) !== 'anyone')
const scopeOfChange = (name: string): Scope => scopeOf[permissionOf(name) as Action]
/** An address of the desk with the secret part that proves who writes to it. */
const signedAddress = /\+(?:[tn]\d+|fwd)(?:x[0-9a-z]+)?-[a-z2-7]{16,20}@/

let world: World
let scene: Scene
let trials: Trials
let before: Set<string>
beforeAll(async () => {
  world = await createWorld()
  scene = await buildScene(world)
  before = await holdingsOf(world.pool)
  trials = await createTrials(world)
})
afterAll(async () => {
  trials.stop()
  await world.remove()
})

const inputsOf = (name: string): Record<string, unknown> => inputs[name as keyof typeof inputs](scene)

describe('an API token of an admin with all scopes', () => {
  test.each(changes)('by %s adds nothing to what somebody holds beyond its scope', async name => {
    const allowed = mayAdd[scopeOfChange(name)] ?? []
    for (const [target, input] of Object.entries(inputsOf(name))) {
      const { kinds } = await attempt(name, input, { kind: 'apiToken', tokenId: scene.tokens.omar.id })
      expect([target, kinds.filter(kind => !allowed.includes(kind))]).toEqual([target, []])
    }
  })

  test.each(Object.keys(procedures))('gets no address that proves who writes to it, by %s', async name => {
    for (const input of Object.values(inputsOf(name))) {
      const { text } = await attempt(name, input, { kind: 'apiToken', tokenId: scene.tokens.omar.id })
      expect(text).not.toMatch(signedAddress)
    }
  })
})

test('what an admin adds by a login, and a token in their place, is as it was looked at', async () => {
  const rows: { head: string[]; cells: string[] }[] = []
  for (const name of changes) {
    for (const [target, input] of Object.entries(inputsOf(name))) {
      const byLogin = await attempt(name, input, { kind: 'session', sessionId: scene.sessions.omar.sessionId })
      const byToken = await attempt(name, input, { kind: 'apiToken', tokenId: scene.tokens.omar.id })
      if (byLogin.kinds.length === 0) continue
      rows.push({
        head: [name, target, scopeOfChange(name)],
        cells: [byLogin.kinds.join(' '), byToken.kinds.join(' ') || byToken.code],
      })
    }
  }
  // Look at every line that changed, against ADR 18; then record it: vitest run apps/server/src/access -u
  const titles = ['procedure', 'asked of', 'scope', 'a login adds', 'a token adds']
  await expect(table(titles, rows)).toMatchFileSnapshot('./token-gains.golden.txt')
}, 120_000)

/** One call of the admin that leaves nothing behind: what it said, and what somebody holds more than before. */
function attempt(name: string, input: unknown, credential: Credential) {
  const [noun = '', verb = ''] = name.split('.')
  const call = createCaller(appRouter)({
    ...{ desk: trials.desk, actor: world.admin, credential },
    scopes: credential.kind === 'apiToken' ? scopes : null,
    ...{ idempotencyKey: null, sessionId: null, requestId: 'test', remoteAddress: '192.0.2.1', userAgent: 'test' },
    setSessionCookie: () => {},
  }) as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>
  return trials.run(async () => {
    try {
      const text = JSON.stringify((await call[noun]?.[verb]?.(input)) ?? null)
      const after = procedures[name]?._def.type === 'mutation' ? await holdingsOf(trials.desk.pool) : before
      return { code: 'ok', text, kinds: gained(before, after) }
    } catch (error) {
      if (!(error instanceof TRPCError)) throw error
      return { code: deskErrorOf(error).code, text: '', kinds: [] }
    }
  })
}
