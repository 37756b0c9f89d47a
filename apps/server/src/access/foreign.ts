import { can, type TicketFacts } from '@gotrs/contract/permissions'
import type { Desk } from '@gotrs/core/desk'
import { systemActor, type UserActor } from '@gotrs/core/kernel/actor'
import { moveMessage } from '@gotrs/core/messages/move'
import { versionNow } from '@gotrs/core/testing/tickets'
import type { World } from '@gotrs/core/testing/world'
import { deleteTicket } from '@gotrs/core/tickets/delete'
import { deskErrorOf } from '../errors.ts'
import { appRouter } from '../router.ts'
import { type Context, createCaller } from '../trpc.ts'
import { casesOf } from './cases.ts'
import { type Scene, secretWord } from './scene.ts'

const callerOf = createCaller(appRouter)
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>
const sorts = ['waiting', 'newest', 'oldest', 'updated', 'priority']

/** Calls beside the table of inputs: every way to search, sort, count and complete. */
const moreInputs = ({ world, legal, support }: Scene): [string, unknown][] => [
  ...[secretWord, '"Question for"', 'Legal', 'is:open', `tag:${secretWord}-legal`, `tag:${secretWord}-support`].map(
    (q): [string, unknown] => ['tickets.list', { q }],
  ),
  ...sorts.map((sort): [string, unknown] => ['tickets.list', { sort, limit: 1 }]),
  ...sorts.map((sort): [string, unknown] => ['tickets.list', { sort, limit: 100 }]),
  ['tickets.list', { customer: world.omar.id }],
  ['tickets.list', { queue: legal.queueId }],
  ['tickets.list', { queue: support.queueId }],
  ['tickets.list', { tag: `${secretWord}-legal` }],
  ['tags.list', { text: secretWord.slice(0, 2) }],
]

/** The person's answers to all queries, or to those of one procedure, by procedure and input. */
export async function answersTo(desk: Desk, actor: UserActor, scene: Scene, only = ''): Promise<Map<string, string>> {
  const inputs = Object.keys(procedures)
    .filter(name => procedures[name]?._def.type === 'query')
    .flatMap(name => casesOf(name, scene).map(({ input }): [string, unknown] => [name, input]))
  const call = callerOf(contextOf(desk, actor)) as unknown as Record<
    string,
    Record<string, (input: unknown) => unknown>
  >
  const answers = new Map<string, string>()
  for (const [name, input] of [...inputs, ...moreInputs(scene)]) {
    if (!name.startsWith(only)) continue
    const [noun = '', verb = ''] = name.split('.')
    const answer = await Promise.resolve(call[noun]?.[verb]?.(input)).catch(error => deskErrorOf(error))
    answers.set(`${name} ${JSON.stringify(input)}`, JSON.stringify(answer))
  }
  return answers
}

const contextOf = (desk: Desk, actor: UserActor): Context => ({
  ...{
    desk,
    actor,
    credential: { kind: 'session' as const, sessionId: 'x' },
    scopes: null,
    idempotencyKey: null,
    sessionId: null,
  },
  ...{ requestId: 'test', remoteAddress: '192.0.2.1', userAgent: 'test', setSessionCookie: () => {} },
})

/** Connects tickets of two queues in every way: a moved message, a link, a suggestion. */
export async function tieTogether(desk: Desk, { world, support, billing, legal }: Scene): Promise<void> {
  const at = async (ticketId: string) => versionNow({ ...world, ...desk }, ticketId)
  const move = async (from: { ticketId: string; messageId: string }, ticketId: string) => {
    const moved = { messageId: from.messageId, version: await at(from.ticketId), to: { ticketId } }
    await desk.run(world.admin, uow => moveMessage(uow, moved))
  }
  await move({ ...support, messageId: support.movedId }, billing.ticketId)
  await move({ ...billing, messageId: billing.movedId }, support.ticketId)
  await move({ ...legal, messageId: legal.movedId }, billing.fresh.ticketId)
  const tied = [support, billing, legal].flatMap(here =>
    [support, billing, legal].filter(it => it !== here).map(there => ({ here, there })),
  )
  for (const { here, there } of tied) {
    await desk.pool.query(`update messages set suggested_ticket_id = $1 where id = $2`, [
      there.ticketId,
      here.messageId,
    ])
    for (const kind of ['follow_up', 'suggested'] as const) {
      await desk.pool.query('insert into ticket_links (ticket_id, linked_ticket_id, kind) values ($1, $2, $3)', [
        ...[here.ticketId, there.ticketId, kind],
      ])
      const linked = { linkedTicketId: there.ticketId, linkedNumber: there.number, kind }
      await desk.run(systemActor('setup'), async uow =>
        uow.emit('ticket.linked', linked, { ticketId: here.ticketId, ticketVersion: 1 }),
      )
    }
  }
}

/** The tickets that the person may not read, according to the permission table. */
export async function foreignTo(desk: Desk, actor: UserActor): Promise<string[]> {
  const { rows } = await desk.pool.query<TicketFacts & { id: string }>(
    `select id, queue_id as "queueId", assignee_id as "assigneeId", customer_id as "customerId",
      organisation_id as "organisationId", is_held as "isHeld" from tickets`,
  )
  return rows.filter(ticket => !can(actor, 'ticket.read', ticket)).map(ticket => ticket.id)
}

export async function removeTickets(desk: Desk, { admin }: World, ticketIds: string[]): Promise<void> {
  for (const ticketId of ticketIds) await desk.run(admin, uow => deleteTicket(uow, { ticketId, reason: 'a test' }))
}
