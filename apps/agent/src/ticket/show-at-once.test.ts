import type { Me } from '@gotrs/contract/auth'
import type { Ticket } from '@gotrs/contract/tickets'
import { expect, it } from 'vitest'
import { ticketAfter } from './show-at-once.ts'

const me = { id: 'ana', name: 'Ana', email: 'ana@gotrs.example' } as Me
const ticket = {
  ...{ title: 'Printer smokes', status: 'new', priority: 'normal' },
  staff: { version: 3, queue: { id: 'it', name: 'IT' }, assignee: null, tags: ['vpn'], isUnread: true },
} as unknown as Ticket
const scene = { me, worksIn: () => true }

it('names whom and where the verb names by an id, and leaves the rest alone', () => {
  const ben = { id: 'ben', name: 'Ben' }
  const assigned = ticketAfter(
    ticket,
    { said: '', act: { verb: 'assign', assigneeId: 'ben' }, names: { assignee: ben } },
    scene,
  )
  expect(assigned.staff).toMatchObject({ assignee: ben, version: 3, isUnread: true })
  const queue = { id: 'billing', name: 'Billing' }
  const moved = ticketAfter(assigned, { said: '', act: { verb: 'move', queueId: 'billing' }, names: { queue } }, scene)
  expect(moved.staff).toMatchObject({ queue, assignee: ben })
  const taken = ticketAfter(ticket, { said: '', act: { verb: 'take' } }, scene)
  expect(taken).toMatchObject({ status: 'open', staff: { assignee: { id: 'ana', name: 'Ana' } } })
})
