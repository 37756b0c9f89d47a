import type { Facts } from '../facts.ts'
import { mutation, query } from '../http.ts'
import type { Plan } from '../measure.ts'
import type { Caller, People } from '../people.ts'

const text = 'Thank you. We have looked at it: please restart the scanner, then it prints again.'

/** One ticket: opened, answered, noted on, created; and what its customer does in the portal. */
export function ticketPlans(people: People, facts: Facts): Plan[] {
  const { agent, colleagues } = people
  const { readable, writable, customerEmail } = facts
  const pick = <T>(items: readonly T[], at: number) => items[at % items.length] as T
  return [
    {
      ...{ group: 'ticket', name: 'one ticket with its messages', colleagues },
      call: (at, caller = agent) => query(caller, ['tickets.get', { ticketId: pick(readable, at).number }]),
      floor: at => ({ caller: agent, path: `/ticket?number=${pick(readable, at).number}` }),
    },
    {
      group: 'ticket',
      name: 'all that the app asks to open one',
      call: at => opening(agent, pick(readable, at).number),
    },
    {
      ...{ group: 'ticket', name: 'the lists to choose from' },
      call: () => pickLists(agent),
    },
    {
      ...{ group: 'write', name: 'reply', colleagues },
      call: (at, caller = agent) =>
        mutation(caller, 'messages.reply', {
          ticketId: pick(writable, at).number,
          version: 'any',
          text: `${text} (${at})`,
        }),
      floor: at => ({ caller: agent, path: '/reply', body: { number: pick(writable, at).number, text } }),
    },
    {
      ...{ group: 'write', name: 'note', colleagues },
      call: (at, caller = agent) =>
        mutation(caller, 'messages.addNote', { ticketId: pick(writable, at).number, text: `${text} (${at})` }),
      floor: at => ({ caller: agent, path: '/note', body: { number: pick(writable, at).number, text } }),
    },
    {
      ...{ group: 'write', name: 'create', colleagues },
      call: (at, caller = agent) =>
        mutation(caller, 'tickets.create', { title: `Scanner ${at}`, message: text, customerEmail }),
      floor: () => ({ caller: agent, path: '/create', body: { title: 'Scanner', text, email: customerEmail } }),
    },
    ...portalPlans(people, facts),
  ]
}

/** As the app asks: the ticket with its draft, and what the desk is called. */
const opening = (agent: Caller, number: number) => query(agent, ['tickets.get', { ticketId: number }], ['auth.desk'])

/** Asked when somebody opens the field of the assignee, the queue or the tags. */
const pickLists = (agent: Caller) =>
  query(agent, ['users.list', { role: 'staff', limit: 100 }], ['queues.list'], ['tags.list', { text: '' }])

function portalPlans({ regular, rare }: People, { ofCustomer }: Facts): Plan[] {
  const number = ofCustomer[0]?.number ?? 0
  const list = (caller: Caller) => query(caller, ['tickets.list', { limit: 50 }])
  return [
    {
      ...{ group: 'portal', name: 'requests of a customer with thousands', call: () => list(regular) },
      floor: () => ({ caller: regular, path: '/portal/list' }),
    },
    {
      ...{ group: 'portal', name: 'requests of a customer with few', call: () => list(rare) },
      floor: () => ({ caller: rare, path: '/portal/list' }),
    },
    {
      ...{ group: 'portal', name: 'one request', call: () => query(rare, ['tickets.get', { ticketId: number }]) },
      floor: () => ({ caller: rare, path: `/portal/ticket?number=${number}` }),
    },
  ]
}
