import { permissions } from '@gotrs/contract/permissions'
import { loginFor, scopesFor } from '@gotrs/contract/scopes'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { TRPCError } from '@trpc/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deskErrorOf } from '../errors.ts'
import { appRouter } from '../router.ts'
import { type Context, createCaller, type ProcedureMeta } from '../trpc.ts'
import { actorOf, type Caller, people, tokenOwners, tokenScopes } from './callers.ts'
import { inputs } from './inputs.ts'
import { buildScene, type Scene, secretWord } from './scene.ts'
import { secretsIn, storedSecrets } from './stored-secrets.ts'
import { table } from './table.ts'
import { createTrials, type Trials } from './trial.ts'
import { withoutEvent } from './without-event.ts'

type Kind = 'query' | 'mutation' | 'subscription'
const procedures = appRouter._def.procedures as unknown as Record<
  string,
  { _def: { meta?: ProcedureMeta; type: Kind } }
>
const callerOf = createCaller(appRouter)
const names = Object.keys(procedures).sort()
const permissionOf = (name: string) => procedures[name]?._def.meta?.permission
const inputsOf = (name: string, scene: Scene): Record<string, unknown> =>
  Object.hasOwn(inputs, name) ? inputs[name as keyof typeof inputs](scene) : {}

/** Up to a hundred calls each, also on a machine that has much else to do. */
const busy = { timeout: 120_000 }

let world: World
let scene: Scene
let trials: Trials
/** What must be in no answer, whoever asks. */
let secrets: Map<string, string>
/** How many events each person has written in the scene. */
let eventsOf: Map<string, number>
beforeAll(async () => {
  world = await createWorld()
  scene = await buildScene(world)
  secrets = await storedSecrets(scene)
  const { rows } = await world.pool.query('select actor_id as who, count(*)::int as events from events group by 1')
  eventsOf = new Map(rows.map(({ who, events }) => [String(who), events]))
  trials = await createTrials(world)
})
afterAll(async () => {
  trials.stop()
  await world.remove()
})

test('every procedure has a line in the table of inputs, every line a procedure, and every procedure a permission', () => {
  expect(Object.keys(inputs).sort()).toEqual(names)
  for (const name of names) {
    const permission = permissionOf(name)
    expect(permission === 'anyone' || (permission !== undefined && permission in permissions), name).toBe(true)
  }
})

/** What came of each call of each person, filled by the first test of each procedure. */
const outcomes = new Map<string, string>()
const keyOf = (name: string, target: string, person: string) => `${name}|${target}|${person}`

describe.each(names)('%s', name => {
  test('answers what is foreign as what is missing, tells no secret, and leaves an event', busy, async () => {
    for (const [target, input] of Object.entries(inputsOf(name, scene))) {
      for (const person of peopleFor(name)) {
        const said = await attempt(name, input, { person, scopes: null })
        outcomes.set(keyOf(name, target, person), said.code)
        expect(secretsIn(said.text, secrets), `told to ${person}`).toEqual([])
        if (said.code === 'not_found') await expectLikeMissing(name, target, person, said.text)
        if (said.code === 'ok' && isByStaff(name, person)) expect([target, said.events]).not.toEqual([target, 0])
      }
    }
  })

  test('takes a token with the scope it needs, within the reach of its owner, and none without', busy, async () => {
    const permission = permissionOf(name)
    if (permission === undefined || permission === 'anyone') return
    for (const [at, [target, input]] of Object.entries(inputsOf(name, scene)).entries()) {
      for (const person of tokenOwners) {
        const own = outcomes.get(keyOf(name, target, person)) ?? 'never asked'
        for (const [which, scopes] of Object.entries(tokenScopes(scopesFor(permission)))) {
          if (which === 'all' && at > 0) continue
          const { code } = await attempt(name, input, { person, scopes })
          const tells = `${target} asked with ${which} by a token of ${person}`
          const expected =
            which === 'every other' ? 'insufficient_scope' : byToken({ name, target, which, person, own })
          expect([tells, code]).toEqual([tells, expected])
        }
      }
    }
  })
})

test('tags of tickets that somebody may not read are not offered', async () => {
  const offered = async (person: Caller['person']) =>
    JSON.parse((await attempt('tags.list', { text: secretWord }, { person, scopes: null })).text)
  expect(await offered('ben')).toEqual([`${secretWord}-billing`])
  expect(await offered('ana')).toEqual([`${secretWord}-billing`, `${secretWord}-support`])
  expect(await offered('admin')).toHaveLength(3)
})

test('who may do what with what is as it was looked at, line by line', async () => {
  const rows = names.flatMap(name =>
    Object.keys(inputsOf(name, scene)).map(target => ({
      head: [name, target],
      cells: people.map(person => outcomes.get(keyOf(name, target, person)) ?? '-'),
    })),
  )
  // Look at every line that changed, against the permission table; then record it: vitest run apps/server/src/access -u
  await expect(table(['procedure', 'asked of', ...people], rows)).toMatchFileSnapshot('./procedures.golden.txt')
})

/** Four kinds of callers are enough where nobody's rights are asked: these hash passwords. */
const peopleFor = (name: string) =>
  permissionOf(name) === 'anyone' ? (['nobody', 'omar', 'ana', 'admin'] as const) : people

const isByStaff = (name: string, person: string) =>
  procedures[name]?._def.type === 'mutation' &&
  ['ana', 'ben', 'admin'].includes(person) &&
  permissionOf(name) !== 'anyone' &&
  !Object.hasOwn(withoutEvent, name)

/** What a login alone may do is refused to every token, in every call. */
const byToken = ({ name, target, which, person, own }: Asked) => {
  const permission = permissionOf(name)
  if (permission && permission !== 'anyone' && loginFor[permission] !== 'any') return 'forbidden'
  if (byLoginAlone.has(`${name}|${target}`)) return 'forbidden'
  // Other people's tokens are a matter of people: the scope of one's own account is not enough.
  const isOfOthers = (name === 'tokens.list' || name === 'tokens.revoke') && person === 'admin' && target !== 'own'
  return isOfOthers && which === 'the needed ones' ? 'not_found' : own
}

/** Fields by which somebody gains what outlives a token (`contract/appointments.ts`). */
const byLoginAlone = new Set([
  ...['role of omar', 'role of ben', 'missing role', 'queues of ben', 'organisation of lena', 'omar on'].map(
    target => `users.update|${target}`,
  ),
  ...['somebody', 'customer with a password', 'customer of Acme'].map(target => `users.create|${target}`),
  'queues.create|one of ben',
  ...['as an address of the customer', 'as an address of somebody else', 'missing person'].map(
    target => `messages.accept|${target}`,
  ),
])

type Asked = { name: string; target: string; which: string; person: string; own: string }

/** What each person was told of things that are missing. */
const missingTexts = new Map<string, string[]>()

async function expectLikeMissing(name: string, target: string, person: Caller['person'], text: string) {
  const key = keyOf(name, 'missing', person)
  const texts = missingTexts.get(key) ?? (await askForMissing(name, person))
  missingTexts.set(key, texts)
  expect(texts, `${name} of ${target} by ${person}`).toContain(text)
}

async function askForMissing(name: string, person: Caller['person']): Promise<string[]> {
  const texts: string[] = []
  for (const [target, input] of Object.entries(inputsOf(name, scene))) {
    if (target.startsWith('missing')) texts.push((await attempt(name, input, { person, scopes: null })).text)
  }
  return texts
}

/** One call that leaves nothing behind: its code, all that it said, and how many events it wrote in the caller's name. */
function attempt(name: string, input: unknown, caller: Caller) {
  const { desk } = trials
  const actor = actorOf(world, caller.person)
  const [noun = '', verb = ''] = name.split('.')
  const call = callerOf({ ...contextOf(caller), desk, actor }) as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >
  return trials.run(async () => {
    try {
      const answer = await call[noun]?.[verb]?.(input)
      const events = isByStaff(name, caller.person) ? (await countEvents(actor?.id)) - eventsBefore(actor?.id) : 0
      return { code: 'ok', text: JSON.stringify(answer ?? null), events }
    } catch (error) {
      if (!(error instanceof TRPCError)) throw error
      const desk = deskErrorOf(error)
      if (desk.code === 'internal') throw error.cause ?? error
      return { code: desk.code, text: JSON.stringify(desk), events: 0 }
    }
  })
}

/** The same before each call: what calls write is rolled back. */
const eventsBefore = (actorId: string | undefined) => eventsOf.get(actorId ?? '') ?? 0

async function countEvents(actorId: string | undefined): Promise<number> {
  const { rows } = await trials.desk.pool.query('select count(*)::int from events where actor_id = $1', [
    actorId ?? null,
  ])
  return rows[0].count
}

const contextOf = ({ person, scopes }: Caller): Omit<Context, 'desk' | 'actor'> => ({
  credential:
    person === 'nobody'
      ? null
      : scopes
        ? { kind: 'apiToken', tokenId: scene.tokens.omar.id }
        : { kind: 'session', sessionId: scene.sessions.omar.sessionId },
  scopes,
  idempotencyKey: null,
  sessionId: null,
  requestId: 'test',
  remoteAddress: '192.0.2.1',
  userAgent: 'test',
  setSessionCookie: () => {},
})
