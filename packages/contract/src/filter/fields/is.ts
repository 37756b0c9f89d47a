import { type Audience, field, type StateFacts } from '../field.ts'
import { readOneOf } from '../read-value.ts'

type TicketState = { finds: string; availableTo: Audience; matches(ticket: StateFacts): boolean }

/** What `is:` takes. The SQL of each is the record of the same name in core. */
const states = {
  open: {
    finds: 'new or open; for staff not the snoozed ones',
    availableTo: 'everybody',
    matches: ({ status, snoozedUntil }) => (status === 'new' || status === 'open') && snoozedUntil === null,
  },
  done: {
    finds: 'resolved or closed',
    availableTo: 'everybody',
    matches: ({ status }) => status === 'resolved' || status === 'closed',
  },
  snoozed: {
    finds: 'put aside until a time',
    availableTo: 'staff',
    matches: ({ snoozedUntil }) => snoozedUntil !== null,
  },
  held: {
    finds: 'with mail that waits for a decision',
    availableTo: 'staff',
    matches: ({ heldCount }) => heldCount > 0,
  },
} as const satisfies Record<string, TicketState>
export type StateName = keyof typeof states

const stateNames = Object.keys(states) as StateName[]
const described = stateNames.map(name => {
  const { finds, availableTo } = states[name]
  return `\`${name}\` (${finds}${availableTo === 'staff' ? '; for staff' : ''})`
})

export const is = field<{ field: 'is'; state: StateName }>({
  availableTo: 'everybody',
  audienceOf: ({ state }) => states[state].availableTo,
  words: {
    is: {
      finds: described.join(', '),
      example: 'is:open',
      values: stateNames,
      read: (value, word) => ({ field: 'is', state: readOneOf(stateNames, value, word) }),
    },
  },
  matches: ({ state }, ticket) => states[state].matches(ticket),
  samples: stateNames.map(name => `is:${name}`),
})
