import { fixedViews } from '@gotrs/contract/fixed-views'
import type { TicketSort } from '@gotrs/contract/tickets'
import type { Facts } from '../facts.ts'
import { query } from '../http.ts'
import type { Plan } from '../measure.ts'
import type { Caller, People } from '../people.ts'

const listOf = (caller: Caller, input: object) => query(caller, ['tickets.list', { limit: 50, ...input }])

/** `waiting` is the usual one, `match` is for searches. */
const orders = ['newest', 'oldest', 'updated', 'priority'] as const satisfies TicketSort[]

/** What agents look at all day: the list in every order, every view of the sidebar, filters, figures. */
export function readPlans({ agent, admin, colleagues }: People, facts: Facts): Plan[] {
  return [
    {
      ...{ group: 'list', name: 'all open, who waits longest first', colleagues },
      ...{
        call: (_, caller = agent) => listOf(caller, { q: 'is:open' }),
        floor: () => ({ caller: agent, path: '/list/waiting' }),
      },
    },
    ...orders.map(sort => ({
      ...{ group: 'list', name: `every status, by ${sort}` },
      ...{ call: () => listOf(agent, { sort }), floor: () => ({ caller: agent, path: `/list/${sort}` }) },
    })),
    { group: 'list', name: 'all open, as an admin', call: () => listOf(admin, { q: 'is:open' }) },
    ...viewPlans(agent),
    ...filterPlans(agent, facts),
    {
      ...{ group: 'counts', name: 'the figures of the sidebar', colleagues },
      ...{
        call: (_, caller = agent) => query(caller, ['views.counts']),
        floor: () => ({ caller: agent, path: '/counts' }),
      },
    },
    { group: 'counts', name: 'the same, as an admin', call: () => query(admin, ['views.counts']) },
  ]
}

const floors = new Set(['mine', 'unassigned', 'held', 'snoozed'])

const viewPlans = (agent: Caller): Plan[] =>
  Object.entries(fixedViews)
    .filter(([name]) => name !== 'open')
    .map(([name, { label, q }]) => ({
      ...{ group: 'views', name: label, call: () => listOf(agent, { q }) },
      ...(floors.has(name) ? { floor: () => ({ caller: agent, path: `/views/${name}` }) } : {}),
    }))

function filterPlans(agent: Caller, facts: Facts): Plan[] {
  const { customerEmail, readable, tag, queue } = facts
  const filters: [q: string, floor?: [name: string, value: string]][] = [
    [`from:${customerEmail}`, ['from', customerEmail]],
    [`from:${customerEmail.slice(0, 6)}`],
    [`tag:${tag}`, ['tag', tag]],
    ['tag:nobody-has-this-one'],
    [String(readable[0]?.number ?? 1001), ['number', String(readable[0]?.number ?? 1001)]],
    [`queue:${queue}`, ['queue', queue]],
    ['status:closed', ['status', 'closed']],
    ['status:resolved', ['status', 'resolved']],
    ['created:<7d', ['created', '7 days']],
    ['is:open priority:urgent'],
    ['is:open waiting:1d'],
    [`is:open tag:${tag} -assignee:me`],
  ]
  return filters.map(([q, floor]) => ({
    ...{ group: 'filters', name: q, call: () => listOf(agent, { q }) },
    ...(floor ? { floor: () => floorOf(agent, ...floor) } : {}),
  }))
}

const floorOf = (caller: Caller, name: string, value: string) => ({
  caller,
  path: `/filters/${name}?value=${encodeURIComponent(value)}`,
})
