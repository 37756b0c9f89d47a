import type { EventType } from '@gotrs/contract/events'
import type { Scope } from '@gotrs/contract/scopes'
import type { Credential } from '@gotrs/core/accounts/credentials'
import { mayKnow, readHintFacts } from '@gotrs/core/live/audience'
import { TRPCError } from '@trpc/server'
import { deskErrorOf } from '../errors.ts'
import { appRouter } from '../router.ts'
import { type Context, createCaller, type ProcedureMeta } from '../trpc.ts'
import { actorOf, type PersonOrNobody, people } from './callers.ts'
import { gained, type Kind, listAccess } from './held-access.ts'
import type { ServedScene } from './served-scene.ts'

type Procedure = { _def: { meta?: ProcedureMeta; type: 'query' | 'mutation' | 'subscription' } }
export const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>
export const permissionOf = (name: string) => procedures[name]?._def.meta?.permission
const callerOf = createCaller(appRouter)

export type Caller = { person: PersonOrNobody; scopes?: readonly Scope[]; credential?: Credential }

/** The result of a call: its code, its text, and what it changed before the rollback. */
export type Answer = {
  code: string
  text: string
  /** The actors of the events that it wrote. */
  writers: string[]
  /** Each event that it wrote, with the people who may see it. */
  visible: string[]
  /** The kinds of access that somebody has only since this call. */
  gains: Kind[]
}

type Event = { id: string; type: EventType; ticketId: string | null; actorId: string | null }

/** Makes one call and rolls it back. */
export function attempt(served: ServedScene, name: string, input: unknown, caller: Caller): Promise<Answer> {
  const { rolledBack, world, before } = served
  const [noun = '', verb = ''] = name.split('.')
  const call = callerOf(contextOf(served, caller)) as unknown as Record<string, Record<string, Call>>
  const isChange = procedures[name]?._def.type === 'mutation'
  return rolledBack.run(async () => {
    try {
      const text = JSON.stringify((await call[noun]?.[verb]?.(input)) ?? null)
      if (!isChange || caller.person === 'nobody') return { ...nothing, code: 'ok', text }
      const events = await eventsSince(served)
      const gains = caller.person === 'admin' ? gained(before.access, await listAccess(rolledBack.desk.pool)) : []
      const visible = caller.person === 'admin' ? await visibleTo(served, events) : []
      return { code: 'ok', text, writers: events.map(it => String(it.actorId)), visible, gains }
    } catch (error) {
      if (!(error instanceof TRPCError)) throw error
      const desk = deskErrorOf(error)
      if (desk.code === 'internal') throw new Error(`${name} fails: ${reasonOf(error)}`, { cause: error })
      return { ...nothing, code: desk.code, text: JSON.stringify(desk) }
    }
  })

  async function visibleTo({ rolledBack: { desk } }: ServedScene, events: Event[]): Promise<string[]> {
    const hints = events.map(({ id: eventId, type, ticketId }) => ({ eventId, type, ticketId }))
    const facts = await readHintFacts(desk.db, hints)
    return hints.map(hint => {
      const listeners = people.filter(it => it !== 'nobody' && mayKnow(world[it], hint, facts.get(hint.eventId)))
      return `${hint.type} ${listeners.join(' ') || 'nobody'}`
    })
  }
}

/** The message of the innermost cause. */
const reasonOf = (error: Error): string => (error.cause instanceof Error ? reasonOf(error.cause) : error.message)

type Call = (input: unknown) => Promise<unknown>
const nothing = { writers: [], visible: [], gains: [] }

async function eventsSince({ rolledBack, before }: ServedScene): Promise<Event[]> {
  const { rows } = await rolledBack.desk.pool.query<Event>(
    `select id, type, ticket_id as "ticketId", actor_id as "actorId" from events where not id = any($1) order by id`,
    [before.eventIds],
  )
  return rows
}

function contextOf({ rolledBack, world, scene }: ServedScene, { person, scopes, credential }: Caller): Context {
  const session: Credential = { kind: 'session', sessionId: scene.sessions.omar.sessionId }
  const shown: Credential = scopes ? { kind: 'apiToken', tokenId: scene.tokens.omar.id } : (credential ?? session)
  const found = actorOf(world, person)
  const actor = found && scopes ? { ...found, scopes } : found
  return {
    ...{ desk: rolledBack.desk, actor, credential: person === 'nobody' ? null : shown },
    ...{ scopes: scopes ?? null, idempotencyKey: null, sessionId: null, requestId: 'test' },
    ...{ remoteAddress: '192.0.2.1', userAgent: 'test', setSessionCookie: () => {} },
  }
}
