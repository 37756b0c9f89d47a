import type { TicketStatus } from '@gotrs/contract/ticket-status'
import { type TicketDetail, ticketPriorities } from '@gotrs/contract/tickets'
import { allows, type TicketAct, type TicketWork, workAfter } from '@gotrs/contract/workflow'
import { ask, seen, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { assignTicket } from './assign.ts'
import { closeTicket } from './close.ts'
import { moveTicket } from './move.ts'
import { renameTicket } from './rename.ts'
import { reopenTicket } from './reopen.ts'
import { resolveTicket } from './resolve.ts'
import { setPriority } from './set-priority.ts'
import { snoozeTicket, wakeTicket } from './snooze.ts'
import { tagTicket } from './tag.ts'
import { takeTicket } from './take.ts'
import { untagTicket } from './untag.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const until = '2030-01-07T09:00:00.000Z'
const verbs = {
  take: takeTicket,
  assign: assignTicket,
  setPriority,
  move: moveTicket,
  tag: tagTicket,
  untag: untagTicket,
  rename: renameTicket,
  resolve: resolveTicket,
  close: closeTicket,
  reopen: reopenTicket,
  snooze: snoozeTicket,
  wake: wakeTicket,
}
const run = (ticketId: string, { verb, ...input }: TicketAct) =>
  world.run(world.ana, async uow => {
    const call = verbs[verb] as (uow: UnitOfWork, input: object) => Promise<unknown>
    await call(uow, { ticketId, version: await versionNow(world, ticketId), ...input })
  })

/** How a ticket comes into each status, with an assignee, tags and a snooze where it can have them, and without. */
const paths: [TicketStatus, () => TicketAct[]][] = [
  ['new', () => []],
  [
    'new',
    () => [
      { verb: 'tag', tag: 'vpn' },
      { verb: 'snooze', until },
    ],
  ],
  [
    'new',
    () => [
      { verb: 'move', queueId: world.billingId },
      { verb: 'assign', assigneeId: world.ben.id },
    ],
  ],
  [
    'open',
    () => [{ verb: 'take' }, { verb: 'tag', tag: 'vpn' }, { verb: 'snooze', until: '2030-02-01T09:00:00.000Z' }],
  ],
  ['resolved', () => [{ verb: 'resolve' }]],
  ['closed', () => [{ verb: 'close' }]],
  ['closed', () => [{ verb: 'take' }, { verb: 'tag', tag: 'vpn' }, { verb: 'close' }]],
]

const acts = (): TicketAct[] => [
  { verb: 'take' },
  ...[world.ana.id, world.admin.id, null].map(assigneeId => ({ verb: 'assign', assigneeId }) as const),
  ...ticketPriorities.map(priority => ({ verb: 'setPriority', priority }) as const),
  ...[world.supportId, world.billingId].map(queueId => ({ verb: 'move', queueId }) as const),
  ...['vpn', 'a-new-one'].flatMap(tag => [{ verb: 'tag', tag } as const, { verb: 'untag', tag } as const]),
  { verb: 'rename', title: 'VPN drops at ten' },
  { verb: 'resolve' },
  { verb: 'close' },
  { verb: 'reopen' },
  { verb: 'snooze', until },
  { verb: 'wake' },
]

const permissionOf = (verb: TicketAct['verb']) =>
  verb === 'take' ? 'assign' : verb === 'untag' ? 'tag' : verb === 'wake' ? 'snooze' : verb

it.each(paths)('what is predicted for a ticket that is %s is what every verb of staff does', async (status, path) => {
  for (const act of acts().filter(({ verb }) => allows('agent', permissionOf(verb), status))) {
    const { ticketId } = await ask(world, world.omar)
    for (const step of path()) await run(ticketId, step)
    const before = workOf(await seen(world, world.admin, ticketId))
    expect(before.status).toBe(status)
    await run(ticketId, act)
    const worksIn = (userId: string, queueId: string) =>
      userId === world.admin.id || [world.ana, world.ben].some(it => it.id === userId && it.queueIds.includes(queueId))
    const predicted = workAfter(before, act, { actorId: world.ana.id, worksIn })
    expect(workOf(await seen(world, world.admin, ticketId)), JSON.stringify(act)).toEqual(predicted)
  }
})

function workOf({ title, status, priority, staff }: TicketDetail): TicketWork {
  if (!staff) throw new Error('Only staff see this.')
  const { queue, assignee, tags, snoozedUntil, waitingSince } = staff
  const ids = { queueId: queue.id, assigneeId: assignee?.id ?? null }
  return { title, status, priority, ...ids, tags, snoozedUntil, waitingSince }
}
