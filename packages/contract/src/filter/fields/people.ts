import { isUuid } from '../../ids.ts'
import { type FilterContext, type FilterPerson, field, has } from '../field.ts'
import { readText } from '../read-value.ts'

/** `me`, `none`, an id, or a part of the name or address. */
type PersonCondition<N extends string> = { field: N; is: string }

const isPart = (wanted: string) => wanted !== 'me' && wanted !== 'none' && !isUuid(wanted)
const maxPerson = 254

function isPerson(wanted: string, person: FilterPerson | null, context: FilterContext): boolean {
  if (wanted === 'none') return person === null
  if (person === null) return false
  if (wanted === 'me') return person.id === context.actorId
  return isSameId(person.id, wanted) || has(`${person.name} ${person.email}`, wanted)
}

const isSameId = (id: string, wanted: string) => id === wanted.toLowerCase()

export const assignee = field<PersonCondition<'assignee'>>({
  availableTo: 'staff',
  words: {
    assignee: {
      finds: '`me`, `none`, an id, or a part of the name or address',
      example: 'assignee:me',
      values: { me: 'yours', none: 'unassigned' },
      names: 'staff',
      read: value => ({ field: 'assignee', is: readText(value, maxPerson) }),
    },
  },
  matches: (condition, ticket, context) => isPerson(condition.is, ticket.assignee, context),
  searchTerm: condition => (isPart(condition.is) ? condition.is : null),
  samples: ['assignee:me', 'assignee:none', 'assignee:ANA'],
})

/** Staff who follow the ticket; `none`: nobody does. */
export const follower = field<PersonCondition<'follower'>>({
  availableTo: 'staff',
  words: {
    follower: {
      finds: 'who gets its news: `me`, `none`, an id, or a part of the name or address',
      example: 'follower:me',
      values: { me: 'followed by you', none: 'followed by nobody' },
      names: 'staff',
      read: value => ({ field: 'follower', is: readText(value, maxPerson) }),
    },
  },
  matches: ({ is }, { followers }, context) => isAmong(is, followers, context),
  searchTerm: condition => (isPart(condition.is) ? condition.is : null),
  samples: ['follower:me', 'follower:none', 'follower:BEN', '-follower:me'],
})

/** Staff whom a note mentions. */
export const mentions = field<PersonCondition<'mentions'>>({
  availableTo: 'staff',
  words: {
    mentions: {
      finds: 'whom a note mentions: `me`, `none`, an id, or a part of the name or address',
      example: 'mentions:me',
      values: { me: 'a note mentions you', none: 'no note mentions anybody' },
      names: 'staff',
      read: value => ({ field: 'mentions', is: readText(value, maxPerson) }),
    },
  },
  matches: ({ is }, { mentioned }, context) => isAmong(is, mentioned, context),
  searchTerm: condition => (isPart(condition.is) ? condition.is : null),
  samples: ['mentions:me', 'mentions:none', 'mentions:BEN', '-mentions:me'],
})

const isAmong = (wanted: string, people: readonly FilterPerson[], context: FilterContext): boolean =>
  wanted === 'none' ? people.length === 0 : people.some(person => isPerson(wanted, person, context))

const readCustomer = (value: string) => ({ field: 'customer', is: readText(value, maxPerson) }) as const

const ofCustomers = { values: { me: 'asked by you' }, names: 'customers', read: readCustomer } as const

export const customer = field<PersonCondition<'customer'>>({
  availableTo: 'everybody',
  words: {
    from: { finds: 'as `customer`', example: 'from:omar', ...ofCustomers },
    customer: {
      finds: '`me`, an id, or a part of the name or address',
      example: 'customer:omar@acme.example',
      ...ofCustomers,
    },
  },
  matches: (condition, ticket, context) => isPerson(condition.is, ticket.customer, context),
  searchTerm: condition => (isPart(condition.is) ? condition.is : null),
  samples: ['from:acme.example', 'from:Öst', 'from:öST', 'customer:me', 'customer:none'],
})

export const organisation = field<{ field: 'organisation'; is: string }>({
  availableTo: 'staff',
  words: {
    organisation: {
      finds: 'a part of the name',
      example: 'organisation:acme',
      names: 'organisations',
      read: value => ({ field: 'organisation', is: readText(value) }),
    },
  },
  matches: (condition, ticket) => ticket.organisation !== null && has(ticket.organisation, condition.is),
  searchTerm: condition => condition.is,
  samples: ['organisation:acm'],
})
